"""What a replay is a function of."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field

from .evidence import TrialLimits
from .trial import Trial


class Bundle(BaseModel):
    """Everything that a replay depends on, addressed by its content."""

    model_config = ConfigDict(frozen=True)

    kernel_name: str
    folder: str
    above: list[str] = Field(description="Sources of the cells that are run first.")
    first: list[str] = Field(default_factory=list, description="Sources that are run as part of the trial.")
    code: str
    later: list[str] = Field(default_factory=list, description="Sources run when the evidence is complete.")
    limits: TrialLimits

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def bundle_for(trial: Trial, *, kernel_name: str, folder: str) -> Bundle:
    """The bundle for code in the place of a cell: the cells above that have run, or all where none is known to."""
    above = trial.notebook.above(trial.cell_id)
    executed = [cell for cell in above if cell.executed]
    return Bundle(
        kernel_name=kernel_name,
        folder=folder,
        above=[cell.source for cell in executed or above],
        first=list(trial.first),
        code=trial.code,
        later=list(trial.later),
        limits=trial.limits,
    )
