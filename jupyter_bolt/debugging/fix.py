"""Find a fix for a failing cell that was seen to run."""

from __future__ import annotations

from typing import assert_never

from ..notebooks.cells import Notebook
from ..proposals.proposal import Proposal
from ..services import Kernel, Services
from ..trials.evidence import CellError, Evidence, TrialLimits
from ..trials.trial import ASKED_ABOVE_S, Trial
from .explain.explain import explain
from .findings import Findings
from .judging.ranking import Ranked, Ranking
from .request import FixResponse, FixStep
from .search import Search

MOST_PROPOSALS = 5
RUNS_NOW = "The cell runs as it is. Run it again."


async def find_fixes(
    notebook: Notebook,
    cell_id: str,
    *,
    kernel: Kernel | None,
    services: Services,
    limits: TrialLimits,
    replay_s: float = ASKED_ABOVE_S,
) -> FixResponse:
    """Try the cell as it is, then what the rules propose, and keep what ran.

    Raises `CellNotFound`, `AmbiguousCell`, `Invalid` for a cell that is not code, `KernelUnavailable`.
    """
    cell = notebook.code_cell(cell_id)
    services.progress.tell(FixStep(message="Running the cell as it is"))
    trial = Trial(notebook, cell_id, cell.source, limits=limits, replay_s=replay_s, plain=True)
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
            findings = Findings(notebook, cell, services)
            search = Search(
                notebook,
                cell,
                kernel=kernel,
                services=services,
                limits=limits,
                replay_s=replay_s,
                found=findings.tell,
            )
            ranking = Ranking(notebook, cell, kernel=kernel, services=services, limits=limits)
            ranked = await ranking.ranked(await search.run(shown.error))
            response = _response(search, ranked, findings, shown, shown.error)
            return response.model_copy(update={"explanation": explain(shown.error, notebook, cell)})
        case _:
            assert_never(shown.outcome)


def _response(
    search: Search, ran: list[Ranked], findings: Findings, shown: Evidence, error: CellError
) -> FixResponse:
    proposals = [*map(findings.ranked, ran), *map(findings.proposal, search.untried)][:MOST_PROPOSALS]
    if ran:
        outcome, message = "fixed", _fixed(proposals[0])
    elif proposals:
        outcome = "untried"
        message = f"{proposals[0].title} was not tried: {proposals[0].evidence.reason}."
    elif search.tried:
        outcome, message = "none_ran", _none_ran(search.tried, error)
    else:
        outcome, message = "no_candidate", _no_candidate(error)
    return FixResponse(
        outcome=outcome, message=message, error=error, proposals=proposals, tried=search.tried, evidence=shown
    )


def _fixed(proposal: Proposal) -> str:
    how = "the cell ran after that" if proposal.first else "the cell ran with this change"
    return f"{proposal.title}: {how}."


def _none_ran(tried: int, error: CellError) -> str:
    changes = "One change was" if tried == 1 else f"{tried} changes were"
    return (
        f"{changes} tried for this {error.name}, and the cell failed with {'it' if tried == 1 else 'each'}."
    )


def _no_candidate(error: CellError) -> str:
    if error.facts.name and error.facts.known:
        return f"There is nothing like `{error.facts.name}` that could be meant: no change was tried."
    return f"No rule knows a fix for this {error.name}: no change was tried."
