"""Cells that are run before the tried one belong to the trial; those run after it only show whether they still run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.trials import cell_run
from jupyter_bolt.trials.assembly import Report
from jupyter_bolt.trials.cell_run import CellRun, Reply
from jupyter_bolt.trials.evidence import Evidence, LaterError, TrialLimits
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

from .conftest import LIMITS, LiveKernel, printed

Try = Callable[..., Awaitable[Evidence]]
QUICK = TrialLimits(time_s=2)


@pytest.fixture(params=["fork", "replay"])
def attempt(request: pytest.FixtureRequest, jp_environ: None, folder: Path) -> Try:
    """Tries a cell among others, in either way."""
    live: LiveKernel | None = request.getfixturevalue("live") if request.param == "fork" else None
    runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))

    async def run(
        code: str,
        *,
        first: Sequence[str] = (),
        later: Sequence[str] = (),
        limits: TrialLimits = LIMITS,
    ) -> Evidence:
        notebook = Notebook(path="n.ipynb", cells=[Cell(cell_id="c", source=code)])
        trial = Trial(notebook, "c", code, limits=limits, first=tuple(first), later=tuple(later))
        evidence = await runner.run(live.connection if live else None, trial)
        assert evidence.how in (request.param, "none"), evidence
        return evidence

    return run


async def test_what_is_run_first_is_there_and_its_changes_are_the_trials(attempt: Try) -> None:
    first = [
        "import os\nx = [1]\nprint('unheard')\nos.system('echo unheard too')",
        "open('f', 'w').write('1'); x",
    ]
    evidence = await attempt("x.append(2); y = 3; print(x)\nopen('g', 'w').write('1')", first=first)
    assert (evidence.outcome, evidence.error) == ("ran", None)
    assert printed(evidence) == "[1, 2]\n"
    assert {(each.name, each.change) for each in evidence.variables} == {
        ("os", "made"),
        ("x", "made"),
        ("y", "made"),
    }
    assert sorted(each.path for each in evidence.files) == ["f", "g"]
    assert evidence.later is None


async def test_only_the_cells_own_time_is_told_of_a_fork(live: LiveKernel) -> None:
    clock = "import time; now = time.perf_counter(); time.perf_counter = lambda: now; now += 1000"
    evidence = await live.fork("now += 0.001", first=[clock, "now += 1000"], later=["now += 1000"])
    assert evidence.seconds == pytest.approx(0.001)


async def test_only_the_cells_own_time_is_told_of_a_replay(
    jp_environ: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes, now, execute = {"first": 1000.0, "cell": 0.001, "later": 1000.0}, 0.0, CellRun.execute

    async def advance(self: CellRun, code: str, report: Report) -> Reply:
        nonlocal now
        reply = await execute(self, code, report)
        now += takes[code.removeprefix("# ")]
        return reply

    monkeypatch.setattr(CellRun, "execute", advance)
    monkeypatch.setattr(cell_run, "time", SimpleNamespace(perf_counter=lambda: now))
    notebook = Notebook(path="n.ipynb", cells=[Cell(cell_id="c", source="# cell")])
    trial = Trial(notebook, "c", "# cell", limits=LIMITS, first=("# first",) * 2, later=("# later",))
    evidence = await TrialRunner(LocalExecutor(), lambda _path: str(folder)).run(None, trial)
    assert (evidence.how, evidence.outcome) == ("replay", "ran")
    assert evidence.seconds == pytest.approx(0.001)


async def test_an_error_in_a_first_cell_is_not_mistaken_for_the_cells(attempt: Try) -> None:
    evidence = await attempt(
        "print('not run')", first=["a = 1", "def f():\n    return nme\nf()"], later=["a"]
    )
    assert evidence.outcome == "failed"
    assert evidence.error is not None
    assert evidence.error.name == "NameError"
    assert [(each.file, each.line) for each in evidence.error.frames] == [
        ("first cell", 3),
        ("first cell", 2),
    ]
    assert (evidence.error.facts.name, evidence.error.facts.known) == (None, [])
    assert any("NameError" in line for line in evidence.error.traceback)
    assert (printed(evidence), evidence.later) == ("", None)


async def test_an_error_of_the_cell_has_its_place_and_facts_whatever_ran_first(attempt: Try) -> None:
    evidence = await attempt("\nlenght", first=["length = 1"], later=["1 / 0"])
    assert evidence.error is not None
    assert (evidence.error.facts.name, evidence.error.facts.line) == ("lenght", 2)
    assert [(each.file, each.line) for each in evidence.error.frames] == [("cell", 2)]
    assert "length" in evidence.error.facts.known
    assert evidence.later is None


async def test_the_first_later_cell_that_fails_is_told_and_nothing_else_of_them(attempt: Try) -> None:
    later = ["print('unheard'); z = 1; open('later', 'w').write('1')", "x['b']", "1 / 0"]
    evidence = await attempt("x = {'a': 1}\nopen('made', 'w').write('1')\nprint('heard')", later=later)
    assert evidence.outcome == "ran", evidence
    assert evidence.later == LaterError(number=1, name="KeyError", message="'b'")
    assert printed(evidence) == "heard\n"
    assert [each.name for each in evidence.variables] == ["x"]
    assert [(each.path, each.change) for each in evidence.files] == [("made", "made")]
    fine = await attempt("x = {'b': 1}", later=later[:2])
    assert (fine.outcome, fine.later) == ("ran", None)


REFUSED = [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "input()",
    "import os; os._exit(3)",
    "import os; os.kill(1, 9)",
    "open('/opt/bolt-was-here', 'w')",
    "import ctypes; ctypes.string_at(0)",
    "bytearray(10**12)",
    "import time; time.sleep(60)",
]
WAYS = [("fork", REFUSED), ("replay", REFUSED[:3])]


@pytest.mark.parametrize(
    ("attempt", "later"), [(how, each) for how, all_of in WAYS for each in all_of], indirect=["attempt"]
)
async def test_what_only_a_trial_refuses_in_a_later_cell_says_nothing(attempt: Try, later: str) -> None:
    evidence = await attempt("x = 1\nopen('made', 'w').write('1')", later=[later, "1 / 0"], limits=QUICK)
    assert (evidence.outcome, evidence.later) == ("ran", None), evidence
    assert [each.path for each in evidence.files] == ["made"]
    assert [each.name for each in evidence.variables] == ["x"]


async def test_first_cells_are_within_the_trials_time_and_walls(attempt: Try) -> None:
    slow = await attempt("x = 1", first=["import time; time.sleep(60)"], limits=QUICK)
    assert (slow.outcome, "ended after 2 s" in slow.reason) == ("failed", True)
    out = await attempt("x = 1", first=["import socket; socket.create_connection(('127.0.0.1', 9))"])
    assert (out.outcome, "reaches out to" in out.reason) == ("not_tried", True)


async def test_a_cell_that_fakes_its_end_hides_nothing_where_nothing_is_run_later(live: LiveKernel) -> None:
    forged = """
import gc, json, os, socket, struct, time
fd = next(o._out for o in gc.get_objects() if type(o).__name__ == "Report" and hasattr(o, "_out"))
body = json.dumps({"kind": "result", "error": None, "seconds": 0.1, "waits": True}).encode()
os.write(fd, struct.pack("!I", len(body)) + body)
time.sleep(0.3)
open("hidden", "w").write("1")
socket.create_connection(("127.0.0.1", 9))
"""
    evidence = await live.fork(forged)
    assert evidence.outcome == "not_tried"
    assert [each.path for each in evidence.files] == ["hidden"]


async def test_nothing_stays_behind_of_later_cells(live: LiveKernel) -> None:
    async with asyncio.timeout(60):
        evidence = await live.fork("x = 1", later=["import subprocess; subprocess.Popen(['sleep', '600'])"])
    assert (evidence.outcome, evidence.later) == ("ran", None)
    assert await live.value("'x' in globals()") == "False"
