"""Try code: in a fork of the live kernel, or replayed where that can't be had."""

from __future__ import annotations

from collections.abc import Callable

from ..inside.request import Cells
from ..services import Kernel
from .assembly import Obstacle
from .bundle import bundle_for
from .evidence import Evidence
from .executor import Executor
from .fork import Forks
from .trial import Trial
from .unrun import misses_cells_above


class TrialRunner:
    """Runs code without keeping anything of it. `folder` tells where a notebook's kernel runs."""

    def __init__(self, executor: Executor, folder: Callable[[str], str]) -> None:
        self._executor = executor
        self._folder = folder
        self._forks = Forks()

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        """Run code as a cell. Cancelling ends it at once."""
        try:
            return await self._fork(kernel, trial)
        except Obstacle as obstacle:
            reason = str(obstacle)
        kernel_name = kernel.kernel_name if kernel is not None else trial.notebook.kernel_name
        bundle = bundle_for(trial, kernel_name=kernel_name, folder=self._folder(trial.notebook.path))
        return await self._executor.submit(bundle, reason=reason)

    async def _fork(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        if kernel is None:
            raise Obstacle("no kernel is running")
        cells = Cells(list(trial.first), trial.code, list(trial.later), trial.plain)
        evidence = await self._forks.run(kernel, cells, trial.limits)
        if misses_cells_above(evidence, trial.notebook.above(trial.cell_id)):
            raise Obstacle("cells above have not run in this kernel")
        return evidence
