"""Which of the candidates that ran is shown first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...notebooks.cells import Cell, Notebook
from ...services import Kernel, Services
from ...trials.evidence import Evidence, LaterError, TrialLimits
from ...trials.trial import Trial
from ..search import Attempt
from .change_size import change_size
from .diagnostics import new_diagnostics
from .later import later_cells

MOST_RANKED = 5
MOST_REPLAY_S = 5.0
"""A replay that is expected to take longer, or did, is not run a second time for the cells below."""


@dataclass(frozen=True)
class Ranked:
    """An attempt, and what speaks against it beside what it showed itself."""

    attempt: Attempt
    breaks: str = ""
    diagnostics: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What the user is told, in short sentences."""
        return [note for note in (self.breaks, *self.diagnostics) if note]


class Ranking:
    """Ranks what ran: later cells still run, no new diagnostics, smallest change."""

    def __init__(
        self,
        notebook: Notebook,
        cell: Cell,
        *,
        kernel: Kernel | None,
        services: Services,
        limits: TrialLimits,
    ) -> None:
        self._notebook = notebook
        self._cell = cell
        self._kernel = kernel
        self._services = services
        self._limits = limits
        self._places = asyncio.Semaphore(max(1, services.parallel))

    async def ranked(self, ran: Sequence[Attempt]) -> list[Ranked]:
        """The best of what ran, best first. Cells below that ran before are run after each in a copy."""
        looked_at = await asyncio.to_thread(self._look_at, ran)
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._judge(each)) for each in looked_at]
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        judged = [task.result() for task in tasks]
        # The smallest come first already, and sorting keeps the order of what is equal.
        return sorted(judged, key=lambda each: (bool(each.breaks), len(each.diagnostics)))

    def _look_at(self, ran: Sequence[Attempt]) -> list[tuple[Ranked, list[Cell]]]:
        """The smallest changes, smallest first, with what a linter says of each and the cells it may break."""
        before, cell = self._cell.source, self._cell
        smallest = sorted(ran, key=lambda each: change_size(before, each.candidate.after))[:MOST_RANKED]
        found = []
        for each in smallest:
            after = each.candidate.after
            try:
                diagnostics, later = new_diagnostics(before, after), later_cells(self._notebook, cell, after)
            except RecursionError:  # So deep an expression that nothing can be said of it.
                diagnostics, later = [], []
            found.append((Ranked(each, diagnostics=diagnostics), later))
        return found

    async def _judge(self, looked_at: tuple[Ranked, list[Cell]]) -> Ranked:
        ranked, later = looked_at
        return replace(ranked, breaks=await self._broken(ranked.attempt, later))

    async def _broken(self, attempt: Attempt, later: list[Cell]) -> str:
        """Which cell that ran before fails after this one, or "". A long replay is not run again to see."""
        if not later or _takes_long(attempt.evidence, later):
            return ""
        trial = Trial(
            self._notebook,
            self._cell.cell_id,
            attempt.candidate.after,
            limits=self._limits,
            replay_s=MOST_REPLAY_S,
            plain=True,
            first=tuple(self._notebook.cell(each).source for each in attempt.candidate.first),
            later=tuple(each.source for each in later),
        )
        async with self._places:
            seen = await self._services.trials.run(self._kernel, trial)
        return self._say(seen.later, later)

    def _say(self, failed: LaterError | None, later: list[Cell]) -> str:
        if failed is None or failed.number >= len(later):
            return ""
        number = self._notebook.cells.index(later[failed.number]) + 1
        return f"Cell {number}, which ran before, fails after it ({failed.name})."


def _takes_long(evidence: Evidence, later: list[Cell]) -> bool:
    """Whether running this again, and the cells below, takes long: a fork starts where a replay has to get first."""
    if evidence.how == "fork":
        return False
    seen_s = evidence.seconds + evidence.overhead_s if evidence.expected_s is None else evidence.expected_s
    return seen_s + sum(cell.seconds or 0.0 for cell in later) > MOST_REPLAY_S
