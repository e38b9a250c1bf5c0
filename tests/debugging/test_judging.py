"""What ran is ranked by what else it would break."""

from __future__ import annotations

import pytest

from jupyter_bolt.debugging.judging.diagnostics import new_diagnostics
from jupyter_bolt.debugging.judging.later import later_cells
from jupyter_bolt.debugging.judging.sameness import normal_form
from jupyter_bolt.notebooks.cells import Cell, Notebook


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("print(x)", "print(y)", []),
        ("print(x)", "import os\nprint(x)", ["'os' imported but unused"]),
        ("import os\nprint(x)", "import os\nprint(y)", []),
        ("def f():\n    return x", "def f():\n    y = 2\n    return x", ["local variable 'y' is assigned to but never used"]),
        ("x = (1", "x = (1)", []),
        ("%time\nprint(x)", "%time\nprint(x is 3)", ["use ==/!= to compare constant literals (str, bytes, int, float, tuple)"]),
    ],
)  # fmt: skip
def test_only_new_diagnostics_count(before: str, after: str, told: list[str]) -> None:
    assert new_diagnostics(before, after) == told


def test_later_cells_are_those_that_ran_and_use_what_the_cell_makes() -> None:
    sources = [
        "total = 1",
        "print(total)",
        "print(other)",
        "df['a'] = 1",
        "del xs[0]\ndf.plot()",
        "print(df, xs)",
    ]
    cells = [Cell(cell_id=str(at), source=source, executed=True) for at, source in enumerate(sources)]
    notebook = Notebook(path="a.ipynb", cells=cells)

    def numbers(at: int) -> list[str]:
        return [each.cell_id for each in later_cells(notebook, cells[at], cells[at].source)]

    assert numbers(0) == ["1"]
    assert numbers(3) == ["4", "5"]
    assert numbers(4) == ["5"]
    assert numbers(2) == []
    unrun = notebook.model_copy(
        update={"cells": [each.model_copy(update={"executed": False}) for each in cells]}
    )
    assert later_cells(unrun, unrun.cells[0], "total = 1") == []


def test_spaces_and_comments_make_no_other_candidate() -> None:
    assert normal_form("f( 1 )  # one") == normal_form("f(1)")
    assert normal_form("f(1)") != normal_form("f(2)")
    assert normal_form("%magic x ") == normal_form("%magic x")
