"""Trials within what the administrator allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .evidence import Evidence, TrialLimits
from .expected import rounded

if TYPE_CHECKING:
    from ..services import Kernel, Trials
    from .trial import Trial


class BoundedTrials:
    """Runs trials through another runner, never with higher limits than allowed.

    `replay_s`: most seconds that the cells above may take in a replay.
    """

    def __init__(self, trials: Trials, *, most: TrialLimits, replay_s: float) -> None:
        self._trials = trials
        self._most = most
        self._replay_s = replay_s

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        """Run code as a cell. Cancelling ends it at once."""
        lowered = replace(
            trial, limits=self._lower(trial.limits), replay_s=min(trial.replay_s, self._replay_s)
        )
        return self._without_vain_hope(await self._trials.run(kernel, lowered))

    def _lower(self, limits: TrialLimits) -> TrialLimits:
        asked = limits.model_dump()
        return TrialLimits(**{name: min(asked[name], most) for name, most in self._most})

    def _without_vain_hope(self, evidence: Evidence) -> Evidence:
        """Don't offer a replay that would be refused again, however long one asks for."""
        expected_s = evidence.expected_s
        if evidence.outcome != "not_tried" or expected_s is None or expected_s <= self._replay_s:
            return evidence
        reason = f"{evidence.reason}; this server allows {rounded(self._replay_s)}"
        return evidence.model_copy(update={"expected_s": None, "reason": reason})
