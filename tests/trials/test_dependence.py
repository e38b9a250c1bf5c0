"""Which cells above a cell are run in its replay: all that may matter, and not much else."""

from __future__ import annotations

import random
from typing import Any

import pytest

from jupyter_bolt.trials.dependence.needed import needed_cells

NAMES = "abcdef"
STATEMENTS = [
    "{a} = {n}",
    "{a} = [{n}, [{n}]]",
    "{a} = {{'k': [{n}], {n}: {b}}}",
    "{a} = {b}",
    "{a} = [{b}, {c}]",
    "{a}, {b} = {b}, {c}",
    "{a}.append({n})",
    "{a}[0] = {b}",
    "{a}[1].append({n})",
    "{a}['k'].append({b})",
    "{a} += [{n}]",
    "{a} = len(str({b})) + {n}",
    "{a} = {b}[0]",
    "del {a}",
    "{a} = iter([{n}, {n}, {b}])",
    "{a} = next({b})",
    "{a} = list({b})",
    "{a} = (each for each in [{n}, {b}])",
    "for {a} in [{b}, {c}]: pass",
    "for each in {a}: each.append({n})",
    "for each in {a}: {b} = each",
    "def {a}(): return {b}",
    "def {a}(x): return [x, {n}]",
    "def {a}(x): x.append({n})",
    "def {a}(x, kept=[]):\n    kept.append({n})\n    return kept",
    "def {a}():\n    global {b}\n    {b} = [{n}]",
    "def {a}():\n    t = {b}\n    t.append({n})",
    "{a} = {b}()",
    "{a} = {b}({c})",
    "{a}({b})",
    "{a}()",
    "{a} = lambda: {b}",
    "class {a}:\n    held = [{n}]\n    def add(self, x): self.held.append(x); return self.held",
    "class {a}:\n    def keys(self):\n        {b}.append({n})\n        return []",
    "{a} = {b}(); {a}.add({n})",
    "{a}.keys()",
    "print({a}, {b})",
    "{a} = sorted({b}, key=str)",
    "{a} = [each for each in {b}]",
    "[each.append({n}) for each in {a}]",
    "{a} = list(map({b}, {c}))",
    "{a} = {b} if {c} else {n}",
    "if {a}: {b} = {n}",
    "try:\n    {a}.append({n})\nexcept Exception: {b} = {n}",
    "({a} := [{b}])",
    "import random; random.seed({n})",
    "{a} = random.random()",
    "{a} = [random.randint(0, 9)]",
    "with open({a}, 'w') as {b}: {b}.write('x')",
    "globals()['{a}'] = {n}",
    "match {a}:\n    case [{b}, *rest]: {c} = {n}",
]  # fmt: skip


def random_notebook(seed: int) -> tuple[list[str], str]:
    """Cells that each ran, and one to try after them."""
    pick = random.Random(seed)

    def statement() -> str:
        names = {key: pick.choice(NAMES) for key in "abc"}
        form = pick.choice(STATEMENTS[:-4] if pick.random() < 0.95 else STATEMENTS)
        return form.format(n=pick.randint(0, 3), **names)

    cells = [f"{name} = [[{at}]]" for at, name in enumerate(NAMES)] + ["import random; random.seed(1)"]
    namespace = run(cells)
    assert isinstance(namespace, dict)
    for _ in range(60):
        cell = "\n".join(statement() for _ in range(pick.choice([1, 1, 2])))
        if "open(" not in cell and isinstance(run([*cells, cell]), dict):
            cells.append(cell)
        if len(cells) > 18:
            break
    return cells, pick.choice(
        [*NAMES, "list({0})", "[{0}, {1}]", "{0}()", "{0}.keys()", "random.random()"]
    ).format(*pick.sample(NAMES, 2))


def run(cells: list[str]) -> dict[str, Any] | str:
    """The variables that cells leave, or the error that ends them."""
    namespace: dict[str, Any] = {"__name__": "__main__", "print": lambda *_: None}
    try:
        for cell in cells:
            exec(cell, namespace)
    except Exception as error:  # noqa: BLE001 - whatever a random cell raises
        return f"{type(error).__name__}: {error}"
    return namespace


def shown(cells: list[str], code: str) -> str:
    """What the cell gives after these cells; addresses differ each time."""
    seen = run([*cells, f"result = {code}"])
    return seen if isinstance(seen, str) else plain(seen["result"])


def plain(value: Any, depth: int = 5) -> str:
    if isinstance(value, list | tuple) and depth:
        return f"[{', '.join(plain(each, depth - 1) for each in value)}]"
    if isinstance(value, dict) and depth:
        return f"{{{', '.join(f'{plain(k)}: {plain(v, depth - 1)}' for k, v in value.items())}}}"
    return repr(value) if isinstance(value, int | float | str) else type(value).__name__


SEEDS = 120


def test_a_slice_gives_what_all_cells_give() -> None:
    left_out = 0
    for seed in range(SEEDS):
        cells, code = random_notebook(seed)
        places = needed_cells(cells, [code])
        kept = [cells[place] for place in places]
        assert shown(kept, code) == shown(cells, code), (seed, cells, places, code)
        left_out += len(cells) - len(kept)
    assert left_out > 2 * SEEDS


HEAD = "import os, sys, warnings, re\nimport numpy as np, pandas as pd\nimport matplotlib.pyplot as plt"


@pytest.mark.parametrize(
    ("above", "code", "needed"),
    [
        (["a = 1", "b = 2", "c = a"], "c", [0, 2]),
        (
            ["df = pd.read_csv('f.csv')", "df.head()", "plt.plot(df.x)\nplt.show()", "df['y'] = 1"],
            "df.y",
            [0, 3],
        ),
        (["xs = []", "xs.append(1)", "print(xs, len(xs))", "sum(xs)"], "xs", [0, 1]),
        (["xs = []", "ys = xs", "ys.append(1)", "zs = []"], "xs", [0, 1, 2]),
        (
            ["xs = []", "def add(x): xs.append(x)", "add(1)", "def sub(x): return x - 1", "sub(3)"],
            "xs",
            [0, 1, 2],
        ),
        (["d = {}", "fill(d)", "q = d.keys()"], "d", [0, 1]),
        (["it = open('f')", "for line in it: pass"], "it", [0, 1]),
        (["n = 0", "n += 1", "del n"], "n", [0, 1, 2]),
        (["x = 1", "os.chdir('data')", "y = 1"], "y", [1, 2]),
        (["x = 1", "%cd data", "!touch f", "y = 1"], "y", [1, 2, 3]),
        (["x = 1", "sys.path.insert(0, 'lib')", "pd.options.mode.copy_on_write = True"], "2", [1, 2]),
        (["x = 1", "warnings.filterwarnings('error')", "from os import *"], "2", [0, 1, 2]),
        (["x = 1", "old = np.seterr(all='raise')", "_ = sys.setrecursionlimit(50)"], "2", [1, 2]),
        (
            ["import locale as lc", "x = lc.setlocale(lc.LC_ALL, 'C')", "if lc.setlocale(0): x = 2"],
            "2",
            [0, 1, 2],
        ),
        (["from numpy import seterr as quiet", "x = [quiet(all='ignore')]", "x = quiet"], "2", [0, 1]),
        (
            [
                "def quiet(): return np.seterr(all='ignore')",
                "def main(): quiet()",
                "x = main()",
                "def f(): pass",
                "f()",
            ],
            "2",
            [0, 1, 2],
        ),
        (["a = np.setdiff1d([1], [2])", "d = {}", "b = d.setdefault('k', 1)", "c = set(d)"], "2", []),
        (["a = np.random.rand()", "b = 1", "np.random.seed(0)"], "np.random.rand()", [0, 2]),
        (["x = 1", "exec('y = x')"], "2", [0, 1]),
        (["x = 1", "y = 2"], "In", [0, 1]),
        (["x = 1", "pattern = re.compile('a')"], "pattern", [1]),
        (["x = 1", "df = pd.DataFrame()"], "df.query('a > @x')", [0, 1]),
        (["df = pd.DataFrame()", "df.to_csv('out.csv')", "x = 1"], "pd.read_csv('out.csv')", [0, 1]),
        (["x = 1", "y = (", "z = 1"], "z", [1, 2]),
        (["x = 1", "class A:\n    def head(self): self.x = 1", "a = A()", "a.head()"], "a.x", [1, 2, 3]),
        (["print = 1", "x = 2"], "x", [0, 1]),
        (["length = 1", "other = 2"], "lenght", [0]),
        (["Total = 1", "other = 2"], "print(total + len([]))", [0]),
    ],
)
def test_what_is_needed_and_what_is_not(above: list[str], code: str, needed: list[int]) -> None:
    assert needed_cells([HEAD, *above], [code]) == [0, *(place + 1 for place in needed)]


def test_it_is_quick_and_survives_anything() -> None:
    deep = "x = " + "(" * 500 + ")" * 500
    for code in ("\0", "\ud800", deep, "x = " + "-" * 5000 + "1", "def f(:", ""):
        assert needed_cells([code, "x = 1"], ["x"])[-1] == 1
