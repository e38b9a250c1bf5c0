"""The request to try a cell."""

from __future__ import annotations

from pydantic import BaseModel, Field

from ..notebooks.cells import NotebookRef
from .evidence import TrialLimits
from .trial import ASKED_ABOVE_S, ReplaySeconds


class TryRequest(BaseModel):
    """Try one cell of a notebook without keeping anything of it."""

    notebook: NotebookRef
    cell_id: str
    source: str | None = Field(default=None, description="Code to try instead of the cell's own source.")
    kernel_id: str | None = Field(
        default=None, description="The notebook's running kernel. Without one the cell is replayed."
    )
    limits: TrialLimits = Field(default_factory=TrialLimits)
    replay_s: ReplaySeconds = ASKED_ABOVE_S
