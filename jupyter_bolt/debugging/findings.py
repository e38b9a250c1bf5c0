"""What a search has found so far: a proposal of each attempt that ran, told at once."""

from __future__ import annotations

from collections.abc import Sequence

from ..notebooks.cells import Cell, CellEdit, Notebook
from ..proposals.proposal import Proposal
from ..services import Services
from .judging.ranking import Ranked
from .request import FixFound
from .rules.rule import Candidate
from .search import Attempt


class Findings:
    """Makes one proposal of each attempt, so that the one that was told is the one that is answered."""

    def __init__(self, notebook: Notebook, cell: Cell, services: Services) -> None:
        self._notebook = notebook
        self._cell = cell
        self._services = services
        self._proposals: dict[Candidate, Proposal] = {}

    def tell(self, attempt: Attempt) -> None:
        """Tell of an attempt that ran, before it is known how it compares with others."""
        self._services.progress.tell(FixFound(proposal=self.proposal(attempt)))

    def proposal(self, attempt: Attempt) -> Proposal:
        """The proposal of an attempt, kept in the ledger from its first mention."""
        if attempt.candidate not in self._proposals:
            self._proposals[attempt.candidate] = self._propose(attempt)
        return self._proposals[attempt.candidate]

    def ranked(self, ranked: Ranked) -> Proposal:
        """The proposal with what speaks against it."""
        proposal = self.proposal(ranked.attempt)
        return self._services.proposals.note(proposal, ranked.notes) if ranked.notes else proposal

    def settle(self, answered: Sequence[Proposal]) -> None:
        """Let what the answer leaves out make room first; who was told of it can still accept it."""
        ids = {each.proposal_id for each in answered}
        told = [each.proposal_id for each in self._proposals.values()]
        self._services.proposals.leave_out(each for each in told if each not in ids)

    def _propose(self, attempt: Attempt) -> Proposal:
        candidate, cell = attempt.candidate, self._cell
        edit = CellEdit(cell_id=cell.cell_id, before=cell.source, after=candidate.after)
        return self._services.proposals.add(
            path=self._notebook.path,
            title=candidate.title,
            explanation=candidate.explanation,
            source=candidate.source,
            edits=[edit] if edit.before != edit.after else [],
            evidence=attempt.evidence,
            first=candidate.first,
            owner=self._services.owner,
        )
