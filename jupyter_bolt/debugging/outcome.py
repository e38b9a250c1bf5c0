"""What a search came to, in one answer."""

from __future__ import annotations

from ..errors import BoltError
from ..proposals.proposal import Proposal
from ..trials.evidence import CellError, Evidence
from .findings import Findings
from .judging.ranking import Ranked
from .request import FixResponse
from .rules.cell_code import MOST_CHARACTERS
from .search import Attempt, Search

MOST_PROPOSALS = 5
TOO_LONG = (
    f"Rules look at cells of up to {MOST_CHARACTERS:,} characters, and this one is longer: no change was tried. "
    "Put its data into a file or a cell of their own."
)


def outcome_of(
    search: Search,
    ran: list[Ranked],
    findings: Findings,
    shown: Evidence,
    error: CellError,
    *,
    model_error: str | None,
) -> FixResponse:
    """Put together what the user hears: the best proposals, or why there are none."""
    fixes, breaking = [each for each in ran if not each.breaks], [each for each in ran if each.breaks]
    best: list[Ranked | Attempt] = [*fixes, *search.untried, *breaking]
    proposals = [
        findings.ranked(each) if isinstance(each, Ranked) else findings.proposal(each)
        for each in best[:MOST_PROPOSALS]
    ]
    findings.settle(proposals)
    if fixes:
        outcome, message = "fixed", f"{_ran(proposals[0])}."
    elif search.untried:
        outcome = "untried"
        message = f"{proposals[0].title} was not tried: {proposals[0].evidence.reason}."
    elif breaking:
        outcome, message = "breaks_later", f"{_ran(proposals[0])}. But: {breaking[0].breaks}"
    elif search.tried:
        outcome, message = "none_ran", _none_ran(search.tried, error)
    else:
        outcome = "no_candidate"
        message = TOO_LONG if search.is_too_long else _no_candidate(error)
    if model_error and not proposals:
        message = f"{message} {model_error}"
    if search.broken:
        message = f"{message} {_broken(search.broken)}"
    return FixResponse(
        outcome=outcome,
        message=message,
        error=error,
        proposals=proposals,
        tried=search.tried,
        evidence=shown,
        model_error=model_error,
    )


def _ran(proposal: Proposal) -> str:
    how = "the cell ran after that" if proposal.first else "the cell ran with this change"
    return f"{proposal.title}: {how}"


def _none_ran(tried: int, error: CellError) -> str:
    changes = "One change was" if tried == 1 else f"{tried} changes were"
    return (
        f"{changes} tried for this {error.name}, and the cell failed with {'it' if tried == 1 else 'each'}."
    )


def _no_candidate(error: CellError) -> str:
    if error.facts.name and error.facts.known:
        return f"There is nothing like `{error.facts.name}` that could be meant: no change was tried."
    return f"No rule knows a fix for this {error.name}: no change was tried."


def _broken(rules: list[str]) -> str:
    names = ", ".join(f"`{rule}`" for rule in rules)
    return f"Bolt's own {'rule' if len(rules) == 1 else 'rules'} {names} failed. {BoltError.hint}"
