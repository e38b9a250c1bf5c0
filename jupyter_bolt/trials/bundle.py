"""What a replay is a function of."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field

from ..notebooks.cells import Notebook
from .evidence import TrialLimits


class Bundle(BaseModel):
    """Everything that a replay depends on, addressed by its content."""

    model_config = ConfigDict(frozen=True)

    kernel_name: str
    folder: str
    above: list[str] = Field(description="Sources of the cells that are run first.")
    code: str
    limits: TrialLimits

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def bundle_for(notebook: Notebook, cell_id: str, code: str, *, folder: str, limits: TrialLimits) -> Bundle:
    """The bundle for code in the place of a cell: the cells above that have run, or all where none is known to."""
    above = notebook.above(cell_id)
    executed = [cell for cell in above if cell.executed]
    return Bundle(
        kernel_name=notebook.kernel_name,
        folder=folder,
        above=[cell.source for cell in executed or above],
        code=code,
        limits=limits,
    )
