"""Try code: in a fork of the live kernel, or replayed where that can't be had."""

from __future__ import annotations

from collections.abc import Callable

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
        notebook = trial.notebook
        if kernel is not None:
            notebook = notebook.model_copy(update={"kernel_name": kernel.kernel_name})
        try:
            return await self._fork(kernel, trial)
        except Obstacle as obstacle:
            reason = str(obstacle)
        bundle = bundle_for(
            notebook, trial.cell_id, trial.code, folder=self._folder(notebook.path), limits=trial.limits
        )
        return await self._executor.submit(bundle, reason=reason)

    async def _fork(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        if kernel is None:
            raise Obstacle("no kernel is running")
        evidence = await self._forks.run(kernel, trial.code, trial.limits)
        if misses_cells_above(evidence, trial.notebook.above(trial.cell_id)):
            raise Obstacle("cells above have not run in this kernel")
        return evidence
