"""What the administrator allows holds for every trial."""

from __future__ import annotations

import pytest

from jupyter_bolt.notebooks.cells import Notebook
from jupyter_bolt.services import Kernel
from jupyter_bolt.trials.bounds import BoundedTrials
from jupyter_bolt.trials.evidence import Evidence, TrialLimits
from jupyter_bolt.trials.trial import Trial

RAN = Evidence(outcome="ran", how="fork")
NOTEBOOK = Notebook(path="a.ipynb", cells=[])


class RecordingTrials:
    """Keeps the trials that it was given."""

    def __init__(self, shown: Evidence) -> None:
        self.shown = shown
        self.trials: list[Trial] = []

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        self.trials.append(trial)
        return self.shown


@pytest.mark.parametrize(("asked", "given"), [(30.0, 10.0), (3.0, 3.0), (500.0, 10.0)])
async def test_a_limit_is_the_lower_of_the_two(asked: float, given: float) -> None:
    inner = RecordingTrials(RAN)
    trials = BoundedTrials(inner, most=TrialLimits(time_s=10), replay_s=10)
    await trials.run(None, Trial(NOTEBOOK, "c", "1", limits=TrialLimits(time_s=asked), replay_s=asked))
    assert inner.trials[0].limits.time_s == given
    assert inner.trials[0].replay_s == given


@pytest.mark.parametrize(
    ("expected_s", "offered_s", "reason"),
    [(60.0, 60.0, "long"), (61.0, None, "long; this server allows 60 s")],
)
async def test_a_replay_that_would_be_refused_again_is_not_offered(
    expected_s: float, offered_s: float | None, reason: str
) -> None:
    refused = Evidence(outcome="not_tried", how="none", reason="long", expected_s=expected_s)
    trials = BoundedTrials(RecordingTrials(refused), most=TrialLimits(), replay_s=60)
    evidence = await trials.run(None, Trial(NOTEBOOK, "c", "1"))
    assert (evidence.expected_s, evidence.reason) == (offered_s, reason)
