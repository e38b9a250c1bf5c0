"""The same replay is run once: kept by its content, shared while it runs, ended with the last who waits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.trials import executor, results
from jupyter_bolt.trials.bundle import Bundle
from jupyter_bolt.trials.evidence import CellError, Evidence, StreamOutput, TrialLimits
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.reads import Reads
from jupyter_bolt.trials.replay import Replayed
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

RAN = Evidence(outcome="ran", how="replay", outputs=[StreamOutput(name="stdout", text="1")])
FAILED = Evidence(outcome="failed", how="replay", error=CellError(name="KeyError", message="'a'"))


def bundle(code: str = "1") -> Bundle:
    return Bundle(kernel_name="python3", folder="/", above=[], code=code, limits=TrialLimits())


class Replays:
    """Stands in for replays: says how many there were, and ends them when it is told to."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.reads: Reads | None = Reads(folder="/", paths=[], all=True)
        self.started = self.cancelled = 0
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, _bundle: Bundle, *, above_s: float) -> Replayed:
        self.started += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return Replayed(self.evidence, self.reads)


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch, jp_asyncio_loop: Any) -> Replays:
    made = Replays(RAN)
    monkeypatch.setattr(executor, "replay", made)
    return made


async def test_what_was_seen_is_not_run_again(replays: Replays) -> None:
    runs = LocalExecutor()
    first = await runs.submit(bundle(), above_s=10)
    first.reason = "changed by whoever has it"
    assert await runs.submit(bundle(), above_s=99) == RAN
    assert replays.started == 1
    await runs.submit(bundle("2"), above_s=10)
    assert replays.started == 2


@pytest.mark.parametrize(
    ("evidence", "kept"),
    [
        (FAILED, True),
        (Evidence(outcome="not_tried", how="none", reason="it asks for input"), False),
        (Evidence(outcome="failed", how="replay", reason="ended after 2 s"), False),
        (Evidence(outcome="failed", how="replay", reason="ended: it used too much memory"), False),
        (FAILED.model_copy(update={"error": CellError(name="MemoryError", message="")}), False),
    ],
)
async def test_only_what_comes_of_the_code_is_kept(replays: Replays, evidence: Evidence, kept: bool) -> None:
    replays.evidence = evidence
    runs = LocalExecutor()
    for _ in range(2):
        await runs.submit(bundle(), above_s=10)
    assert replays.started == (1 if kept else 2)


async def test_old_results_make_room(replays: Replays, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST", 2)
    runs = LocalExecutor()
    for code in ("1", "2", "1", "3", "1", "2"):
        await runs.submit(bundle(code), above_s=10)
    assert replays.started == 4
    monkeypatch.setattr(results, "MOST_BYTES", 10)
    for _ in range(2):
        await runs.submit(bundle("4"), above_s=10)
    assert replays.started == 6


async def test_a_random_result_is_kept_for_a_fix_only(
    replays: Replays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "CHANGING_KEPT_S", -1.0)
    runs = LocalExecutor()
    for code in ("import random; random.random()", "import random; random.random()", "1", "1"):
        await runs.submit(bundle(code), above_s=10)
    assert replays.started == 3


async def test_the_same_replay_is_shared_and_outlives_who_gives_up(replays: Replays) -> None:
    replays.go.clear()
    runs = LocalExecutor()
    waiting = [asyncio.ensure_future(runs.submit(bundle(), above_s=10)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.wait({waiting[0]})
    assert (replays.started, replays.cancelled) == (1, 0)
    replays.go.set()
    assert [await each for each in waiting[1:]] == [RAN, RAN]
    assert waiting[1].result() is not waiting[2].result()


async def test_it_ends_with_the_last_who_waits_and_can_be_begun_again(replays: Replays) -> None:
    replays.go.clear()
    runs = LocalExecutor()
    waiting = [asyncio.ensure_future(runs.submit(bundle(), above_s=10)) for _ in range(2)]
    await asyncio.sleep(0)
    for each in waiting:
        each.cancel()
    await asyncio.wait(waiting)
    assert (replays.started, replays.cancelled) == (1, 1)
    replays.go.set()
    assert await runs.submit(bundle(), above_s=10) == RAN


def notebook(*seconds: float | None) -> Notebook:
    cells = [Cell(cell_id=str(at), source=f"x{at} = {at}", seconds=each) for at, each in enumerate(seconds)]
    return Notebook(path="n.ipynb", cells=[*cells, Cell(cell_id="c", source="x0 + x1")])


@pytest.mark.parametrize(
    ("seconds", "replay_s", "expected_s"),
    [
        ((1.0, 2.0, 500.0), 10.0, 4.5),
        ((1.0, None, 0.0), 10.0, None),
        ((20.0, 18.5), 60.0, 40.0),
        ((), 10.0, 1.5),
    ],
)
async def test_a_replay_says_what_was_expected(
    replays: Replays,
    folder: Path,
    seconds: tuple[float | None, ...],
    replay_s: float,
    expected_s: float | None,
) -> None:
    runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))
    evidence = await runner.run(None, Trial(notebook(*seconds), "c", "x0 + x1", replay_s=replay_s))
    assert (evidence.outcome, evidence.expected_s) == ("ran", expected_s)
    assert evidence.reason == "no kernel is running"


async def test_a_long_replay_waits_to_be_asked_for(replays: Replays, folder: Path) -> None:
    runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))
    trial = Trial(notebook(20.0, 18.5), "c", "x0 + x1")
    evidence = await runner.run(None, trial)
    assert (evidence.outcome, evidence.how, evidence.expected_s) == ("not_tried", "none", 40.0)
    assert evidence.reason == "no kernel is running; a replay is expected to take about 40 s"
    assert replays.started == 0
    assert (await runner.run(None, replace(trial, replay_s=60))).outcome == "ran"
    known = await runner.run(None, trial)
    assert (known.outcome, known.expected_s, replays.started) == ("ran", 40.0, 1)
