"""An error in plain words: what, where, with which values, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_bolt.debugging.capability import explain_error
from jupyter_bolt.debugging.explain.explain import explain
from jupyter_bolt.debugging.explain.explanation import Explanation
from jupyter_bolt.debugging.explain.kinds import ANY, kind_of
from jupyter_bolt.debugging.request import ExplainRequest
from jupyter_bolt.errors import Invalid
from jupyter_bolt.notebooks.cells import Cell, Notebook, NotebookRef
from jupyter_bolt.services import Services

from .conftest import Cells

FRAME = (
    "import pandas as pd\ndf = pd.DataFrame({'price': [1.5, 2.5]})\nn = '3'\nxs = [3, 1].sort()\nempty = []"
)


def explained(cells: Cells, source: str, *, setup: str = FRAME, below: str = "") -> Explanation:
    error = cells.run(setup, source)
    assert error is not None
    failing = Cell(cell_id="b", source=source)
    others = [Cell(cell_id="c", source=below)] if below else []
    notebook = Notebook(
        path="a.ipynb", cells=[Cell(cell_id="a", source=setup, executed=True), failing, *others]
    )
    return explain(error, notebook, failing)


@pytest.mark.parametrize(
    ("source", "what", "cause"),
    [
        ("print(pric)", "`pric` has no value here.", ""),
        ("print(empy)", "`empy` has no value here.", "misspelt: there is `empty`."),
        ("df['pric'] * 2", "`df` (DataFrame) has no column `pric`.", "misspelt: there is `price`."),
        ("sizes = {'length': 1}\nsizes['lenght']", "`sizes` (dict) has no key `lenght`.", "misspelt: there is `length`."),
        ("df.pricee", "`df` (DataFrame) has no `pricee`.", "misspelt: there is `price`."),
        ("xs.append(4)", "`xs` is None, and None has no `append`.", "cell 1 has `xs = [3, 1].sort()`, and what works in place"),
        ("xs[0]", "TypeError: 'NoneType' object is not subscriptable", "`xs` is None here"),
        ("n + 4", 'TypeError: can only concatenate str (not "int") to str', "`n` is text here, '3'"),
        ("empty[0]", "IndexError: list index out of range", "`empty` is empty here (0 items)."),
        ("import no_such_module_here", "There is no module `no_such_module_here`", "not installed for this kernel"),
        ("from math import squareroot", "`math` has no `squareroot` that could be imported.", ""),
    ],
)  # fmt: skip
def test_the_error_is_said_with_its_likely_cause(cells: Cells, source: str, what: str, cause: str) -> None:
    explanation = explained(cells, source)
    assert explanation.what.startswith(what)
    assert cause in explanation.cause
    assert bool(cause) == bool(explanation.cause)


def test_the_place_names_the_line_the_function_and_what_was_called(cells: Cells) -> None:
    inside = explained(cells, "def half(x):\n    return x / 0\n\nhalf(3)")
    assert (inside.line, inside.where) == (2, "Line 2, in `half`: return x / 0")
    assert explained(cells, "1\ndf['pric']").where == "Line 2: df['pric'] (raised inside pandas)"
    assert explained(cells, "import json\njson.loads('x')").where.endswith(
        "(raised inside Python's own library)"
    )


def test_an_error_in_a_file_of_the_project_is_placed_there(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "prices_of_mine.py").write_text("def mean(xs):\n    return sum(xs) / len(xs)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    explanation = explained(cells, "import prices_of_mine\nprices_of_mine.mean([])")
    assert explanation.where.endswith("(raised in prices_of_mine.py, line 2: return sum(xs) / len(xs))")


def test_the_values_and_the_cells_that_made_them_are_told(cells: Cells) -> None:
    explanation = explained(cells, "n = n.strip()\ntotal = df['price'].sum() + n")
    assert [(each.source, each.type) for each in explanation.values][-1] == ("n", "str")
    assert explanation.values[0].size == "2 rows × 1 columns"
    made = {each.name: (each.cell_number, each.line, each.text) for each in explanation.made_by}
    assert made["n"] == (2, 1, "n = n.strip()")
    assert made["df"] == (1, 2, "df = pd.DataFrame({'price': [1.5, 2.5]})")


def test_a_cell_that_has_not_run_is_named(cells: Cells) -> None:
    explanation = explained(cells, "print(ratio)", below="ratio = 3\nprint(ratio)")
    assert explanation.cause == "Cell 3 defines `ratio`, but has not run."


def test_hostile_errors_are_explained_within_bounds(cells: Cells) -> None:
    source = "class Error(Exception):\n    def __str__(self): return '\\ud800' * 10**7\nraise Error"
    explanation = explained(cells, source)
    assert explanation.kind == kind_of("Error") == ANY
    assert len(explanation.what) < 300


async def test_a_cell_is_run_in_a_copy_to_be_explained(services: Services, folder: Path) -> None:
    cells = [Cell(cell_id="a", source="x = 1"), Cell(cell_id="b", source="open('made', 'w')\nx / 0")]
    reference = NotebookRef(path="a.ipynb", cells=cells)
    response = await explain_error.run(ExplainRequest(notebook=reference, cell_id="b"), services)
    assert response.outcome == "explained"
    assert response.explanation is not None
    assert response.explanation.where == "Line 2: x / 0"
    assert not (folder / "made").exists()
    runs = await explain_error.run(ExplainRequest(notebook=reference, cell_id="a"), services)
    assert (runs.outcome, runs.explanation) == ("runs_now", None)


async def test_only_code_is_explained(services: Services) -> None:
    cells = [Cell(cell_id="a", cell_type="markdown", source="# A")]
    with pytest.raises(Invalid):
        await explain_error.run(
            ExplainRequest(notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="a"), services
        )
