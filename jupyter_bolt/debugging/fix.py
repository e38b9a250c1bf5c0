"""Find a fix for a failing cell that was seen to run."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from ..notebooks.cells import Cell, Notebook
from ..services import Kernel, Services
from ..trials.evidence import CellError, Evidence, TrialLimits
from ..trials.trial import ASKED_ABOVE_S, Trial
from .explain.explain import explain
from .findings import Findings
from .judging.ranking import Ranking
from .model.asking import Asking
from .outcome import outcome_of
from .request import FixResponse, FixStep
from .rules.trees import kept_trees
from .search import Attempt, Search

RUNS_NOW = "The cell runs as it is. Run it again."
FAILED_TOO = "The cell failed with what the model proposed, too."
RUNNING = "Running the cell as it is"
WAITS = f"{RUNNING}, as soon as other replays have ended"
NOTHING_NEW = "What the model proposed had been tried already, or only hides the error."


@dataclass(frozen=True)
class FixOptions:
    """How a fix is looked for."""

    limits: TrialLimits
    replay_s: float = ASKED_ABOVE_S
    ask_model: bool | None = None
    """Whether a model is asked: always, never, or where no rule has a fix."""
    send_values: bool = False


async def find_fixes(
    notebook: Notebook, cell_id: str, *, kernel: Kernel | None, services: Services, options: FixOptions
) -> FixResponse:
    """Try the cell as it is, then what the rules propose, then what a model does, and keep what ran.

    Raises `CellNotFound`, `AmbiguousCell`, `Invalid` for a cell that is not code, `KernelUnavailable`.
    """
    cell = notebook.code_cell(cell_id)
    _tell_running(services, False)
    trial = Trial(
        notebook,
        cell_id,
        cell.source,
        limits=options.limits,
        replay_s=options.replay_s,
        plain=True,
        waits=partial(_tell_running, services),
    )
    shown = await services.trials.run(kernel, trial)
    match shown.outcome:
        case "ran":
            return FixResponse(outcome="runs_now", message=RUNS_NOW, evidence=shown)
        case "not_tried":
            message = f"The cell could not be tried: {shown.reason or 'no reason was given'}."
            return FixResponse(outcome="not_tried", message=message, evidence=shown)
        case "failed":
            if shown.error is None:
                message = f"The cell was ended: {shown.reason or 'it crashed'}. No rule knows a fix for that."
                return FixResponse(outcome="no_candidate", message=message, evidence=shown)
            fixing = _Fixing(notebook, cell, kernel, services, options)
            with kept_trees():
                return await fixing.run(shown, shown.error)
        case _:
            assert_never(shown.outcome)


def _tell_running(services: Services, waits: bool) -> None:
    step = FixStep(step="waiting", message=WAITS) if waits else FixStep(step="running", message=RUNNING)
    services.progress.tell(step)


class _Fixing:
    """One cell's error on its way to proposals."""

    def __init__(
        self,
        notebook: Notebook,
        cell: Cell,
        kernel: Kernel | None,
        services: Services,
        options: FixOptions,
    ) -> None:
        self._notebook = notebook
        self._cell = cell
        self._services = services
        self._options = options
        self._findings = Findings(notebook, cell, services)
        self._search = Search(
            notebook,
            cell,
            kernel=kernel,
            services=services,
            limits=options.limits,
            replay_s=options.replay_s,
            found=self._findings.tell,
        )
        self._ranking = Ranking(notebook, cell, kernel=kernel, services=services, limits=options.limits)

    async def run(self, shown: Evidence, error: CellError) -> FixResponse:
        ran = await self._search.run(error)
        model_error, is_asked = None, self._is_model_asked(ran)
        if is_asked:
            more, model_error = await self._ask(error)
            ran = [*ran, *more]
        ranked = await self._ranking.ranked(ran)
        response = outcome_of(self._search, ranked, self._findings, shown, error, model_error=model_error)
        explanation = await asyncio.to_thread(explain, error, self._notebook, self._cell)
        models = self._services.models
        can_ask = models.name if models and not is_asked and not self._search.is_too_long else None
        return response.model_copy(update={"explanation": explanation, "can_ask": can_ask})

    def _is_model_asked(self, ran: list[Attempt]) -> bool:
        if self._search.is_too_long:
            return False  # What comes back could not be looked at.
        if self._options.ask_model is not None:
            return self._options.ask_model
        return self._services.models is not None and not ran and not self._search.untried

    async def _ask(self, error: CellError) -> tuple[list[Attempt], str | None]:
        """What ran of a model's answers, or why nothing did. Cancelling ends requests and trials."""
        asking = Asking(
            self._notebook, self._cell, error, services=self._services, values=self._options.send_values
        )
        before = self._search.tried
        async with aclosing(asking.candidates(list(self._search.attempts))) as candidates:
            ran = await self._search.run_proposed(error, candidates)
        if ran:
            return ran, None
        tried = self._search.tried - before
        return [], asking.failure or (FAILED_TOO if tried else NOTHING_NEW)
