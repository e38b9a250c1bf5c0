"""Cells that fail because another cell has not run, and which cells are to be run first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from jupyter_bolt.debugging.capability import fix_cell
from jupyter_bolt.debugging.notebooks import fix_notebooks
from jupyter_bolt.debugging.notebooks_request import FixNotebooksRequest
from jupyter_bolt.debugging.request import FixRequest
from jupyter_bolt.debugging.rules.order import UnrunCell
from jupyter_bolt.notebooks.cells import Cell, Notebook, NotebookRef
from jupyter_bolt.services import Services

FRAME = "import pandas as pd\ndf = pd.DataFrame({'price': [1.5, 3.0], 'rate': [1, 2]})"


def notebook_of(sources: Sequence[str], ran: set[str]) -> Notebook:
    """Cells named by their place, of which these have run."""
    cells = [
        Cell(cell_id=str(at), source=source, executed=str(at) in ran) for at, source in enumerate(sources)
    ]
    return Notebook(path="a.ipynb", cells=cells)


RUN_FIRST = [
    pytest.param(["total = 3", "print(total)"], 1, ["0"], "Run cell 1 first", id="assigned-above"),
    pytest.param(["print(total)", "total = 3"], 0, ["1"], "Run cell 2 before cell 1", id="assigned-below"),
    pytest.param(["def area(x):\n    return x", "area(2)"], 1, ["0"], "Run cell 1 first", id="function"),
    pytest.param(["class Point: pass", "Point()"], 1, ["0"], "Run cell 1 first", id="class"),
    pytest.param(["import numpy as np", "np.zeros(2)"], 1, ["0"], "Run cell 1 first", id="import"),
    pytest.param(["from math import sqrt as root", "root(2)"], 1, ["0"], "Run cell 1 first", id="import-as"),
    pytest.param(["for row in [1, 2]:\n    pass", "print(row)"], 1, ["0"], "Run cell 1 first", id="for"),
    pytest.param(["import io\nwith io.StringIO() as file:\n    pass", "file"], 1, ["0"], "Run cell 1 first", id="with"),
    pytest.param(["(count := 4)", "count"], 1, ["0"], "Run cell 1 first", id="walrus"),
    pytest.param(["%%time\ntotal = 3", "print(total)"], 1, ["0"], "Run cell 1 first", id="below-a-cell-magic"),
    pytest.param(["%precision 3\ntotal = 3", "print(total)"], 1, ["0"], "Run cell 1 first", id="below-a-line-magic"),
    pytest.param(["a, (total, b) = 1, (2, 3)", "print(total)"], 1, ["0"], "Run cell 1 first", id="unpacked"),
    pytest.param(["x = 1", "y = x + 1", "z = y + 1", "print(z)"], 3, ["0", "1", "2"], "Run cells 1, 2 and 3 first", id="chain"),
    pytest.param(["#ran\nx = 1", "y = x + 1", "print(y)"], 2, ["1"], "Run cell 2 first", id="what-ran-is-left"),
    pytest.param(["total = 1", "total = 2", "print(total)"], 2, ["1"], "Run cell 2 first", id="nearest-above"),
    pytest.param(["one = 1", "two = 2", "print(one + two)"], 2, ["0", "1"], "Run cells 1 and 2 first", id="all-that-it-lacks"),
    pytest.param(["rate = 3", "def taxed(x):\n    return x * rate", "taxed(2)"], 2, ["0", "1"], "Run cells 1 and 2 first", id="needed-in-a-body"),
    pytest.param(["data = [1]", "squares = [each * each for each in data]", "squares"], 2, ["0", "1"], "Run cells 1 and 2 first", id="needed-in-a-comprehension"),
    pytest.param(["print(total)", "total = 1\ntotal += 1"], 0, ["1"], "Run cell 2 before cell 1", id="made-before-it-is-added-to"),
    pytest.param([FRAME, "df['ratio'] = df.price / df.rate", "df['ratio'].sum()"], 2, ["1"], "Run cell 2 first", id="column"),
    pytest.param([FRAME, "df.loc[:, 'ratio'] = 1", "df.ratio.sum()"], 2, ["1"], "Run cell 2 first", id="column-attribute"),
    pytest.param([FRAME, "df = df.assign(ratio=1)", "df.groupby('ratio').size()"], 2, ["1"], "Run cell 2 first", id="assign"),
    pytest.param(["settings = {}", "settings['depth'] = 3", "settings['depth']"], 2, ["1"], "Run cell 2 first", id="key"),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "failing", "first", "title"), RUN_FIRST)
def test_the_cells_that_make_what_is_missing_run_first(
    cells, sources: list[str], failing: int, first: list[str], title: str
) -> None:
    ran = {"0"} if FRAME in sources or "settings = {}" in sources or sources[0].startswith("#ran") else set()
    setup = sources[0] if ran else ""
    error = cells.run(setup, sources[failing])
    assert error is not None
    notebook = notebook_of(sources, ran)
    (candidate,) = UnrunCell().candidates(notebook.cells[failing], error, notebook)
    assert (list(candidate.first), candidate.title) == (first, title)
    assert candidate.after == sources[failing]
    before = [setup, *(notebook.cell(each).source.removeprefix("%%time\n") for each in first)]
    assert cells.run("\n".join(before), sources[failing]) is None


NOTHING_FIRST = [
    pytest.param(["#ran\ntotal = 3\ndel total", "print(total)"], 1, id="it-ran"),
    pytest.param(["# total = 3", "print(total)"], 1, id="only-a-comment"),
    pytest.param(["text = 'total = 3'", "print(total)"], 1, id="only-text"),
    pytest.param(["def f():\n    total = 3", "print(total)"], 1, id="only-a-local"),
    pytest.param(["[total for total in range(3)]", "print(total)"], 1, id="only-in-a-comprehension"),
    pytest.param(["print(total)", "total = total + 1"], 0, id="needs-itself"),
    pytest.param(["area = total * 2\nprint(later)", "later = area"], 0, id="a-circle"),
    pytest.param(["for i in range(3):\n    pass", "print(i)"], 1, id="a-short-counter"),
    pytest.param(["totals = 3", "print(total)"], 1, id="another-name"),
    pytest.param(["%%bash\ntotal=3", "print(total)"], 1, id="another-language"),
    pytest.param(["total = (", "print(total)"], 1, id="not-python"),
    pytest.param(["d = {}", "e['depth'] = 3", "d['depth']"], 2, id="key-of-another"),
    pytest.param(["x = 1", "1 / 0"], 1, id="another-error"),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "failing"), NOTHING_FIRST)
def test_no_cell_is_run_first_where_none_is_missing(cells, sources: list[str], failing: int) -> None:
    setup = "d = {}" if sources[0] == "d = {}" else ""
    setup += "\ntotal = 1" if "area" in sources[0] else ""
    error = cells.run(setup, sources[failing])
    assert error is not None
    notebook = notebook_of(sources, {"0"} if sources[0].startswith("#ran") else set())
    assert list(UnrunCell().candidates(notebook.cells[failing], error, notebook)) == []


async def test_a_cell_run_out_of_order_is_shown_to_run_after_the_other(services: Services) -> None:
    async with services.kernels.start(
        kernel_name="python3", folder=services.notebooks.folder("a.ipynb")
    ) as kernel:
        kernel.client.execute("length = 6")
        await kernel.client.get_shell_msg(timeout=60)
        cells = [
            Cell(cell_id="a", source="length = 6", executed=True),
            Cell(cell_id="b", source="area = length * 7"),
            Cell(cell_id="c", source="print(area)"),
        ]
        request = FixRequest(
            notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="c", kernel_id=kernel.kernel_id
        )
        response = await fix_cell.run(request, services)
    assert response.outcome == "fixed", response.message
    proposal = response.proposals[0]
    assert (proposal.first, proposal.title) == (["b"], "Run cell 2 first")
    assert proposal.evidence.how == "fork", proposal.evidence.reason
    assert "42" in str(proposal.evidence.outputs)


async def test_a_cell_that_stands_too_low_is_named_and_nothing_is_written(
    services: Services, write_notebook: Callable[..., Path]
) -> None:
    path = write_notebook("rate = 3", "print(total * rate)", "total = 14")
    before = path.read_bytes()
    answer = await fix_notebooks.run(FixNotebooksRequest(paths=["work.ipynb"], apply=True), services)
    (response,) = answer.notebooks
    assert (response.outcome, response.applied) == ("fixed", False)
    text = response.to_text()
    assert "Run cell 3 before cell 2" in text
    assert "Move what runs first above cell 2" in text
    assert path.read_bytes() == before


async def test_an_installation_is_shown_and_not_tried(
    services: Services, write_notebook: Callable[..., Path]
) -> None:
    path = write_notebook("import cv2")
    before = path.read_bytes()
    answer = await fix_notebooks.run(FixNotebooksRequest(paths=["work.ipynb"], apply=True), services)
    (response,) = answer.notebooks
    assert response.fix is not None
    assert (response.outcome, answer.exit_code, response.applied) == ("not_fixed", 1, False)
    assert (response.fix.outcome, response.fix.tried) == ("untried", 0)
    assert response.fix.proposals[0].evidence.outcome == "not_tried"
    assert "was not tried: installing `opencv-python` needs the network" in response.message
    assert "Only what was tried is written into it" in response.to_text()
    assert path.read_bytes() == before
