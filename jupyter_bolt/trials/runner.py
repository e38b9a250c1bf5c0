"""Try code: in a fork of the live kernel, or replayed where that can't be had."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..inside.request import Cells
from ..sandbox.specs import find_spec
from ..services import Kernel
from .assembly import Obstacle
from .bundle import bundle_for, cells_for
from .evidence import Evidence
from .executor import Executor
from .expected import asking, expected_seconds
from .fork import Forks
from .places import Places
from .trial import Trial
from .unrun import misses_cells_above


class TrialRunner:
    """Runs code without keeping anything of it. `folder` tells where a notebook's kernel runs.

    `places` are those of forks; the executor has its own for replays.
    """

    def __init__(
        self, executor: Executor, folder: Callable[[str], str], places: Places | None = None
    ) -> None:
        self._executor = executor
        self._folder = folder
        self._forks = Forks(places)

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        """Run code as a cell. Cancelling ends it at once."""
        try:
            return await self._fork(kernel, trial)
        except Obstacle as obstacle:
            reason = str(obstacle)
        kernel_name = kernel.kernel_name if kernel is not None else trial.notebook.kernel_name
        evidence = await self._replay(trial, kernel_name)
        evidence.reason = f"{reason}; {evidence.reason}" if evidence.reason else reason
        return evidence

    async def _fork(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        if kernel is None:
            raise Obstacle("no kernel is running")
        if kernel.out_of_reach:
            raise Obstacle(kernel.out_of_reach)
        cells = Cells(list(trial.first), trial.code, list(trial.later), trial.plain)
        evidence = await self._forks.run(kernel, cells, trial.limits)
        if misses_cells_above(evidence, trial.notebook.above(trial.cell_id)):
            raise Obstacle("cells above have not run in this kernel")
        return evidence

    async def _replay(self, trial: Trial, kernel_name: str) -> Evidence:
        """Replay it, unless that is expected to take longer than was asked for, and was not done already."""
        spec = await asyncio.to_thread(find_spec, kernel_name)
        language = spec.language.lower() if spec is not None else trial.notebook.language
        cells = await asyncio.to_thread(cells_for, trial, language=language)
        expected_s = expected_seconds(cells, trial.notebook.cell(trial.cell_id))
        folder = self._folder(trial.notebook.path)
        bundle = await asyncio.to_thread(
            bundle_for, trial, cells, kernel_name=kernel_name, folder=folder, spec=spec
        )
        if expected_s is not None and expected_s > trial.replay_s:
            known = await self._executor.known(bundle)
            evidence = known or Evidence(outcome="not_tried", how="none", reason=asking(expected_s))
            evidence.expected_s = expected_s
            return evidence
        evidence = await self._executor.submit(bundle, above_s=trial.replay_s, waits=trial.waits)
        if evidence.outcome != "not_tried":
            evidence.expected_s = expected_s
        return evidence
