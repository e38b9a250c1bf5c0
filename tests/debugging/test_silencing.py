"""A change that only hides the error is no fix; a real one is not refused."""

from __future__ import annotations

import pytest

from jupyter_bolt.debugging.judging.silencing import silenced_by
from jupyter_bolt.notebooks.cells import Cell
from jupyter_bolt.trials.evidence import CellError

from .conftest import Cells

MEAN = "total = df['pric'].mean()\nprint(total)"
FRAME = (
    "import pandas as pd\ndf = pd.DataFrame({'price': [1.5, 2.5], 'label': ['1', 'x']})\nd = {'length': 3}"
)

SILENCED = [
    (MEAN, "try:\n    total = df['pric'].mean()\n    print(total)\nexcept:\n    pass", "caught"),
    (MEAN, "try:\n    total = df['pric'].mean()\nexcept KeyError as e:\n    print(e)\n    total = 0\nprint(total)", "caught"),
    (MEAN, "try:\n    total = df['pric'].mean()\nexcept (KeyError, TypeError):\n    total = None", "caught"),
    (MEAN, "from contextlib import suppress\nwith suppress(KeyError):\n    total = df['pric'].mean()", "suppressed"),
    (MEAN, "# total = df['pric'].mean()\nprint(1)", "left out"),
    (MEAN, "", "left out"),
    (MEAN, "pass", "left out"),
    (MEAN, "total = 0\nprint(total)", "constant"),
    (MEAN, "total = float('nan')\nprint(total)", "constant"),
    (MEAN, "total = pd.Series().mean() if False else 2.0\nprint(total)", ""),
    (MEAN, "if 'pric' in df:\n    total = df['pric'].mean()\n    print(total)", "behind"),
    (MEAN, "if False:\n    total = df['pric'].mean()\n    print(total)", "behind"),
    ("for i in range(len(df)):\n    d[i]", "for i in range(0):\n    d[i]", "behind"),
    (MEAN, "exit()\ntotal = df['pric'].mean()\nprint(total)", "ends the cell"),
    (MEAN, "raise SystemExit()\ntotal = df['pric'].mean()", "ends the cell"),
    (MEAN, "total = df.get('pric', 0)\nprint(total)", "default"),
    ("d['lenght'] + 1", "d.get('lenght', 0) + 1", "default"),
    ("d.lenght", "getattr(d, 'lenght', None)", "default"),
    ("df['label'].astype(float).sum()", "df['label'].astype(object).sum()", "object"),
    ("pd.to_numeric(df['label']).sum()", "pd.to_numeric(df['label'], errors='ignore').sum()", "ignored"),
    ("assert d['length'] == 4", "assert True", "constant"),
    ("df = pd.read_csv('no.csv')", "df = pd.DataFrame({'price': [1.5, 2.5]})", "constant"),
    ("assert d['length'] == 4", "d['length']", ""),
    ("def half(x):\n    return x / 0\nhalf(3)", "def half(x):\n    return 0\nhalf(3)", "constant"),
    ("def half(x):\n    return x / 0\nhalf(3)", "from unittest.mock import Mock\nhalf = Mock()\nhalf(3)", "stand-in"),
    ("x = (1 + 2\nprint(x)", "print(3)", "left out"),
    ("def f(x):\n    if x:\n        y = 1\n  return y", "def f(x):\n    if x:\n        y = 1", "left out"),
    ("def f(x):\n    if x:\n        y = 1\n  return y", "def f(x):\n    if x:\n        y = 1\n    pass", "left out"),
    ("y = {\n    'a': 1\n    'b': 2,\n}", "y = {\n    'b': 2,\n}", "left out"),
    ("z = 3\nz.bit_length()\nx = (1", "z = 3\nx = (1)", "left out"),
    ("x = int('a'", "try:\n    x = int('a')\nexcept ValueError:\n    pass", "caught"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "reason"), [each for each in SILENCED if each[2]])
def test_what_only_silences_is_told(cells: Cells, before: str, after: str, reason: str) -> None:
    assert reason in silenced_by(before, after, failure(cells, before))


REAL = [
    ("x = [4, 5]\nfor i in range(len(x)):\n    print(x[i + 1])", "x = [4, 5]\nfor i in range(len(x) - 1):\n    print(x[i + 1])"),
    (MEAN, "total = df['price'].mean()\nprint(total)"),
    (MEAN, "if 'price' in df:\n    total = df['price'].mean()\n    print(total)"),
    ("d['lenght'] + 1", "d['length'] + 1"),
    ("d['lenght'] + 1", "d.get('length', 0) + 1"),
    ("xs = [3, 1].sort()\nxs[0]", "xs = sorted([3, 1])\nxs[0]"),
    ("xs = [3, 1].sort()\nxs[0]", "xs = [3, 1]\nxs.sort()\nxs[0]"),
    ("print(lenght)", "length = len(d)\nprint(length)"),
    ("try:\n    1 / 0\nexcept ValueError:\n    pass", "try:\n    1 / 1\nexcept ValueError:\n    pass"),
    ("n = int('3.5')", "n = int(float('3.5'))"),
    ("x = 007", "x = 7"),
    ("x = (1 + 2\nprint(x)", "x = (1 + 2)\nprint(x)"),
    ("print 'a'", "print('a')"),
    ("for i in range(3)\n    print(i)", "for i in range(3):\n    print(i)"),
    ("if d['length'] = 3:\n    print(d)", "if d['length'] == 3:\n    print(d)"),
    ("open('no.txt').read()", "try:\n    open('no.txt').read()\nexcept FileNotFoundError:\n    open('/dev/null').read()"),
    ("x = 1)\n)\nprint(x)", "x = 1\nprint(x)"),
    ("x = (1\nnot this\nNote: that", "x = (1)"),
    ("def f(x):\n    y = x\n  return y", "def f(x):\n    y = x\n    return y"),
    ("y = sum([1, 2]\nlen(\n'a')", "y = sum([1, 2])\nlen('a')"),
    (">>> x = [3]\nlist([3])\nlist 4\n", "x = [3]\nlist(4)"),
    ("import os; x = (1\nprint(x)", "x = (1)\nprint(x)\nimport os"),
    ("%time\nprint(lenght)", "%time\nprint(d)"),
    ("df.astype(float)", "df.astype({'price': float})"),
    ("import numppy as np\nnp.pi", "import numpy as np\nnp.pi"),
    ("def f(x):\n    return x + 1\nf('3')", "def f(x):\n    return x + 1\nf(3)"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), REAL)
def test_a_real_change_is_not_refused(cells: Cells, before: str, after: str) -> None:
    assert silenced_by(before, after, failure(cells, before)) == ""


DROP = "df = df.drop(columns=['id'])"
IGNORING = "df = df.drop(columns=['id'], errors='ignore')"


@pytest.mark.parametrize(
    ("ran", "refused"),
    [
        ([DROP], False),
        ([f"{DROP}\ndf['total'] = 1", "df = df.sort_values('price')", "df.plot()"], False),
        ([DROP, "df = read("], True),
        ([], True),
        (["df = df.drop(columns=['other'])"], True),
        (["left = df.drop(columns=['id'])"], True),
        ([f"if long:\n    {DROP}"], True),
        ([DROP, "df = pd.read_csv('other.csv')"], True),
        ([DROP, "for df in frames:\n    pass"], True),
    ],
)
def test_a_repeated_drop_may_ignore_what_it_has_dropped(cells: Cells, ran: list[str], refused: bool) -> None:
    assert bool(silenced_by(DROP, IGNORING, failure(cells, DROP), ran=ran)) is refused


def test_a_repeated_drop_may_not_ignore_a_column_that_may_be_misspelt(cells: Cells) -> None:
    drop = "df = df.drop(columns=['pric'])"
    after = "df = df.drop(columns=['pric'], errors='ignore')"
    assert silenced_by(drop, after, failure(cells, drop), ran=[drop]) == "errors are ignored"


def failure(cells: Cells, source: str) -> CellError:
    error = cells.run(FRAME, Cell(cell_id="a", source=source).source)
    assert error is not None
    return error
