"""Cells with small slips, what the rules make of them, and where they leave them alone."""

from __future__ import annotations

import pytest

from jupyter_bolt.debugging.rules.order import UnrunCell
from jupyter_bolt.notebooks.cells import Cell, Notebook

NP = "import numpy as np\n"
PD = NP + "import pandas as pd\n"
FOLDER = "import os, pathlib, tempfile\nbase = tempfile.mkdtemp()\npath = pathlib.Path(base)\n"
SCALER = (
    NP
    + "from sklearn.preprocessing import StandardScaler\nX = np.array([[1.0], [2.0]])\nscaler = StandardScaler()\n"
)
MODEL = (
    NP
    + "from sklearn.linear_model import LinearRegression\nX = np.array([[1.0], [2.0]])\nmodel = LinearRegression()\n"
)

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
    # Arguments, hidden names, models
    pytest.param("def area(w, h):\n    return w * h\nh = 2", "area(3)", "area(3, h=h)", id="argument-left-out"),
    pytest.param("class Box:\n    def __init__(self, w, *, h):\n        self.h = h\nh = 2", "Box(3)", "Box(3, h=h)", id="keyword-left-out"),
    pytest.param("", "def total(xs):\n    sum = sum(xs)\n    return sum\ntotal([1])", "def total(xs):\n    sum_ = sum(xs)\n    return sum_\ntotal([1])", id="hidden-built-in"),
    pytest.param("import math", "def root(x):\n    math = math.sqrt(x)\n    return math\nroot(4)", "def root(x):\n    math_ = math.sqrt(x)\n    return math_\nroot(4)", id="hidden-module"),
    pytest.param("def area(x):\n    return x", "def show(x):\n    area = area(x)\n    print(area)\nshow(4)", "def show(x):\n    area_ = area(x)\n    print(area_)\nshow(4)", id="hidden-function"),
    pytest.param("count = 0", "def add():\n    count = count + 1\n    return count\nadd()", "def add():\n    global count\n    count = count + 1\n    return count\nadd()", id="a-counter-is-global"),
    pytest.param(SCALER, "Z = scaler.transform(X)", "Z = scaler.fit_transform(X)", id="scaler-of-all-data"),
    pytest.param(SCALER + "X_train = X", "Z = scaler.transform(X_train)", "Z = scaler.fit_transform(X_train)", id="scaler-of-training-data"),
    pytest.param(MODEL + "y = [1, 2]", "p = model.predict(X)", "model.fit(X, y)\np = model.predict(X)", id="model"),
    pytest.param(MODEL + "X_train, X_test = X, X\ny_train = [1, 2]", "print(model.predict(X_test))", "model.fit(X_train, y_train)\nprint(model.predict(X_test))", id="model-of-training-data"),
    # Names of another module
    pytest.param("", "from sklearn.model_selection import accuracy_score", "from sklearn.metrics import accuracy_score", id="usual-home"),
    pytest.param("", "from sklearn.metrics import f1_score, KFold", "from sklearn.metrics import f1_score\nfrom sklearn.model_selection import KFold", id="one-of-two-names"),
    pytest.param("import sklearn.metrics, sklearn.model_selection", "from sklearn.model_selection import log_loss as loss", "from sklearn.metrics import log_loss as loss", id="exported-beside"),
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
    pytest.param("def area(w, h):\n    return w * h\nheight = 2", "area(3)", id="no-variable-of-that-name"),
    pytest.param("def area(w, h):\n    return w * h\nh = 2", "area(h)", id="passed-already"),
    pytest.param("def area(w, h):\n    return w * h\nh = 2", "def f():\n    h = 5\n    area(1)\nf()", id="a-local-variable"),
    pytest.param("", "def f(x):\n    if x:\n        y = 1\n    return y\nf(0)", id="assigned-in-a-branch"),
    pytest.param(SCALER + "X_train = X_test = X", "scaler.transform(X_test)", id="test-data-is-not-fitted"),
    pytest.param(SCALER + "X_train = X", "scaler.transform(X)", id="all-data-beside-training-data"),
    pytest.param(MODEL, "model.predict(X)", id="nothing-to-learn"),
    pytest.param(MODEL + "y = [1, 2]", "model.predict(X)\nmodel.fit(X, y)", id="fitted-below"),
    pytest.param("", "from sklearn.metrics import qqzzxxyy", id="a-name-that-nothing-has"),
    pytest.param("", "next(iter([]))", id="nothing-next"),
    pytest.param("total = 0", "1 / total", id="by-zero"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_nothing_is_proposed_where_it_is_not_sure(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []


def test_the_cell_that_fits_a_model_runs_first(cells) -> None:
    sources = [MODEL, "y = [1, 2]", "model.fit(X, y)", "model.predict(X)"]
    error = cells.run(MODEL, sources[3])
    assert error is not None
    each = [Cell(cell_id=str(at), source=source, executed=at == 0) for at, source in enumerate(sources)]
    (candidate,) = UnrunCell().candidates(each[3], error, Notebook(path="a.ipynb", cells=each))
    assert (candidate.first, candidate.title) == (("1", "2"), "Run cells 2 and 3 first")
    assert candidate.explanation == "`model` is fitted in cell 3, which has not run."


def test_a_model_fitted_by_a_cell_that_ran_is_left_alone(cells) -> None:
    error = cells.run(MODEL, "model.predict(X)")
    assert error is not None
    sources = [MODEL + "y = [1, 2]", "model.fit(X, y)", "model.predict(X)"]
    each = [Cell(cell_id=str(at), source=source, executed=at < 2) for at, source in enumerate(sources)]
    assert UnrunCell().candidates(each[2], error, Notebook(path="a.ipynb", cells=each)) == []
