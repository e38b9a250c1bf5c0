"""What a replay is asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from ..notebooks.cells import Cell
from .content import environment_of, files_read, folder_state
from .dependence.needed import needed_cells
from .evidence import TrialLimits
from .trial import Trial

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpec


class Bundle(BaseModel):
    """What a replay depends on as far as it can be told before it runs, addressed by its content."""

    model_config = ConfigDict(frozen=True)

    kernel_name: str
    folder: str
    above: list[str] = Field(description="Sources of the cells that are run first, for what they leave.")
    first: list[str] = Field(default_factory=list, description="Sources that are run as part of the trial.")
    code: str
    later: list[str] = Field(default_factory=list, description="Sources run when the evidence is complete.")
    limits: TrialLimits
    files: dict[str, str] = Field(
        default_factory=dict, description="Digests of the files that the code may read, by path."
    )
    surroundings: str = Field(default="", description="Digest of what else lies in the folder.")
    environment: str = Field(default="", description="Digest of the kernel's command and distributions.")

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


def cells_for(trial: Trial, *, language: str) -> list[Cell]:
    """The cells that are run before a trial in a replay.

    Of the cells above that have run, or all where none is known to, those that it depends on by use. What runs
    as part of the trial is none of them.
    """
    above = trial.notebook.above(trial.cell_id)
    executed = [cell for cell in above if cell.executed]
    cells = [cell for cell in executed or above if cell.source.strip() and cell.source not in trial.first]
    if language != "python":
        return cells
    tried = [*trial.first, trial.code, *trial.later]
    return [cells[place] for place in needed_cells([cell.source for cell in cells], tried)]


def bundle_for(
    trial: Trial, cells: list[Cell], *, kernel_name: str, folder: str, spec: KernelSpec | None
) -> Bundle:
    """The bundle for code that is run after these cells. Reads files: not for an event loop."""
    above = [cell.source for cell in cells]
    return Bundle(
        kernel_name=kernel_name,
        folder=folder,
        above=above,
        first=list(trial.first),
        code=trial.code,
        later=list(trial.later),
        limits=trial.limits,
        files=files_read([*above, *trial.first, trial.code, *trial.later], folder),
        surroundings=folder_state(folder),
        environment=environment_of(spec),
    )
