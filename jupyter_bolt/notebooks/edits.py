"""Compare-and-swap on sources: what a list of edits leaves, or why it may not be applied."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import CellChanged
from .cells import AppliedEdits, CellEdit, Notebook, NotebookRef


def settle_edits(notebook: Notebook, edits: Sequence[CellEdit]) -> dict[str, str]:
    """Return the source that the edits leave, by cell id; later edits stand on earlier ones.

    Raises `CellChanged`, `CellNotFound` or `AmbiguousCell`, and then none may be applied.
    """
    after: dict[str, str] = {}
    for edit in edits:
        cell = notebook.cell(edit.cell_id)
        if after.get(edit.cell_id, cell.source) != edit.before:
            raise CellChanged(edit.cell_id)
        after[edit.cell_id] = edit.after
    return after


def read_tab(ref: NotebookRef) -> Notebook | None:
    """Return the open tab's notebook as it stands unsaved, if the tab sent its cells."""
    if ref.cells is None:
        return None
    return Notebook(path=ref.path, cells=ref.cells, kernel_name=ref.kernel_name or "python3")


def edit_tab(ref: NotebookRef, edits: Sequence[CellEdit]) -> AppliedEdits | None:
    """Check edits against the open tab's cells, for that tab to apply them, if it sent its cells."""
    notebook = read_tab(ref)
    if notebook is None:
        return None
    settle_edits(notebook, edits)
    return AppliedEdits(applied_by="tab", edits=list(edits))
