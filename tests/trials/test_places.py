"""Forks and replays have places of their own, and long replays never all of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from jupyter_bolt.trials import executor
from jupyter_bolt.trials.bundle import Bundle
from jupyter_bolt.trials.evidence import Evidence, TrialLimits
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.places import Places
from jupyter_bolt.trials.replay import Replayed
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

from .conftest import LiveKernel
from .test_replay import notebook

SHORT, LONG = 10.0, 3600.0


class Replays:
    """Stands in for replays: each takes until it is let go."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.go = asyncio.Event()

    async def __call__(self, bundle: Bundle, *, above_s: float) -> Replayed:
        self.running.append(bundle.code)
        try:
            await self.go.wait()
        finally:
            self.running.remove(bundle.code)
        return Replayed(Evidence(outcome="ran", how="replay"))


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> Replays:
    made = Replays()
    monkeypatch.setattr(executor, "replay", made)
    return made


def bundle(code: str) -> Bundle:
    return Bundle(kernel_name="python3", folder="/", above=[], code=code, limits=TrialLimits())


async def turn(times: int = 10) -> None:
    """Let everything that is ready run."""
    for _ in range(times):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("parallel", "asked_s", "running"),
    [
        (1, [LONG, LONG, SHORT, SHORT], "02"),
        (2, [SHORT, SHORT, SHORT], "01"),
        (8, [LONG, LONG, LONG, LONG, SHORT], "0124"),
    ],
)
async def test_a_short_replay_does_not_wait_for_long_ones_alone(
    replays: Replays, parallel: int, asked_s: Sequence[float], running: str
) -> None:
    runs, waited, had_waited = LocalExecutor(Places(parallel)), [], []

    def note(at: int, waits: bool) -> None:
        (waited if waits else had_waited).append(str(at))

    work = []
    for at, above_s in enumerate(asked_s):
        waits = partial(note, at)
        work.append(asyncio.ensure_future(runs.submit(bundle(str(at)), above_s=above_s, waits=waits)))
        await turn()
    assert "".join(replays.running) == running
    assert sorted({*running, *waited}) == [str(at) for at in range(len(asked_s))]
    work[-1].cancel()
    replays.go.set()
    await asyncio.gather(*work[:-1])
    assert (replays.running, work[-1].cancelled()) == ([], True)
    assert sorted(had_waited) == [each for each in waited if each != str(len(asked_s) - 1)]


async def test_what_is_known_waits_for_no_place(replays: Replays) -> None:
    runs = LocalExecutor(Places(1))
    replays.go.set()
    await runs.submit(bundle("known"), above_s=SHORT)
    replays.go.clear()
    others = [asyncio.ensure_future(runs.submit(bundle(each), above_s=SHORT)) for each in "ab"]
    await turn()
    assert (await runs.submit(bundle("known"), above_s=SHORT)).outcome == "ran"
    replays.go.set()
    await asyncio.gather(*others)


async def test_a_fork_never_waits_for_a_replay(live: LiveKernel, replays: Replays, folder: Path) -> None:
    places = Places(1)
    runner = TrialRunner(LocalExecutor(places), lambda _path: str(folder), places)
    waiting = [
        asyncio.ensure_future(runner.run(None, Trial(notebook(code), "b", code, replay_s=LONG)))
        for code in "123"
    ]
    forked = await runner.run(live.connection, Trial(notebook("1"), "b", "1"))
    assert (forked.outcome, forked.how) == ("ran", "fork")
    replays.go.set()
    assert {(await each).how for each in waiting} == {"replay"}


async def test_forks_run_side_by_side_in_their_places_only(live: LiveKernel, folder: Path) -> None:
    places = Places(1)
    runner = TrialRunner(LocalExecutor(places), lambda _path: str(folder), places)
    trial = Trial(notebook("1"), "b", "1")
    assert (await runner.run(live.connection, trial)).how == "fork"  # what is set up once holds no place
    await places.forks.acquire()
    forks = [asyncio.ensure_future(runner.run(live.connection, trial)) for _ in "12"]
    while len(places.forks._waiters or ()) < len(forks):
        await asyncio.sleep(0.01)
    forks[0].cancel()
    places.forks.release()
    assert (await forks[1]).how == "fork"
