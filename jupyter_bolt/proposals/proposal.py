"""A proposal: edits with the evidence for them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..notebooks.cells import CellEdit
from ..trials.evidence import Evidence

Status = Literal["pending", "accepted", "rejected", "undone", "stale"]


class Proposal(BaseModel):
    """Edits that have been tried, applied whole or not at all."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    proposal_id: str
    path: str = Field(description="The notebook that it edits.")
    title: str = Field(description="What it does, in one line: ``Replace `lenght` by `length` ``.")
    explanation: str = Field(default="", description="Why: what was wrong, in plain words.")
    source: str = Field(description="Where it comes from: `rule:names`, or a model's name.")
    edits: list[CellEdit] = Field(description="None where it is enough to run other cells first.")
    first: list[str] = Field(
        default_factory=list, description="Ids of cells that are to be run first, in this order."
    )
    notes: list[str] = Field(
        default_factory=list, description="What speaks against it, in short sentences: later cells that fail."
    )
    evidence: Evidence
    status: Status = "pending"
