"""The capabilities that decide on a proposal: accept, reject, undo."""

from __future__ import annotations

from collections.abc import Sequence

from ..capability import capability
from ..errors import CellChanged, CellNotFound, OtherNotebook
from ..notebooks.cells import AppliedEdits, CellEdit, NotebookRef
from ..services import Services
from .proposal import Proposal
from .request import ProposalRequest, ProposalResponse


@capability("proposals.accept", permission="editor", effect="changes", since="0.1.0")
async def accept_proposal(request: ProposalRequest, services: Services) -> ProposalResponse:
    """Apply a proposal's edits as one step, or have the open tab apply them.

    Raises `CellChanged` or `CellNotFound`, and marks the proposal stale, when a cell is no longer as
    it was; nothing is changed then. Raises `ProposalClosed` when it was decided on before, and
    `OtherNotebook` when it was made for another one.
    """

    async def apply(proposal: Proposal) -> AppliedEdits:
        _check_notebook(proposal, request.notebook)
        return await services.notebooks.edit(request.notebook, proposal.edits)

    try:
        proposal, applied = await services.proposals.decide(request.proposal_id, "accepted", apply)
    except (CellChanged, CellNotFound):
        _emit(services, services.proposals.get(request.proposal_id))
        raise
    _emit(services, proposal)
    return ProposalResponse(proposal=proposal, applied=applied)


@capability("proposals.reject", permission="editor", effect="changes", since="0.1.0")
async def reject_proposal(request: ProposalRequest, services: Services) -> ProposalResponse:
    """Reject a proposal; nothing is changed."""

    async def nothing(_: Proposal) -> None: ...

    proposal, _ = await services.proposals.decide(request.proposal_id, "rejected", nothing)
    _emit(services, proposal)
    return ProposalResponse(proposal=proposal)


@capability("proposals.undo", permission="editor", effect="changes", since="0.1.0")
async def undo_proposal(request: ProposalRequest, services: Services) -> ProposalResponse:
    """Take an accepted proposal's edits back, or have the open tab take them back.

    Raises `CellChanged` when a cell has been edited since; the proposal stays accepted then.
    """

    async def take_back(proposal: Proposal) -> AppliedEdits:
        _check_notebook(proposal, request.notebook)
        return await services.notebooks.edit(request.notebook, reverse_edits(proposal.edits))

    proposal, applied = await services.proposals.decide(request.proposal_id, "undone", take_back)
    _emit(services, proposal)
    return ProposalResponse(proposal=proposal, applied=applied)


def reverse_edits(edits: Sequence[CellEdit]) -> list[CellEdit]:
    """Return the edits that take these back, last first."""
    return [edit.reversed() for edit in reversed(edits)]


def _check_notebook(proposal: Proposal, notebook: NotebookRef) -> None:
    """Refuse to write into another notebook than the one that was tried. A tab writes into its own only."""
    if notebook.cells is None and notebook.path != proposal.path:
        raise OtherNotebook(proposal.path, notebook.path)


def _emit(services: Services, proposal: Proposal) -> None:
    services.events.emit("proposal", {"status": proposal.status, "source": proposal.source})
