"""Cells with small slips, what the rules make of them, and where they leave them alone."""

from __future__ import annotations

import pytest

NP = "import numpy as np\n"
PD = NP + "import pandas as pd\n"
FOLDER = "import os, pathlib, tempfile\nbase = tempfile.mkdtemp()\npath = pathlib.Path(base)\n"

FIXED = [
    # Folders
    pytest.param(FOLDER, "os.makedirs(base)", "os.makedirs(base, exist_ok=True)", id="makedirs"),
    pytest.param(FOLDER, "os.mkdir(base)", "os.makedirs(base, exist_ok=True)", id="mkdir"),
    pytest.param(FOLDER, "path.mkdir()", "path.mkdir(exist_ok=True)", id="path-mkdir"),
    pytest.param(FOLDER, "path.mkdir(parents=True)", "path.mkdir(parents=True, exist_ok=True)", id="path-mkdir-parents"),
    # Python's text read as JSON
    pytest.param("import ast, json\ntext = \"{'a': 1}\"", "data = json.loads(text)", "import ast\ndata = ast.literal_eval(text)", id="single-quotes"),
    pytest.param("import json\ntext = str([{'a': 'x' * 300}])", "data = json.loads(text)", "import ast\ndata = ast.literal_eval(text)", id="single-quotes-long"),
    # Formats
    pytest.param("a = 1\nb = 2", 'print("%s %s" % a, b)', 'print("%s %s" % (a, b))', id="percent-without-brackets"),
    pytest.param("a = 1\nb = 2", 't = "%s: %.1f" % a, b', 't = "%s: %.1f" % (a, b)', id="percent-in-a-tuple"),
    pytest.param("a = 1\nb = 2", 'print("{} {}".format(a), b)', 'print("{} {}".format(a, b))', id="format-outside"),
    pytest.param("pair = (1, 2)", '"{} {}".format(pair)', '"{} {}".format(*pair)', id="format-of-a-pair"),
    pytest.param("n = 3", '"{} items" % n', '"{} items".format(n)', id="braces-by-percent"),
    # One number, and many
    pytest.param("xs = ['1', '2']", "int(xs)", "[int(each) for each in xs]", id="int-of-list"),
    pytest.param("xs = ['1', '2.5']", "float(xs)", "[float(each) for each in xs]", id="float-of-list"),
    pytest.param("line = '1 2 3'", "ns = int(line.split())", "ns = [int(each) for each in line.split()]", id="int-of-split"),
    pytest.param(PD + "df = pd.DataFrame({'a': ['1', '2']})", "df['a'] = int(df['a'])", "df['a'] = df['a'].astype(int)", id="int-of-column"),
    pytest.param(NP + "xs = np.array([1.5, 2.5])", "int(xs)", "xs.astype(int)", id="int-of-array"),
    pytest.param("import math\n" + NP + "xs = [1, 4]", "math.sqrt(xs)", "np.sqrt(xs)", id="root-of-list-with-numpy"),
    pytest.param("import math\nxs = [1, 4]", "math.sqrt(xs)", "[math.sqrt(each) for each in xs]", id="root-of-list"),
    pytest.param("from math import log\n" + PD + "s = pd.Series([1, 4])", "log(s)", "np.log(s)", id="log-of-series"),
    pytest.param("import math\n" + NP + "xs = np.array([1, 4])", "math.exp(xs)", "np.exp(xs)", id="exp-of-array"),
    # Numbers that are texts
    pytest.param(NP + "xs = np.array(['1', '2'])", "xs * 2.5", "xs.astype(float) * 2.5", id="array-of-texts"),
    pytest.param(NP + "xs = np.array(['1', '2'])", "xs.mean()", "xs.astype(float).mean()", id="mean-of-array"),
    pytest.param(NP + "xs = np.array(['1', '2'])\nys = np.array([1, 2])", "xs - ys", "xs.astype(float) - ys", id="array-beside-array"),
    pytest.param(NP + "xs = ['1', '2']", "np.mean(xs)", "np.mean([int(each) for each in xs])", id="mean-of-list"),
    pytest.param("import statistics\nxs = ['1', '2.5']", "statistics.mean(xs)", "statistics.mean(map(float, xs))", id="statistics"),
    pytest.param("xs = ['1', '2']", "sum(xs)", "sum(map(int, xs))", id="sum-of-texts"),
    pytest.param(PD + "df = pd.DataFrame({'a': ['1', '2']})", "df['a'].mean()", "pd.to_numeric(df['a']).mean()", id="mean-of-column"),
    # Matches
    pytest.param("import re\nline = 'n = 12'", "n = re.match(r'\\d+', line).group()", "n = re.search(r'\\d+', line).group()", id="match-group"),
    pytest.param("import re\nline = 'n = 12'", "m = re.match(r'\\d+', line)\nn = m[0]", "m = re.search(r'\\d+', line)\nn = m[0]", id="match-assigned"),
    # Separators
    pytest.param("line = 'a;b'", "parts = line.split(',')\nparts[1]", "parts = line.split(';')\nparts[1]", id="semicolons"),
    pytest.param("line = 'a\\tb\\n'", "line.strip().split(',')[1]", 'line.strip().split("\\t")[1]', id="tab"),
    pytest.param("line = 'a|b'", "a, b = line.split(',')", "a, b = line.split('|')", id="unpacked"),
    pytest.param("", 'total = "5" + 3\ntotal * 2', 'total = int("5") + 3\ntotal * 2', id="numeric-text-in-arithmetic"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), FIXED)
def test_first_candidate_that_runs_is_what_was_meant(cells, setup: str, source: str, expected: str) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param(FOLDER + "open(path / 'a', 'w').close()", "open(path / 'a', 'x')", id="file-to-be-made-anew"),
    pytest.param(FOLDER, "os.makedirs(base, exist_ok=False)", id="said-so"),
    pytest.param("import json\ntext = '{\"a\": 1,}'", "json.loads(text)", id="trailing-comma"),
    pytest.param("import json\ntext = '{\"a\": nan}'", "json.loads(text)", id="nan-in-json"),
    pytest.param("import json\ntext = ''", "json.loads(text)", id="no-json"),
    pytest.param("a = 1", 'print("%s %s %s" % a, 2)', id="a-value-is-lacking"),
    pytest.param("", '"{} {}".format(1)', id="nothing-for-the-second"),
    pytest.param("xs = ['5']", "int(xs)", id="a-list-of-one"),
    pytest.param("import re", "int(re.findall(r'\\d+', 'a 5'))", id="what-was-found"),
    pytest.param("d = {}", "int(d)", id="int-of-a-dictionary"),
    pytest.param("xs = [1.5, 2.5]", "round(xs)", id="round-of-list"),
    pytest.param(NP + "xs = np.array(['1', 'b'])", "xs * 2.5", id="array-of-words"),
    pytest.param("import statistics\nxs = ['a', 'b']", "statistics.mean(xs)", id="mean-of-words"),
    pytest.param("import re\nline = 'n = 12'", "re.match(r'^\\d+', line).group()", id="said-from-the-beginning"),
    pytest.param("line = 'a;b|c'", "line.split(',')[1]", id="two-separators"),
    pytest.param("line = 'a'", "line.split(',')[1]", id="one-part"),
    pytest.param("line = 'a;b;c'", "a, b = line.split(',')", id="another-number-of-parts"),
    pytest.param("", "next(iter([]))", id="nothing-next"),
    pytest.param("total = 0", "1 / total", id="by-zero"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_nothing_is_proposed_where_it_is_not_sure(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []
