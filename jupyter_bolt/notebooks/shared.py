"""Notebooks that are open as shared documents of jupyter-collaboration."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from posixpath import normpath
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from ..errors import Conflict
from .cells import Cell, CellEdit, Notebook
from .edits import settle_edits
from .timing import recorded_seconds

if TYPE_CHECKING:
    from jupyter_ydoc import YNotebook
    from pycrdt import Map, Text

EXTENSION = "jupyter_server_ydoc"
ORIGIN = "jupyter-bolt"
"""The origin of Bolt's transactions, for undo managers that follow them."""

RETRY_S = 0.02
WAIT_S = 10.0


class OpenDocuments(Protocol):
    """What jupyter-collaboration's extension offers to others."""

    async def get_document(
        self, *, path: str, content_type: str, file_format: Literal["json"], copy: bool
    ) -> object | None:
        """Return the shared document of a room that is open, or nothing."""


def find_shared(extensions: Mapping[str, Collection[object]]) -> SharedNotebooks | None:
    """Return the shared notebooks if jupyter-collaboration is loaded in this server."""
    for extension in extensions.get(EXTENSION, ()):
        if hasattr(extension, "get_document"):
            return SharedNotebooks(cast("OpenDocuments", extension))
    return None


class SharedNotebooks:
    """Reads and edits notebooks where everyone who has them open sees it."""

    def __init__(self, documents: OpenDocuments) -> None:
        self._documents = documents

    async def read(self, path: str) -> Notebook | None:
        """Read an open notebook's cells, or nothing if nobody has it open."""
        document = await self._find(path)
        return _read(document, path) if document is not None else None

    async def edit(self, path: str, edits: Sequence[CellEdit]) -> bool:
        """Apply all edits in one transaction, or none; false if nobody has the notebook open."""
        document = await self._find(path)
        if document is None:
            return False
        for _ in range(int(WAIT_S / RETRY_S)):
            if _edit(document, path, edits):
                return True
            await asyncio.sleep(RETRY_S)
        raise Conflict(f"Notebook {path!r} is being loaded.", hint="Try again in a moment.")

    async def _find(self, path: str) -> YNotebook | None:
        from jupyter_ydoc import YNotebook

        # Rooms go by path, and a second way to write it would miss the room.
        path = normpath(path).strip("/")
        document = await self._documents.get_document(
            path=path, content_type="notebook", file_format="json", copy=False
        )
        return document if isinstance(document, YNotebook) else None


def _read(document: YNotebook, path: str) -> Notebook:
    from pycrdt import Map

    metadata = document.ydoc.get("meta", type=Map).to_py().get("metadata") or {}
    spec, info = metadata.get("kernelspec") or {}, metadata.get("language_info") or {}
    return Notebook(
        path=path,
        cells=[_cell(index, shared) for index, shared in enumerate(document.ycells)],
        kernel_name=spec.get("name") or "python3",
        language=info.get("name") or spec.get("language") or "python",
    )


def _cell(index: int, shared: Map[Any]) -> Cell:
    cell_type: Any = shared.get("cell_type")
    metadata: Any = shared.get("metadata")
    return Cell(
        cell_id=str(shared.get("id") or f"index-{index}"),
        cell_type=cell_type if cell_type in ("code", "markdown") else "raw",
        source=str(shared["source"]),
        seconds=recorded_seconds(metadata.to_py() if hasattr(metadata, "to_py") else metadata),
    )


def _edit(document: YNotebook, path: str, edits: Sequence[CellEdit]) -> bool:
    """Apply the edits; false while somebody else's transaction is open on the document."""
    try:
        transaction = document.ydoc.transaction(origin=ORIGIN)
    except RuntimeError:
        # jupyter-collaboration holds a transaction open across awaits while it reloads a file.
        return False
    with transaction:
        notebook = _read(document, path)
        after = settle_edits(notebook, edits)
        for cell, shared in zip(notebook.cells, document.ycells, strict=True):
            if cell.cell_id in after:
                _replace_middle(shared["source"], cell.source, after[cell.cell_id])
    return True


def _replace_middle(text: Text, before: str, after: str) -> None:
    """Replace only what differs, so that cursors before and after it stay where they are."""
    head = _shared_length(before, after)
    tail = _shared_length(before[head:][::-1], after[head:][::-1])
    # A shared text counts in bytes of UTF-8.
    start = len(before[:head].encode())
    removed = len(before[head : len(before) - tail].encode())
    if removed:
        del text[start : start + removed]
    if inserted := after[head : len(after) - tail]:
        text.insert(start, inserted)


def _shared_length(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
