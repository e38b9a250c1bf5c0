"""Cells that do not compile, and what comes of them after the rules, the trials and the ranking."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from jupyter_bolt.debugging.judging.ranking import Ranked, Ranking
from jupyter_bolt.debugging.rules.rule import MOST_CANDIDATES
from jupyter_bolt.debugging.rules.syntax.brackets import ClosingBracket
from jupyter_bolt.debugging.rules.syntax.catalogue import SYNTAX_RULES
from jupyter_bolt.debugging.rules.syntax.slip import find_slip
from jupyter_bolt.debugging.search import Search
from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.services import Kernel, Services
from jupyter_bolt.trials.evidence import CellError, Evidence, TrialLimits
from jupyter_bolt.trials.trial import Trial

FRAME = """
import numpy as np
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0], "class": ["x", "y", "x"]})
"""
PEOPLE = "people = ['Ann', 'Bob']\nx = 3\ny = 4\nname = 'Ann'\nprices = {'a': 1}\n"


@dataclass
class ShellTrials:
    """Runs each trial as a cell of the test's own shell, after the setup."""

    cells: object
    setup: str

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        error = self.cells.run(self.setup, trial.code)
        return Evidence(outcome="ran" if error is None else "failed", how="fork", error=error)


@pytest.fixture
def mended(cells, services: Services):
    """Find the first proposal's source for a failing cell, as the search finds and ranks it."""

    def first(setup: str, source: str) -> str | None:
        error = cells.run(setup, source)
        assert error is not None, "the cell was meant to fail"
        cell = Cell(cell_id="a", source=source)
        search = Search(
            Notebook(path="a.ipynb", cells=[cell]),
            cell,
            kernel=None,
            services=replace(services, trials=ShellTrials(cells, setup), parallel=1),
            limits=TrialLimits(),
        )
        ranking = Ranking(
            search._notebook, cell, kernel=None, services=search._services, limits=TrialLimits()
        )

        async def ranked() -> list[Ranked]:
            return await ranking.ranked(await search.run(error))

        found = asyncio.run(ranked())
        return found[0].attempt.candidate.after if found else None

    return first


MENDED = [
    # Brackets
    pytest.param("", "print(max(1, 2)", "print(max(1, 2))", id="parenthesis"),
    pytest.param("", "x = [1, 2\ny = [3]\nprint(x + y)", "x = [1, 2]\ny = [3]\nprint(x + y)", id="list-before-a-statement"),
    pytest.param(FRAME, "df[df['a' > 1]", "df[df['a'] > 1]", id="key-in-mask"),
    pytest.param(FRAME, "df['a'.mean()", "df['a'].mean()", id="key-before-method"),
    pytest.param(FRAME, "print(df['a')", "print(df['a'])", id="mismatch"),
    pytest.param("", "x = (1, 2]", "x = (1, 2)", id="wrong-kind"),
    pytest.param("", "print('a'))", "print('a')", id="one-too-many"),
    pytest.param(PEOPLE, "z = x + y) * 2", "z = (x + y) * 2", id="opening-left-out"),
    pytest.param(PEOPLE, "for i in range(len(people):\n    print(i)", "for i in range(len(people)):\n    print(i)", id="header"),
    pytest.param(FRAME, "d = pd.DataFrame({'a': [1],\n                  'b': [2]}\nprint(d)", "d = pd.DataFrame({'a': [1],\n                  'b': [2]})\nprint(d)", id="over-lines"),
    pytest.param(FRAME, "df2 = (df\n  .dropna()\n  .head(1)\ndf2.shape", "df2 = (df\n  .dropna()\n  .head(1))\ndf2.shape", id="chain"),
    pytest.param("", "d = {'a': [1, 2, 'b': 3}", "d = {'a': [1, 2], 'b': 3}", id="inner-list"),
    pytest.param(FRAME, "df.groupby('class'['a'].mean()", "df.groupby('class')['a'].mean()", id="groupby"),
    pytest.param("", "print('é', (1, 2)  # ü (", "print('é', (1, 2))  # ü (", id="comment"),
    pytest.param(FRAME, "np.array([[1, 2], [3, 4])", "np.array([[1, 2], [3, 4]])", id="nested"),
    pytest.param("", "x = {'a': 1, 'b': 2\nprint(x)", "x = {'a': 1, 'b': 2}\nprint(x)", id="dictionary"),
    # Colons
    pytest.param(PEOPLE, "for p in people\n    print(p)", "for p in people:\n    print(p)", id="for"),
    pytest.param(PEOPLE, "if x > 1  # big\n    print(p)\nelse\n    print(2)", None, id="two-then-a-name"),
    pytest.param(PEOPLE, "if x > 1  # big\n    print(x)\nelse\n    print(2)", "if x > 1:  # big\n    print(x)\nelse:\n    print(2)", id="if-else"),
    pytest.param("", "def f(x) -> int\n    return x\nf(1)", "def f(x) -> int:\n    return x\nf(1)", id="annotated"),
    pytest.param("", "class A(object)\n    pass", "class A(object):\n    pass", id="class"),
    pytest.param("", "try\n    1\nexcept ValueError\n    2", "try:\n    1\nexcept ValueError:\n    2", id="try"),
    pytest.param("", "import io\nwith io.StringIO() as f\n    f.write('a')", "import io\nwith io.StringIO() as f:\n    f.write('a')", id="with"),
    pytest.param(PEOPLE, "while x < 5\n    x += 1", "while x < 5:\n    x += 1", id="while"),
    pytest.param(PEOPLE, "if x == 3;\n    print(x)", "if x == 3:\n    print(x)", id="semicolon"),
    pytest.param(PEOPLE, "if x == 3 print(x)", "if x == 3: print(x)", id="one-line"),
    pytest.param("", "d = {'a': 1, 'b' 2}", "d = {'a': 1, 'b': 2}", id="key-colon"),
    pytest.param("", "d = {'a' = 1, 'b' = 2}", "d = {'a': 1, 'b': 2}", id="key-equals"),
    pytest.param("", "f = lambda x x + 1", "f = lambda x: x + 1", id="lambda"),
    pytest.param(PEOPLE, "if x > 1 then:\n    print(x)", "if x > 1:\n    print(x)", id="then"),
    # Quotes
    pytest.param("", "print('hello, world)", "print('hello, world')", id="not-closed"),
    pytest.param("", "x = \"hello\nprint(x)", "x = \"hello\"\nprint(x)", id="not-closed-at-the-end"),
    pytest.param("", "print(\"hello')", "print(\"hello\")", id="other-kind"),
    pytest.param("", "print('it's me')", "print(\"it's me\")", id="apostrophe"),
    pytest.param("", "print('it's \"me\"')", "print('it\\'s \"me\"')", id="apostrophe-and-quotes"),
    pytest.param("", "print(hello world')", "print('hello world')", id="not-opened"),
    pytest.param(FRAME, "df['a].mean()", "df['a'].mean()", id="column-not-closed"),
    pytest.param(FRAME, "df[['a, 'b']]", "df[['a', 'b']]", id="columns-not-closed"),
    pytest.param(FRAME, "df[a'].mean()", "df['a'].mean()", id="column-not-opened"),
    pytest.param("", "def f():\n    \"\"\"Say one.\n    return 1\nf()", "def f():\n    \"\"\"Say one.\"\"\"\n    return 1\nf()", id="docstring"),
    pytest.param("", "x = '''one\ntwo''\nprint(x)", "x = '''one\ntwo'''\nprint(x)", id="long-text"),
    pytest.param("", "x = '''one\ntwo\"\"\"\nprint(x)", "x = '''one\ntwo'''\nprint(x)", id="long-text-other-kind"),
    pytest.param("", "print(“hello – it’s”, ‘a’)", "print(\"hello – it’s\", 'a')", id="curly"),
    pytest.param("", "print(\"hello”)", "print(\"hello\")", id="half-curly"),
    pytest.param("", "x =\u00a01 – 2\nprint('– “kept”')  # –", "x = 1 - 2\nprint('– “kept”')  # –", id="unbreakable-space"),
    pytest.param("", "x = 1\u200b\nprint(x ≥ 1，2 × 3）", "x = 1\nprint(x >= 1,2 * 3)", id="wide"),
    pytest.param(PEOPLE, "if x &lt; 5:\n    print(&quot;a&quot;)", "if x < 5:\n    print(\"a\")", id="entities"),
    # Indentation
    pytest.param(PEOPLE, "for p in people:\nprint(p)", "for p in people:\n    print(p)", id="no-indentation"),
    pytest.param("", "def f(x):\ny = x + 1\nreturn y\n\nprint(f(1))", "def f(x):\n    y = x + 1\n    return y\n\nprint(f(1))", id="body"),
    pytest.param(PEOPLE, "if x:\nprint(1)\nelse:\nprint(2)", "if x:\n    print(1)\nelse:\n    print(2)", id="both-branches"),
    pytest.param("", "x = 1\n  y = 2\nprint(x + y)", "x = 1\ny = 2\nprint(x + y)", id="too-deep"),
    pytest.param("", "def f():\n    x = 1\n   return x\nf()", "def f():\n    x = 1\n    return x\nf()", id="one-short"),
    pytest.param(PEOPLE, "if x:\n    y = 1\n  else:\n    y = 2", "if x:\n    y = 1\nelse:\n    y = 2", id="else-too-deep"),
    pytest.param(PEOPLE, "for p in people:\n    print(p)\n\tprint(p)", "for p in people:\n    print(p)\n    print(p)", id="tabs"),
    pytest.param("", "def later():\n\nprint(1)", "def later():\n    pass\n\nprint(1)", id="empty-body"),
    pytest.param("", "def later():\n    # to come", "def later():\n    # to come\n    pass", id="comment-for-a-body"),
    pytest.param("", "def f(x):\n    y = x + 1\nreturn y\nf(1)", "def f(x):\n    y = x + 1\n    return y\nf(1)", id="return-slid-out"),
    pytest.param(FRAME, "total = df.a.sum()\nreturn total", "total = df.a.sum()\ntotal", id="return-at-the-end"),
    # Python 2
    pytest.param(PEOPLE, "print x", "print(x)", id="print"),
    pytest.param(PEOPLE, "for p in people:\n    print \"Name: %s\" % p  # each\nprint\nprint 'a', x,", "for p in people:\n    print(\"Name: %s\" % p)  # each\nprint()\nprint('a', x, end=\" \")", id="prints"),
    pytest.param("import sys", "print >>sys.stderr, 'a'\nprint 'b'", "print('a', file=sys.stderr)\nprint('b')", id="print-to-a-file"),
    pytest.param(PEOPLE, "if x: print x; y = 1", "if x: print(x); y = 1", id="print-in-a-line"),
    pytest.param(PEOPLE, "print ('a'), x\nprint x", "print(('a'), x)\nprint(x)", id="print-a-pair"),
    pytest.param("", "exec 'a = 1'", "exec('a = 1')", id="exec"),
    pytest.param("", "try:\n    int('a')\nexcept ValueError, e:\n    print e", "try:\n    int('a')\nexcept ValueError as e:\n    print(e)", id="except-and-print"),
    pytest.param("", "try:\n    int('a')\nexcept ValueError, KeyError:\n    pass", "try:\n    int('a')\nexcept (ValueError, KeyError):\n    pass", id="two-kinds"),
    pytest.param("", "def f():\n    raise ValueError, 'bad'", "def f():\n    raise ValueError('bad')", id="raise"),
    pytest.param(PEOPLE, "`x`\nx <> 1\ny = 10L", "repr(x)\nx != 1\ny = 10", id="old-signs"),
    # Comparisons and assignments
    pytest.param(PEOPLE, "if x = 3:\n    print(x)", "if x == 3:\n    print(x)", id="assigned-in-if"),
    pytest.param(PEOPLE, "if x = 3 and y = 4:\n    print(dict(a=1))", "if x == 3 and y == 4:\n    print(dict(a=1))", id="assigned-twice"),
    pytest.param(FRAME, "df[df['a'] = 1]", "df[df['a'] == 1]", id="assigned-in-mask"),
    pytest.param(FRAME, "df[(df['a'] = 1) & (df.b = 4)]", "df[(df['a'] == 1) & (df.b == 4)]", id="assigned-in-masks"),
    pytest.param(PEOPLE, "[p for p in people if p = 'Ann']", "[p for p in people if p == 'Ann']", id="assigned-in-comprehension"),
    pytest.param(PEOPLE, "z = 1 if x = 3 else 2", "z = 1 if x == 3 else 2", id="assigned-in-choice"),
    pytest.param(PEOPLE, "if x => 3:\n    print(x)", "if x >= 3:\n    print(x)", id="arrow"),
    pytest.param(PEOPLE, "'A' in not people", "'A' not in people", id="in-not"),
    pytest.param(PEOPLE, "5 = x", "x = 5", id="wrong-way-round"),
    pytest.param(PEOPLE, "my-total = x + y\nprint(my-total)", "my_total = x + y\nprint(my_total)", id="hyphen"),
    pytest.param(PEOPLE, "total price = x * 2\nprint(total price, 'total price')", "total_price = x * 2\nprint(total_price, 'total price')", id="two-words"),
    pytest.param(PEOPLE, "people(0) = 'Eve'", "people[0] = 'Eve'", id="call-assigned"),
    # Commas
    pytest.param("", "x = [1, 2 3, 4 5]", "x = [1, 2, 3, 4, 5]", id="numbers"),
    pytest.param(PEOPLE, "print('x is' x)", "print('x is', x)", id="argument"),
    pytest.param("", "d = {'a': 1 'b': 2}", "d = {'a': 1, 'b': 2}", id="items"),
    pytest.param("", "d = {\n    'a': 1\n    'b': 2\n    'c': [1, 2]\n    'd': 4\n}", "d = {\n    'a': 1,\n    'b': 2,\n    'c': [1, 2],\n    'd': 4\n}", id="lines"),
    pytest.param(FRAME, "df.sort_values('a' ascending=False)", "df.sort_values('a', ascending=False)", id="keyword-argument"),
    pytest.param("", "x = [1,, 2]", "x = [1, 2]", id="two-commas"),
    # Other languages
    pytest.param(PEOPLE, "if x > 5:\n    y = 1\nelse if x > 2:\n    y = 2\nelse:\n    y = 3", "if x > 5:\n    y = 1\nelif x > 2:\n    y = 2\nelse:\n    y = 3", id="else-if"),
    pytest.param(PEOPLE, "if x > 5:\n    y = 1\nelse x > 2:\n    y = 2", "if x > 5:\n    y = 1\nelif x > 2:\n    y = 2", id="else-condition"),
    pytest.param(PEOPLE, "x++\nprint(x)", "x += 1\nprint(x)", id="step"),
    pytest.param(PEOPLE, "if x > 1 && y > 1 || !x:\n    print(1)", "if x > 1 and y > 1 or not x:\n    print(1)", id="logic"),
    pytest.param(PEOPLE, "if x === 3:\n    print(x)", "if x == 3:\n    print(x)", id="three-equals"),
    pytest.param("", "int n = 5\nprint(n)", "n = 5\nprint(n)", id="declaration"),
    pytest.param("", "// add them\nx = 1 + 2", "# add them\nx = 1 + 2", id="comment-slashes"),
    pytest.param(PEOPLE, "z = x > 2 ? 'a' : 'b'", "z = 'a' if x > 2 else 'b'", id="choice"),
    # f-strings
    pytest.param(PEOPLE, "print(f\"{prices[\"a\"]} it's\")", "print(f\"{prices['a']} it's\")", id="f-string-quotes"),
    pytest.param(PEOPLE, "print(f'{prices['a']} and {prices['a']:.2f}')", "print(f'{prices[\"a\"]} and {prices[\"a\"]:.2f}')", id="f-string-twice"),
    pytest.param(PEOPLE, "print(f\"{x:.2f and {y}\")", "print(f\"{x:.2f} and {y}\")", id="f-string-brace"),
    pytest.param(PEOPLE, "print(f'x is {x')", "print(f'x is {x}')", id="f-string-not-closed"),
    pytest.param(PEOPLE, "print(f\"{'\\n'.join(people)}\")", "print(f\"{chr(10).join(people)}\")", id="f-string-backslash"),
    # Numbers
    pytest.param("", "import datetime\ndatetime.date(2024, 01, 05)", "import datetime\ndatetime.date(2024, 1, 5)", id="leading-zeros"),
    pytest.param("import os", "os.umask(0022)", "os.umask(0o22)", id="mode"),
    pytest.param(PEOPLE, "z = 2x + 3y", "z = 2*x + 3*y", id="product"),
    pytest.param("", "n = 1.000.000", "n = 1_000_000", id="thousands"),
    # Python's own words
    pytest.param("", "class = 'a'\nprint(class)", "class_ = 'a'\nprint(class_)", id="class-name"),
    pytest.param("", "lambda = 0.1\nprint(lambda * 2)", "lambda_ = 0.1\nprint(lambda_ * 2)", id="lambda-name"),
    pytest.param("weights = [1]", "lambda = 0.5\npenalty = lambda * sum(weights)\nf = lambda x: x + lambda", "lambda_ = 0.5\npenalty = lambda_ * sum(weights)\nf = lambda x: x + lambda_", id="lambda-beside-lambdas"),
    pytest.param(FRAME, "df.class.value_counts()", "df[\"class\"].value_counts()", id="column-of-a-reserved-name"),
    pytest.param("", "improt math\nmath.pi", "import math\nmath.pi", id="import-misspelt"),
    pytest.param("", "Import math", "import math", id="capital"),
    pytest.param(PEOPLE, "whlie x < 5:\n    x += 1", "while x < 5:\n    x += 1", id="while-misspelt"),
    pytest.param("", "form math import pi", "from math import pi", id="from-misspelt"),
    pytest.param("", "deff f(x):\n    retrun x\nf(1)", "def f(x):\n    return x\nf(1)", id="two-misspelt"),
    pytest.param(PEOPLE, "if x:\n    pass\nesle:\n    pass", "if x:\n    pass\nelse:\n    pass", id="else-misspelt"),
    pytest.param("", "for i ni range(3):\n    print(i)", "for i in range(3):\n    print(i)", id="in-misspelt"),
    pytest.param("", "for i range(3):\n    print(i)", "for i in range(3):\n    print(i)", id="in-left-out"),
    pytest.param("", "for i = range(3):\n    print(i)", "for i in range(3):\n    print(i)", id="in-as-equals"),
    pytest.param("", "import pandas pd\npd.NA", "import pandas as pd\npd.NA", id="as-left-out"),
    pytest.param("", "def f:\n    return 1\nf()", "def f():\n    return 1\nf()", id="no-parameters"),
    pytest.param("", "def add a, b:\n    return a + b\nadd(1, 2)", "def add(a, b):\n    return a + b\nadd(1, 2)", id="parameters"),
    # Imports
    pytest.param("", "import sqrt from math\nsqrt(2)", "from math import sqrt\nsqrt(2)", id="import-from"),
    pytest.param("", "from os import path.join", "from os.path import join", id="import-dotted"),
    pytest.param("", "import 'math'", "import math", id="import-quoted"),
    pytest.param("", "import scikit-learn", "import sklearn", id="import-distribution"),
    pytest.param("", "from math import pi, e,", "from math import pi, e", id="import-comma"),
    # Pasted along
    pytest.param("", "# from the docs\n# or so\n>>> print('a b')\na b\n>>> c = 3", "# from the docs\n# or so\nprint('a b')\n# a b\nc = 3", id="prompts-and-outputs"),
    pytest.param("", "a = 1\nb = 2\nIn [3]: import math", "a = 1\nb = 2\nimport math", id="in-prompt"),
    pytest.param("", "```python\nx = 1\nprint(x)\n```", "x = 1\nprint(x)", id="fences"),
    # Shell
    pytest.param("", "import os\ncd .", "import os\n%cd .", id="cd"),
    pytest.param("", "x = 1\nls -la", "x = 1\n!ls -la", id="ls"),
    pytest.param("", "ls\nx = 1", "!ls\nx = 1", id="ls-alone"),
    pytest.param("", "echo hello there\nx = 1", "!echo hello there\nx = 1", id="echo"),
    pytest.param("pi = 3", ">> a = pi\n>> print(a)", "a = pi\nprint(a)", id="two-angles"),
    pytest.param("", "columns = [\n    'a',\n    'b',\n\nn = len(columns)", "columns = [\n    'a',\n    'b',\n]\n\nn = len(columns)", id="list-over-lines"),
    pytest.param(PEOPLE, "for p in people:\n\nprint(p)", "for p in people:\n\n    print(p)", id="blank-line-before-the-body"),
    # Magics and text
    pytest.param(PEOPLE, "%time x = 1\nfiles = !ls\nprint('é', x", "%time x = 1\nfiles = !ls\nprint('é', x)", id="below-magics"),
    pytest.param(PEOPLE, "%%time\nprint(x", "%%time\nprint(x)", id="in-time"),
    pytest.param(PEOPLE, "print(\"größe: 3 €\", x y)", "print(\"größe: 3 €\", x, y)", id="non-ascii"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), MENDED)
def test_the_first_proposal_is_what_was_meant(mended, setup: str, source: str, expected: str | None) -> None:
    assert mended(setup, source) == expected


def test_a_function_that_waits_is_made_async_and_waited_for(cells) -> None:
    source = "import asyncio\ndef load():\n    await asyncio.sleep(0)\n    return 1\nprint(load())"
    expected = source.replace("def", "async def").replace("print(load", "print(await load")
    assert cells.first_that_runs("", source) == expected


LEFT_ALONE = [
    pytest.param("", "%%bash\nfor f in *; do echo \"$f", id="another-language"),
    pytest.param("", "%%nosuchmagic\nSELECT a FROM (b", id="unknown-magic"),
    pytest.param("", "eval('1 +')", id="error-in-evaluated-text"),
    pytest.param("", "import json\njson.loads('{')", id="error-of-another-kind"),
    pytest.param("", "def scale(values):\n    # divide\n\nprint(scale([1]))", id="body-still-to-be-written"),
    pytest.param("", "total = ", id="nothing-assigned"),
    pytest.param("", "select name from people where age > 3", id="a-query"),
    pytest.param("", "please sort the table by price and show me the first ten rows", id="prose"),
    pytest.param("", "x = 3 +\ny = 4", id="operand-left-out"),
    pytest.param("", "break", id="break-outside"),
    pytest.param("", "a\0b = (", id="nul"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_what_cannot_be_known_has_no_proposal(mended, setup: str, source: str) -> None:
    assert mended(setup, source) is None


def test_an_install_is_named_and_said_to_be_one(cells) -> None:
    source = "pip3 install -q requests 'rich>=13'  # twice\nimport math"
    proposed = cells.candidates("", source)
    assert [each.after for each in proposed] == [source.replace("pip3", "%pip")]
    assert proposed[0].installs == "requests rich>=13"


def test_candidates_compile_further_than_the_cell_did(cells) -> None:
    for source in ("x = (1,\ny = [2\nz = 3", "if x = 1\n  print 'a'\n else:\n\tprint b", "f(a b c\n'd"):
        before = find_slip(source)
        for candidate in cells.candidates("", source):
            after = find_slip(candidate.after)
            assert before is not None
            assert after is None or after.left(candidate.after) < before.left(source)


@pytest.mark.parametrize(
    "source",
    ["f(" + "a b " * 20_000, "(" * 5_000, "[1,\n" * 3_000, "'" * 9_999, '"""' + "x = 1\n" * 9_999, " " * 9_999 + "x = (", "x = '\ud800' ("],
)  # fmt: skip
def test_monstrous_cells_are_survived(source: str) -> None:
    error = CellError(name="SyntaxError", message="invalid syntax")
    cell = Cell(cell_id="a", source=source)
    for rule in SYNTAX_RULES:
        assert len(rule.candidates(cell, error, Notebook(path="a.ipynb", cells=[cell]))) <= MOST_CANDIDATES


def test_a_slip_in_the_middle_of_two_thousand_lines_is_mended() -> None:
    lines = [f"value_{at} = max({at}, 'text'.count('t'))" for at in range(2_000)]
    lines[1_000] = "print(max(1, 2)"
    cell = Cell(cell_id="a", source="\n".join(lines))
    error = CellError(name="SyntaxError", message="'(' was never closed")
    proposed = ClosingBracket().candidates(cell, error, Notebook(path="a.ipynb", cells=[cell]))
    lines[1_000] = "print(max(1, 2))"
    assert proposed[0].after == "\n".join(lines)
