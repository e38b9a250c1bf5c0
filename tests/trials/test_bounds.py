"""What the administrator allows holds for every trial."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_bolt.notebooks.cells import Notebook
from jupyter_bolt.services import Kernel
from jupyter_bolt.trials.bounds import BoundedTrials
from jupyter_bolt.trials.evidence import Evidence, TrialLimits
from jupyter_bolt.trials.trial import Trial

NOTEBOOK = Notebook(path="a.ipynb", cells=[])


class RecordingTrials:
    """Keeps the limits that it was given, and waits until it is let go."""

    def __init__(self) -> None:
        self.limits: list[TrialLimits] = []
        self.go = asyncio.Event()

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        self.limits.append(trial.limits)
        await self.go.wait()
        return Evidence(outcome="ran", how="fork")


@pytest.mark.parametrize(("asked", "given"), [(30.0, 10.0), (3.0, 3.0), (500.0, 10.0)])
async def test_a_limit_is_the_lower_of_the_two(asked: float, given: float) -> None:
    inner = RecordingTrials()
    inner.go.set()
    trials = BoundedTrials(inner, most=TrialLimits(time_s=10), parallel=1)
    await trials.run(None, Trial(NOTEBOOK, "c", "1", limits=TrialLimits(time_s=asked)))
    assert inner.limits[0].time_s == given


async def test_trials_wait_for_a_place_and_can_be_cancelled_meanwhile() -> None:
    inner = RecordingTrials()
    trials = BoundedTrials(inner, most=TrialLimits(), parallel=2)
    runs = [asyncio.ensure_future(trials.run(None, Trial(NOTEBOOK, "c", "1"))) for _ in range(4)]
    await asyncio.sleep(0)
    assert len(inner.limits) == 2
    runs[3].cancel()
    inner.go.set()
    await asyncio.gather(*runs[:3])
    assert len(inner.limits) == 3
    assert runs[3].cancelled()
