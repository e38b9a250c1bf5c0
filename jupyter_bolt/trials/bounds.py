"""Trials within what the administrator allows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from .evidence import Evidence, TrialLimits

if TYPE_CHECKING:
    from ..services import Kernel, Trials
    from .trial import Trial


class BoundedTrials:
    """Runs trials through another runner: never more at once, nor with higher limits, than allowed."""

    def __init__(self, trials: Trials, *, most: TrialLimits, parallel: int) -> None:
        self._trials = trials
        self._most = most
        self._places = asyncio.Semaphore(parallel)

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        """Run code as a cell as soon as there is a place. Cancelling ends it at once."""
        async with self._places:
            return await self._trials.run(kernel, replace(trial, limits=self._lower(trial.limits)))

    def _lower(self, limits: TrialLimits) -> TrialLimits:
        asked = limits.model_dump()
        return TrialLimits(**{name: min(asked[name], most) for name, most in self._most})
