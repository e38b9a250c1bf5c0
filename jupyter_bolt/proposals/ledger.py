"""The proposals of one server or command, and what became of each."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from ..errors import CellChanged, CellNotFound, Conflict, ProposalClosed, ProposalNotFound
from ..notebooks.cells import CellEdit
from ..trials.evidence import Evidence
from .proposal import Proposal, Status

T = TypeVar("T")

KEPT = 1_000


class Ledger:
    """Keeps the newest proposals in memory.

    A proposal goes from pending to accepted, rejected or stale, and from accepted to undone. Each
    step is taken once: of two that come at the same time, the second is refused.
    """

    def __init__(self, *, kept: int = KEPT) -> None:
        self._kept = kept
        self._proposals: dict[str, Proposal] = {}
        self._deciding: dict[str, asyncio.Task[Any]] = {}

    def add(
        self,
        *,
        path: str,
        title: str,
        source: str,
        edits: Sequence[CellEdit],
        evidence: Evidence,
        explanation: str = "",
        first: Sequence[str] = (),
    ) -> Proposal:
        """Keep a new, pending proposal; the oldest beyond the limit are forgotten."""
        proposal = Proposal(
            proposal_id=secrets.token_urlsafe(16),
            path=path,
            title=title,
            explanation=explanation,
            source=source,
            edits=list(edits),
            first=list(first),
            evidence=evidence,
        )
        self._proposals[proposal.proposal_id] = proposal
        for oldest in list(self._proposals)[: -self._kept]:
            del self._proposals[oldest]
        return proposal

    def note(self, proposal_id: str, notes: Sequence[str]) -> Proposal:
        """Keep what speaks against a proposal. Raises `ProposalNotFound`."""
        noted = self.get(proposal_id).model_copy(update={"notes": list(notes)})
        self._proposals[proposal_id] = noted
        return noted

    def get(self, proposal_id: str) -> Proposal:
        """Return a proposal as it now stands. Raises `ProposalNotFound`."""
        if proposal_id not in self._proposals:
            raise ProposalNotFound(proposal_id)
        return self._proposals[proposal_id]

    async def decide(
        self, proposal_id: str, after: Status, work: Callable[[Proposal], Awaitable[T]]
    ) -> tuple[Proposal, T]:
        """Do the work that takes a proposal to its next status, then note that status.

        Work once begun is finished, even if the caller is cancelled. Work on a pending proposal that
        finds its cell changed or gone leaves the proposal stale; any other failure leaves it as it was.
        """
        proposal = self._check(proposal_id, "accepted" if after == "undone" else "pending")
        deciding = asyncio.create_task(self._work(proposal, after, work))
        self._deciding[proposal_id] = deciding
        deciding.add_done_callback(lambda _: self._deciding.pop(proposal_id, None))
        return await asyncio.shield(deciding)

    def _check(self, proposal_id: str, before: Status) -> Proposal:
        proposal = self.get(proposal_id)
        if proposal_id in self._deciding:
            raise ProposalClosed(proposal_id, "being decided on")
        if proposal.status != before:
            if proposal.status == "pending":
                raise Conflict(
                    f"Proposal {proposal_id!r} has not been accepted.", hint="There is nothing to undo."
                )
            raise ProposalClosed(proposal_id, proposal.status)
        return proposal

    async def _work(
        self, proposal: Proposal, after: Status, work: Callable[[Proposal], Awaitable[T]]
    ) -> tuple[Proposal, T]:
        try:
            done = await work(proposal)
        except (CellChanged, CellNotFound):
            if proposal.status == "pending":
                self._note(proposal, "stale")
            raise
        return self._note(proposal, after), done

    def _note(self, proposal: Proposal, status: Status) -> Proposal:
        noted = proposal.model_copy(update={"status": status})
        if proposal.proposal_id in self._proposals:
            self._proposals[proposal.proposal_id] = noted
        return noted
