"""Notebooks as values: cells by id, and edits that apply only to what was read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..errors import AmbiguousCell, CellNotFound, Invalid

CellType = Literal["code", "markdown", "raw"]


class Cell(BaseModel):
    """One cell: its id, its type and its source. Outputs and metadata stay where they are."""

    model_config = ConfigDict(frozen=True)

    cell_id: str = Field(description="The cell's id in the notebook file.")
    cell_type: CellType = "code"
    source: str = Field(description="The cell's whole source text.")
    executed: bool = Field(
        default=False,
        description="Whether the cell has run in the kernel's present life, as far as is known.",
    )
    seconds: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="How long it took when it last ran, as far as is known.",
    )


class NotebookRef(BaseModel):
    """Which notebook is meant, and, from an open tab, its cells as they stand unsaved."""

    path: str = Field(description="The notebook's path for the contents manager; may not exist on disk yet.")
    cells: list[Cell] | None = Field(
        default=None,
        description="The open tab's cells, unsaved edits included. Absent when the shared document "
        "or the file is to be read instead.",
    )
    kernel_name: str | None = Field(
        default=None,
        description="The open tab's kernelspec name, sent with its cells. Ignored without cells.",
    )


class Notebook(BaseModel):
    """A notebook as it was read."""

    model_config = ConfigDict(frozen=True)

    path: str
    cells: list[Cell]
    kernel_name: str = Field(default="python3", description="The kernelspec's name.")
    language: str = "python"

    def cell(self, cell_id: str) -> Cell:
        """The one cell with this id. Raises `CellNotFound` or `AmbiguousCell`."""
        found = [cell for cell in self.cells if cell.cell_id == cell_id]
        if not found:
            raise CellNotFound(cell_id)
        if len(found) > 1:
            raise AmbiguousCell(cell_id)
        return found[0]

    def code_cell(self, cell_id: str) -> Cell:
        """The same, for what only code can be asked. Raises `Invalid` too."""
        cell = self.cell(cell_id)
        if cell.cell_type != "code":
            raise Invalid(f"Cell {cell_id!r} is a {cell.cell_type} cell: only code can be fixed.")
        return cell

    def above(self, cell_id: str) -> list[Cell]:
        """The code cells above this one, in the notebook's order."""
        at = self.cells.index(self.cell(cell_id))
        return [cell for cell in self.cells[:at] if cell.cell_type == "code"]


class CellEdit(BaseModel):
    """A change of one cell's source that applies only while the source still is `before`."""

    model_config = ConfigDict(frozen=True)

    cell_id: str
    before: str = Field(description="The source that the edit was made for.")
    after: str = Field(description="The source that it leaves.")

    def reversed(self) -> CellEdit:
        return CellEdit(cell_id=self.cell_id, before=self.after, after=self.before)


class AppliedEdits(BaseModel):
    """Who has applied, or must apply, a list of edits."""

    applied_by: Literal["server", "tab"] = Field(
        description="`server`: done, in the shared document or the file. `tab`: the open tab that "
        "sent its cells applies the edits to its own model as one undoable step."
    )
    edits: list[CellEdit]
