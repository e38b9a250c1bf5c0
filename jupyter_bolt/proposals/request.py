"""Requests about a proposal that was shown."""

from __future__ import annotations

from pydantic import BaseModel, Field

from ..notebooks.cells import AppliedEdits, NotebookRef
from .proposal import Proposal


class ProposalRequest(BaseModel):
    """Accept, reject or undo one proposal."""

    proposal_id: str
    notebook: NotebookRef = Field(description="The notebook as the caller sees it now.")


class ProposalResponse(BaseModel):
    """The proposal as it now stands, and the edits that the open tab has to apply, if any."""

    proposal: Proposal
    applied: AppliedEdits | None = Field(
        default=None, description="Absent when nothing is to be applied (a rejection)."
    )
