"""`jupyter bolt notebooks fix`, on notebooks that run in kernels of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from jupyter_bolt.debugging.notebooks import fix_notebooks
from jupyter_bolt.debugging.notebooks_request import FixNotebooksRequest, NotebookFix
from jupyter_bolt.errors import CellNotFound, Invalid, NotebookNotFound
from jupyter_bolt.services import Services

Write = Callable[..., Path]


async def fixed(services: Services, **request: object) -> NotebookFix:
    response = await fix_notebooks.run(FixNotebooksRequest(paths=["work.ipynb"], **request), services)
    (notebook,) = response.notebooks
    assert response.exit_code == (notebook.outcome in ("not_fixed", "unreadable"))
    return notebook


async def test_the_first_failing_cell_is_fixed_and_nothing_is_written(
    services: Services, write_notebook: Write
) -> None:
    path = write_notebook("length = 6", "print(lenght * 7)", "also_broken")
    before = path.read_bytes()
    response = await fixed(services)
    assert (response.outcome, response.applied) == ("fixed", False)
    assert (response.cell_id, response.cell_number) == ("b", 2)
    text = response.to_text()
    assert "-print(lenght * 7)\n+print(length * 7)\n" in text
    assert "prints 42" in text
    assert "--apply" in text
    assert path.read_bytes() == before


async def test_apply_writes_the_first_proposal_and_keeps_the_rest(
    services: Services, write_notebook: Write
) -> None:
    path = write_notebook("length = 6", "print(lenght * 7)")
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["old\n"]}]
    content["cells"][1]["metadata"] = {"tags": ["kept"]}
    path.write_text(json.dumps(content))
    response = await fixed(services, apply=True)
    assert response.applied
    assert response.fix is not None
    assert response.fix.proposals[0].status == "accepted"
    cell = nbformat.read(path, 4).cells[1]
    assert cell.source == "print(length * 7)"
    assert cell.outputs[0].text == "old\n"
    assert cell.metadata.tags == ["kept"]
    assert (await fixed(services)).outcome == "nothing_to_fix"


async def test_evidence_is_from_before_the_failed_run(services: Services, write_notebook: Write) -> None:
    write_notebook("items = ['a']", "items.append('b')\nitems.apend('c')\nprint(items)")
    response = await fixed(services)
    assert response.fix is not None
    assert "prints ['a', 'b', 'c']" in response.to_text()


async def test_an_error_that_the_failed_run_hides_is_still_fixed(
    services: Services, write_notebook: Write
) -> None:
    write_notebook("d = {'old': 1, 'length': 2}", "d.pop('old')\nd['lenght']")
    response = await fixed(services)
    assert response.fix is not None
    assert response.fix.proposals[0].edits[0].after == "d.pop('old')\nd['length']"


async def test_what_is_not_fixed_ends_with_one(services: Services, write_notebook: Write) -> None:
    write_notebook("1 / 0")
    response = await fixed(services)
    assert response.outcome == "not_fixed"
    assert "ZeroDivisionError" in response.to_text()


async def test_a_named_cell_is_fixed_without_running_it(
    services: Services, write_notebook: Write, folder: Path
) -> None:
    write_notebook("length = 6", "open('made', 'w').close()\nlenght", "1 / 0")
    response = await fixed(services, cell="b")
    assert response.outcome == "fixed"
    assert not (folder / "made").exists()


async def test_a_failure_above_the_named_cell_is_said(services: Services, write_notebook: Write) -> None:
    write_notebook("1 / 0", "lenght")
    response = await fixed(services, cell="b")
    assert (response.outcome, response.cell_id) == ("not_fixed", "a")
    assert "fix it first" in response.message


@pytest.mark.parametrize("sources", [(), ("",), ("x = 1", "x + 1")])
async def test_a_notebook_that_runs_has_nothing_to_fix(
    services: Services, write_notebook: Write, sources: tuple[str, ...]
) -> None:
    write_notebook(*sources)
    response = await fixed(services)
    assert response.outcome == "nothing_to_fix"


@pytest.mark.parametrize("source", ["import os\nos._exit(3)", "import time\ntime.sleep(60)"])
async def test_a_cell_that_never_answers_is_said(
    services: Services, write_notebook: Write, source: str
) -> None:
    write_notebook(source)
    response = await fixed(services, time_s=3)
    assert response.outcome == "not_fixed"


async def test_a_notebook_that_can_not_be_fixed_says_why(services: Services, write_notebook: Write) -> None:
    write_notebook(
        "x", language_info={"name": "R"}, kernelspec={"name": "ir", "display_name": "R", "language": "R"}
    )
    response = await fixed(services)
    assert (response.outcome, "R" in response.message) == ("not_fixed", True)
    write_notebook("x", kernelspec={"name": "no-such", "display_name": "Gone", "language": "python"})
    response = await fixed(services)
    assert (response.outcome, "no-such" in response.message) == ("not_fixed", True)


async def test_bad_use_is_refused(services: Services, write_notebook: Write, folder: Path) -> None:
    write_notebook("x")
    with pytest.raises(CellNotFound):
        await fixed(services, cell="zz")
    (folder / "other.ipynb").write_bytes((folder / "work.ipynb").read_bytes())
    with pytest.raises(Invalid, match="2 notebooks"):
        await fix_notebooks.run(FixNotebooksRequest(paths=["."], cell="a"), services)
    with pytest.raises(NotebookNotFound):
        await fix_notebooks.run(FixNotebooksRequest(paths=["work.ipynb", "gone.ipynb"]), services)
