"""The proposals of one server or command, and what became of each."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, assert_never

from ..errors import CellChanged, CellNotFound, Conflict, ProposalClosed, ProposalNotFound
from ..notebooks.cells import CellEdit
from ..trials.evidence import Evidence
from .bare import bare_proposal, text_bytes
from .proposal import Proposal, Status

T = TypeVar("T")

MOST_BYTES = 64 * 1024**2
OWN_BYTES = 8 * 1024
"""What a proposal takes beside its text."""


@dataclass(eq=False)
class _Kept:
    """A proposal, whose it is and what it takes."""

    proposal: Proposal
    owner: str
    size_bytes: int
    left_out: bool = False

    @property
    def worth(self) -> int:
        """The less, the sooner it makes room: what is closed, was left out, waits, can be undone."""
        match self.proposal.status:
            case "rejected" | "undone" | "stale":
                return 0
            case "pending":
                return 1 if self.left_out else 2
            case "accepted":
                return 3
            case _:
                assert_never(self.proposal.status)


class Ledger:
    """Keeps proposals in memory, within a number of bytes.

    Where there are more, the owner who keeps the most makes room, the oldest first: of what is closed,
    then of what waits, then of what was accepted. Once it is decided on, a proposal's evidence is bare.

    A proposal goes from pending to accepted, rejected or stale, and from accepted to undone. Each
    step is taken once: of two that come at the same time, the second is refused.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[str, _Kept] = {}
        self._bytes: Counter[str] = Counter()
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
        owner: str = "",
    ) -> Proposal:
        """Keep a new, pending proposal; others make room for it."""
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
        kept = self._kept[proposal.proposal_id] = _Kept(proposal, owner, _size(proposal))
        self._bytes[owner] += kept.size_bytes
        self._make_room(kept)
        return proposal

    def leave_out(self, proposal_ids: Iterable[str]) -> None:
        """Let these make room first: their asker has better ones. They can still be decided on."""
        for proposal_id in proposal_ids:
            if proposal_id in self._kept:
                self._kept[proposal_id].left_out = True

    def note(self, proposal: Proposal, notes: Sequence[str]) -> Proposal:
        """Note what speaks against a proposal as it now stands, also of one that has made room meanwhile."""
        kept = self._kept.get(proposal.proposal_id)
        noted = (kept.proposal if kept else proposal).model_copy(update={"notes": list(notes)})
        self._keep(noted)
        return noted

    def get(self, proposal_id: str) -> Proposal:
        """Return a proposal as it now stands. Raises `ProposalNotFound`."""
        if proposal_id not in self._kept:
            raise ProposalNotFound(proposal_id)
        return self._kept[proposal_id].proposal

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
        self._keep(bare_proposal(noted))
        return noted

    def _keep(self, proposal: Proposal) -> None:
        """Keep a proposal as it now stands, if it is still kept."""
        kept = self._kept.get(proposal.proposal_id)
        if kept is not None:
            former_bytes, kept.proposal, kept.size_bytes = kept.size_bytes, proposal, _size(proposal)
            self._bytes[kept.owner] += kept.size_bytes - former_bytes

    def _make_room(self, newest: _Kept) -> None:
        while self._bytes.total() > self._most_bytes:
            ((owner, _),) = self._bytes.most_common(1)
            others = [
                each for each in self._kept.values() if each.owner == owner and self._may_go(each, newest)
            ]
            if not others:
                break
            self._forget(min(others, key=lambda each: each.worth))

    def _may_go(self, kept: _Kept, newest: _Kept) -> bool:
        return kept is not newest and kept.proposal.proposal_id not in self._deciding

    def _forget(self, kept: _Kept) -> None:
        del self._kept[kept.proposal.proposal_id]
        self._bytes[kept.owner] -= kept.size_bytes
        if not self._bytes[kept.owner]:
            del self._bytes[kept.owner]


def _size(proposal: Proposal) -> int:
    return OWN_BYTES + text_bytes(proposal)
