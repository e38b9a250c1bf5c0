"""Where a fork can't be had, the cells above and the cell run in a fresh, confined kernel."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

import pytest

from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.sandbox.remote_kernel import RemoteKernel
from jupyter_bolt.trials.evidence import Evidence, TrialLimits
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

from .conftest import LiveKernel, all_gone, children_of, printed

ABOVE = "import os\nx = [1]\nopen('above.txt', 'w').write('1')"


def notebook(code: str, *, above: str = ABOVE, executed: bool = False) -> Notebook:
    """Cells `a`, `b` with the code, and `c`, which fails."""
    cells = [
        Cell(cell_id="a", source=above, executed=executed),
        Cell(cell_id="b", source=code),
        Cell(cell_id="c", source="1/0"),
    ]
    return Notebook(path="n.ipynb", cells=cells)


async def replay(
    folder: Path,
    code: str,
    *,
    above: str = ABOVE,
    executed: bool = False,
    kernel: object = None,
    time_s: float = 20,
    replay_s: float = 60,
) -> Evidence:
    runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))
    asked = notebook(code, above=above, executed=executed)
    trial = Trial(asked, "b", code, limits=TrialLimits(time_s=time_s), replay_s=replay_s)
    return await runner.run(kernel, trial)  # type: ignore[arg-type]


async def test_it_shows_what_a_fork_would(jp_environ: None, folder: Path) -> None:
    evidence = await replay(folder, "x.append(2); y = 3; print(x)\nopen('made.txt', 'w').write('12')")
    assert (evidence.outcome, evidence.how, evidence.reason) == ("ran", "replay", "no kernel is running")
    assert printed(evidence) == "[1, 2]\n"
    assert {(each.name, each.change) for each in evidence.variables} == {("x", "changed"), ("y", "made")}
    assert [(each.path, each.change) for each in evidence.files] == [("made.txt", "made")]
    assert os.listdir(folder) == []


async def test_it_leaves_no_folder_of_its_own(
    jp_environ: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "t"
    own.mkdir()
    monkeypatch.setenv("TMPDIR", str(own))
    monkeypatch.setattr(tempfile, "tempdir", None)
    done = await asyncio.gather(*(replay(folder, f"x, {number}") for number in range(4)))
    assert {each.outcome for each in done} == {"ran"}
    assert not [each for each in os.listdir(own) if each.startswith(("jupyter-bolt-", "jb-"))]


async def test_an_error_has_its_facts(jp_environ: None, folder: Path) -> None:
    evidence = await replay(folder, "xx")
    assert evidence.error is not None
    assert (evidence.error.name, evidence.error.facts.name) == ("NameError", "xx")
    assert "x" in evidence.error.facts.known


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        ("import os; os._exit(3)", "failed", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "failed", "SIGSEGV"),
        ("import time; time.sleep(60)", "failed", "ended after 2 s"),
        ("input()", "not_tried", "input"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "not_tried", "reaches out to"),
        ("open('/opt/bolt-was-here', 'w')", "not_tried", "/opt/bolt-was-here"),
    ],
)
async def test_what_breaks_it_is_said(
    jp_environ: None, folder: Path, code: str, outcome: str, reason: str
) -> None:
    evidence = await replay(folder, code, time_s=2)
    assert evidence.outcome == outcome, evidence
    assert reason in evidence.reason


async def test_a_cell_above_that_fails_says_so(jp_environ: None, folder: Path) -> None:
    evidence = await replay(folder, "x", above="x = 1/0")
    assert evidence.outcome == "not_tried"
    assert "the 1st cell that it needs failed (ZeroDivisionError)" in evidence.reason


async def test_cells_that_are_not_needed_are_not_run(jp_environ: None, folder: Path) -> None:
    evidence = await replay(folder, "print(1)", above="x = 1 / 0")
    assert (evidence.outcome, printed(evidence)) == ("ran", "1\n")


async def test_cells_of_unknown_time_are_run_for_as_long_as_was_asked(jp_environ: None, folder: Path) -> None:
    evidence = await replay(folder, "x", above="import time; time.sleep(60); x = 1", replay_s=1)
    assert (evidence.outcome, evidence.how) == ("not_tried", "none")
    assert "took more than 1 s; ask for it" in evidence.reason
    assert evidence.expected_s is not None
    assert evidence.expected_s > 1


async def test_what_a_fork_cannot_do_is_replayed_with_the_reason(live: LiveKernel) -> None:
    above = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2); pool.submit(abs, 1).result()"
    await live.run(above)
    evidence = await replay(live.folder, "pool.submit(abs, -2).result()", above=above, kernel=live.connection)
    assert (evidence.outcome, evidence.how) == ("ran", "replay")
    assert "thread" in evidence.reason


async def test_a_cell_whose_cells_above_have_not_run_is_replayed_with_them(live: LiveKernel) -> None:
    evidence = await replay(live.folder, "print(x)", executed=True, kernel=live.connection)
    assert (evidence.outcome, evidence.how) == ("ran", "replay")
    assert evidence.reason == "cells above have not run in this kernel"
    assert printed(evidence) == "[1]\n"
    assert await live.value("'x' in globals()") == "False"
    misspelt = await replay(live.folder, "lenght", above="length = 1", kernel=live.connection)
    assert (misspelt.outcome, misspelt.how) == ("failed", "replay")
    assert misspelt.error is not None
    assert "length" in misspelt.error.facts.known


async def test_a_name_that_a_cell_above_would_make_once_it_runs_is_told_as_missing(live: LiveKernel) -> None:
    evidence = await replay(live.folder, "print(x)", kernel=live.connection)
    assert (evidence.outcome, evidence.how) == ("failed", "fork")


async def test_a_name_that_no_cell_above_makes_is_the_codes_own_failure(live: LiveKernel) -> None:
    evidence = await replay(live.folder, "print(z)", kernel=live.connection)
    assert (evidence.outcome, evidence.how) == ("failed", "fork")


async def test_cancelling_leaves_no_process_and_no_file(
    jp_environ: None, folder: Path, tmp_path: Path
) -> None:
    before = children_of(os.getpid())
    work = asyncio.create_task(replay(folder, "import time; time.sleep(60)"))
    started = time.monotonic()
    while len(children_of(os.getpid())) < len(before) + 3:
        assert time.monotonic() - started < 30
        await asyncio.sleep(0.02)
    await asyncio.sleep(1.5)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await all_gone(os.getpid(), but=before)
    assert os.listdir(folder) == []


async def test_a_kernel_that_is_not_installed_is_not_tried(jp_environ: None, folder: Path) -> None:
    notebook = Notebook(path="n.ipynb", cells=[Cell(cell_id="b", source="1")], kernel_name="no-such-kernel")
    runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))
    evidence = await runner.run(None, Trial(notebook, "b", "1"))
    assert (evidence.outcome, evidence.how) == ("not_tried", "none")
    assert "no-such-kernel" in evidence.reason


@pytest.mark.parametrize(("name", "how"), [("python3", "replay"), ("no-such-kernel", "none")])
async def test_a_kernel_behind_a_gateway_is_replaced_where_there_is_one_of_its_kind(
    jp_environ: None, folder: Path, name: str, how: str
) -> None:
    evidence = await replay(folder, "print(1)", kernel=RemoteKernel("far", name))
    assert evidence.how == how
    assert "gateway" in evidence.reason
    assert (f"no kernel named {name!r}" in evidence.reason) == (how == "none")
