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
    (MEAN, "total = pd.Series().mean() if False else 2.0\nprint(total)", "never holds"),
    (MEAN, "total = 2.0 * 0 + (df['price'].mean() - df['price'].mean())", "constant"),
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
    ("assert d['length'] == 4", "d['length']", "check that failed"),
    ("assert d['length'] == 4", "assert d['length'] == 4 or True", "check that failed"),
    ("assert d['length'] == 4", "assert (d['length'] == 4, 'four')", "check that failed"),
    ("df = pd.read_csv('no.csv')", "df = pd.DataFrame({'price': [1.5, 2.5]})", "constant"),
    ("def half(x):\n    return x / 0\nhalf(3)", "def half(x):\n    return 0\nhalf(3)", "constant"),
    ("def half(x):\n    return x / 0\nhalf(3)", "from unittest.mock import Mock\nhalf = Mock()\nhalf(3)", "stand-in"),
    ("x = (1 + 2\nprint(x)", "print(3)", "left out"),
    ("def f(x):\n    if x:\n        y = 1\n  return y", "def f(x):\n    if x:\n        y = 1", "left out"),
    ("def f(x):\n    if x:\n        y = 1\n  return y", "def f(x):\n    if x:\n        y = 1\n    pass", "left out"),
    ("y = {\n    'a': 1\n    'b': 2,\n}", "y = {\n    'b': 2,\n}", "left out"),
    ("z = 3\nz.bit_length()\nx = (1", "z = 3\nx = (1)", "left out"),
    ("raw = record['price']\nraw * 0.9", "raw = 0\nraw * 0.9", "constant"),
    ("x = note", "x = None", "constant"),
    ("x = df.nann", "x = float('nan')", "constant"),
    ("x = pi * total", "x = 3.14 * 0", "constant"),
    ("x = lenght", "x = 3", "constant"),
    ("x = lenght", "x = 'lenght'", "constant"),
    ("import numpy as np\nx = np.Inf", "import numpy as np\nx = 0", "constant"),
    ("x = int('a'", "try:\n    x = int('a')\nexcept ValueError:\n    pass", "caught"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "reason"), SILENCED)
def test_what_only_silences_is_told(cells: Cells, before: str, after: str, reason: str) -> None:
    assert reason in silenced_by(before, after, failure(cells, before))


X = "x = df['pric']"
WORDS = "rows = [{'a': 1}, {'a': 2, 'b': 3}]\ntexts = ['1', 'x']\n"

PUT_BEHIND = [
    (X, "x = df['pric'] if 'pric' in df else None", "`if 'pric' in df`"),
    (X, "x = None if 'pric' not in df else df['pric']", "`if 'pric' not in df`"),
    (X, "x = df['pric'] if 'pric' in df else pd.Series(dtype=float)", "`if 'pric' in df`"),
    (X, "x = df['pric'].sum() if 'pric' in df else 0", "`if 'pric' in df`"),
    (X, "x = df.loc[:, 'pric'] if 'pric' in df else None", "`if 'pric' in df`"),
    (X, "if 'pric' in df:\n    x = df['pric'] + 1", "`if 'pric' in df`"),
    (X, "x = 'pric' in df and df['pric']", "`and 'pric' in df`"),
    (X, "x = 'pric' not in df or df['pric']", "`or 'pric' not in df`"),
    ("if df['pric'].any():\n    x = 1", "if 'pric' in df and df['pric'].any():\n    x = 1", "`and 'pric' in df`"),
    ("é = 'é'; x = df['pric']", "é = 'é'; x = df['pric'] if 'pric' in df else None", "`if 'pric' in df`"),
    (X, "def main():\n    x = df['pric']", "`def main`"),
    (X, "def main():\n    x = df['pric']\nrun = main", "`def main`"),
    (X, "def main():\n    x = df['pric']\nif len(df) > 9:\n    main()", "`if len(df) > 9`"),
    (X, "def main():\n    yield df['pric']\nmain()", "`def main`"),
    (X, "async def main():\n    x = df['pric']\nmain()", "`def main`"),
    (X, "class Work:\n    def run(self):\n        x = df['pric']\nWork()", "`def run`"),
    (X, "f = lambda: df['pric']", "`lambda`"),
    (X, "x = lambda: df['pric']\nprint(x)", "into a function"),
    (X, "x = (df['pric'] for _ in [1])", "a generator that nothing asks"),
    (X, "x = [df['pric'] for _ in ()]", "never holds"),
    (X, "x = [df['pric'] for _ in df.index[:0]]", "`for df.index[:0]`"),
    (X, "x = df['pric'] if False else len(df)", "never holds"),
    (X, "while False:\n    x = df['pric']", "never holds"),
    (X, "while 'pric' in df:\n    x = df['pric']\n    break", "behind"),
    (X, "match 'pric' in df:\n    case True:\n        x = df['pric']", "`case True`"),
    (X, "match 'pric' in df:\n    case True:\n        x = df['pric'].mean()", "`match 'pric' in df`"),
    (X, "def get():\n    return None\n    return df['pric']\nx = get()", "`return`"),
    (X, "def get():\n    if 'pric' not in df:\n        return None\n    return df['pric']\nx = get()", "`if 'pric' not in df`"),
    (WORDS + "for r in rows:\n    r['b']", WORDS + "for r in rows:\n    r['b'] if 'b' in r else None", "`if 'b' in r`"),
    (WORDS + "for r in rows:\n    r['b']", WORDS + "for r in rows:\n    if 'b' not in r:\n        continue\n    r['b']", "`if 'b' not in r`"),
    ("for t in [1]:\n    df['pric']", "for t in [1]:\n    if len(df) < 9:\n        continue\n    df['pric']", "`if len(df) < 9`"),
    (WORDS + "for r in rows:\n    r['b']", WORDS + "for r in rows:\n    if 'b' in r:\n        r['b']", "`if 'b' in r`"),
    (WORDS + "for r in rows:\n    r.size", WORDS + "for r in rows:\n    if hasattr(r, 'size'):\n        r.size", "`if hasattr(r, 'size')`"),
    ("for t in [1]:\n    print(totl)", "for t in [1]:\n    if 'totl' in globals():\n        print(totl)", "`if 'totl' in globals()`"),
    ("for t in [1]:\n    df['pric']", "for t in [1]:\n    if len(df) > 9:\n        df['pric']", "`if len(df) > 9`"),
    ("for t in [1]:\n    df['pric']", "if len(df) > 9:\n    for t in [1]:\n        df['pric']", "`if len(df) > 9"),
    ("for t in [1]:\n    df['pric']", "for t in [1]:\n    if False:\n        df['pric']", "never holds"),
    ("for t in [1]:\n    df['pric']", "for t in [1]:\n    if t is None:\n        def f():\n            df['pric']", "behind"),
    ("for t in [1]:\n    if t:\n        df['pric']", "for t in [1]:\n    if len(df) > 9:\n        df['pric']", "`if len(df) > 9"),
    ("df['pric']", "for t in [1]:\n    if t > 1:\n        df['pric']", "behind"),
    ("for t in [1]:\n    df['pric']", "for t in [1]:\n    continue\n    df['pric']", "`continue`"),
    ("i = 0\nx = int('a')", "i = 0\nwhile i > 0:\n    i += 1\n    x = int('a')", "`while i > 0"),
    (WORDS + "from no import x", WORDS + "def main():\n    from no import x", "`def main`"),
]  # fmt: skip

CAUGHT = [
    (X, "try:\n    x = df['pric']\nexcept KeyError:\n    x = df.iloc[:, 0] * 0", "caught"),
    (X, "try:\n    x = df['pric']\nexcept KeyError:\n    import math\n    x = math.pi", "caught"),
    (X, "try:\n    x = df['pric']\nexcept KeyError:\n    x = pd.Timestamp.now()", "caught"),
    (X, "try:\n    x = df['pric']\nexcept KeyError:\n    x = 'pric' in df", "caught"),
    (X, "try:\n    x = df['pric']\nexcept* KeyError:\n    x = None", "caught"),
    (X, "try:\n    x = df['pric']\nexcept* KeyError:\n    x = __import__('math').pi", "caught"),
    (X, "with __import__('contextlib').suppress(KeyError):\n    x = df['pric']", "suppressed"),
    (X, "from contextlib import suppress as quiet\nwith quiet(KeyError):\n    x = df['pric']", "suppressed"),
    (X, "import contextlib as c\nquiet = c.suppress\nwith quiet(KeyError):\n    x = df['pric']", "suppressed"),
    (X, "import contextlib\nwith getattr(contextlib, 'suppress')(KeyError):\n    x = df['pric']", "suppressed"),
    (X, "class Quiet:\n    def __enter__(self): ...\n    def __exit__(self, *_): return True\nwith Quiet():\n    x = df['pric']", "suppressed"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "reason"), [*PUT_BEHIND, *CAUGHT])
def test_what_keeps_the_failing_expression_from_counting_is_told(
    cells: Cells, before: str, after: str, reason: str
) -> None:
    assert reason in silenced_by(before, after, failure(cells, before))


NUMPY = "import math, numpy as np\n"
CONSTANTS = [
    (NUMPY + "p = math.PI", NUMPY + "p = math.pi"),
    (NUMPY + "p = math.pii", NUMPY + "p = math.pi"),
    (NUMPY + "x = 2 * math.Pi", NUMPY + "x = 2 * math.pi"),
    (NUMPY + "x = math.E", NUMPY + "x = math.e"),
    (NUMPY + "x = pi * 4", NUMPY + "x = np.pi * 4"),
    (NUMPY + "x = np.Inf", NUMPY + "x = np.inf"),
    (NUMPY + "x = -np.Inf", NUMPY + "x = -np.inf"),
    (NUMPY + "x = np.PINF", NUMPY + "x = np.inf"),
    (NUMPY + "x = np.NINF", NUMPY + "x = -np.inf"),
    (NUMPY + "x = np.infty", NUMPY + "x = np.inf"),
    (NUMPY + "x = math.infinity", NUMPY + "x = float('inf')"),
    (NUMPY + "x = np.PZERO", NUMPY + "x = 0.0"),
    (NUMPY + "x = np.full(3, np.NaN)", NUMPY + "x = np.full(3, np.nan)"),
    ("flag = true", "flag = True"),
    ("flag = ture", "flag = True"),
    ("x = none", "x = None"),
    ("x = {'a': [1, null]}", "x = {'a': [1, None]}"),
    (NUMPY + "x = np.array([1], dtype=np.object)", NUMPY + "x = np.array([1], dtype=object)"),
    (NUMPY + "x = df['label'].astype(np.object)", NUMPY + "x = df['label'].astype(object)"),
]  # fmt: skip

EACH = "for w in ['a', None]:\n"
TURNS = "for t in ['1', 'x']:\n"

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
    (X, "x = df['pric'] if 'pric' in df else df['price']"),
    (X, "try:\n    x = df['pric']\nexcept KeyError:\n    x = df['price']"),
    (X, "if 'pric' not in df:\n    df['pric'] = df['price']\nx = df['pric']"),
    (X, "if 'pric' not in df:\n    raise ValueError('no prices')\nx = df['pric']"),
    (X, "def get(frame):\n    frame['pric'] = frame['price']\n    return frame\ndf = get(df)\nx = df['pric']"),
    (X, "def main():\n    df['pric'] = df['price']\n    return df['pric']\nx = main()"),
    (WORDS + "x = [int(t) for t in texts]", WORDS + "x = [int(t) if t.isdigit() else None for t in texts]"),
    (WORDS + "x = [int(t) for t in texts]", WORDS + "x = [int(t) for t in texts if t.isdigit()]"),
    (WORDS + "for t in texts:\n    int(t)", WORDS + "bad = []\nfor t in texts:\n    try:\n        int(t)\n    except ValueError:\n        bad.append(t)"),
    (WORDS + "i = 0\nwhile texts[i] != 'q':\n    i += 1", WORDS + "i = 0\nwhile i < len(texts) and texts[i] != 'q':\n    i += 1"),
    (WORDS + "print([t])", WORDS + "print([t for t in texts])"),
    ("def part(n):\n    return 1 / n\nprint(part(0))", "def part(n):\n    return 1 / n if n else 0.0\nprint(part(0))"),
    ("def part(n):\n    if n < 0:\n        return 0\n    return 1 / n\npart('a')", "def part(n, m=1):\n    if n < m:\n        return 0\n    return 1 / n\npart(2)"),
    ("df['label'].astype(float)", "df['label'].apply(lambda v: float(v) if v.isdigit() else None)"),
    ("import numppy", "try:\n    import numppy\nexcept ImportError:\n    import numpy as numppy"),
    ("x = pd.read_csv('no.csv')", "try:\n    x = pd.read_csv('no.csv')\nexcept FileNotFoundError:\n    x = pd.read_json('yes.json')"),
    ("assert 0.1 + 0.2 == 0.3", "import math\nassert math.isclose(0.1 + 0.2, 0.3)"),
    ("assert 0.1 + 0.2 == 0.3", "import numpy as np\nnp.testing.assert_allclose(0.1 + 0.2, 0.3)"),
    ("class Box:\n    @property\n    def size(self):\n        return self.size\nBox().size", "class Box:\n    @property\n    def size(self):\n        return self._size\n    def __init__(self):\n        self._size = 1\nBox().size"),
    (EACH + "    print(w.upper())", EACH + "    if w is None:\n        continue\n    print(w.upper())"),
    (EACH + "    print(w.upper())", EACH + "    if w is not None:\n        print(w.upper())"),
    (EACH + "    print(w.upper())", EACH + "    if w is None:\n        pass\n    else:\n        print(w.upper())"),
    (EACH + "    print(w.upper())", EACH + "    if w is not None:\n        if w.islower():\n            print(w.upper())"),
    ("print([w.upper() for w in ['a', None]])", "print([w.upper() for w in ['a', None] if w is not None])"),
    ("ends = []\nfor a in ['a@b', 'c']:\n    ends.append(a.split('@')[1])", "ends = []\nfor a in ['a@b', 'c']:\n    if '@' in a:\n        ends.append(a.split('@')[1])"),
    (EACH + "    int(w or 'x')", EACH + "    w = w or 'x'\n    if not w.isdigit():\n        continue\n    int(w)"),
    (TURNS + "    int(t)", TURNS + "    if not t.isdigit():\n        continue\n    int(t)"),
    (TURNS + "    a, b = t.split()", TURNS + "    parts = t.split()\n    if len(parts) != 2:\n        continue\n    a, b = parts"),
    (TURNS + "    parts = t.split()\n    a, b = parts", TURNS + "    parts = t.split()\n    if len(parts) != 2:\n        continue\n    a, b = parts"),
    ("for i, t in enumerate(['n', '1']):\n    int(t)", "for i, t in enumerate(['n', '1']):\n    if i == 0:\n        continue\n    int(t)"),
    ("import os\nfor p in ['no.txt']:\n    open(p)", "import os\nfor p in ['no.txt']:\n    if not os.path.exists(p):\n        continue\n    open(p)"),
    ("xs = [4]\nfor i in range(9):\n    print(xs[i])", "xs = [4]\nfor i in range(9):\n    if i >= len(xs):\n        break\n    print(xs[i])"),
    ("xs, i = [4], 0\nwhile True:\n    print(xs[i])\n    i += 1", "xs, i = [4], 0\nwhile True:\n    if i >= len(xs):\n        break\n    print(xs[i])\n    i += 1"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [*REAL, *CONSTANTS])
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
