"""Trials within what the administrator allows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .evidence import Evidence, TrialLimits

if TYPE_CHECKING:
    from ..notebooks.cells import Notebook
    from ..services import Kernel, Trials


class BoundedTrials:
    """Runs trials through another runner: never more at once, nor with higher limits, than allowed."""

    def __init__(self, trials: Trials, *, most: TrialLimits, parallel: int) -> None:
        self._trials = trials
        self._most = most
        self._places = asyncio.Semaphore(parallel)

    async def run(
        self,
        kernel: Kernel | None,
        code: str,
        *,
        notebook: Notebook,
        cell_id: str,
        limits: TrialLimits | None = None,
    ) -> Evidence:
        """Run code as this cell as soon as there is a place. Cancelling ends it at once."""
        async with self._places:
            return await self._trials.run(
                kernel, code, notebook=notebook, cell_id=cell_id, limits=self._lower(limits)
            )

    def _lower(self, limits: TrialLimits | None) -> TrialLimits:
        asked = (limits or self._most).model_dump()
        return TrialLimits(**{name: min(asked[name], most) for name, most in self._most})
