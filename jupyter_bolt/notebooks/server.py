"""A server's notebooks in three ways: the open tab's cells, the shared document, or the stored file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .cells import AppliedEdits, CellEdit, Notebook, NotebookRef
from .contents import ContentsNotebooks
from .edits import edit_tab, read_tab
from .shared import SharedNotebooks


class ServerNotebooks:
    """Chooses the way for each notebook, so that everyone who has it open sees the same.

    `shared` is asked each time: jupyter-collaboration may be loaded after Bolt.
    """

    def __init__(self, contents: ContentsNotebooks, shared: Callable[[], SharedNotebooks | None]) -> None:
        self._contents = contents
        self._shared = shared

    async def read(self, ref: NotebookRef) -> Notebook:
        """Read a notebook as whoever has it open sees it."""
        notebook = read_tab(ref)
        if notebook is None and (shared := self._shared()) is not None:
            notebook = await shared.read(ref.path)
        return notebook or await self._contents.read(ref.path)

    async def edit(self, ref: NotebookRef, edits: Sequence[CellEdit]) -> AppliedEdits:
        """Apply all edits as one step, or none; an open tab that sent its cells applies them itself."""
        if (applied := edit_tab(ref, edits)) is not None:
            return applied
        shared = self._shared()
        if shared is None or not await shared.edit(ref.path, edits):
            await self._contents.edit(ref.path, edits)
        return AppliedEdits(applied_by="server", edits=list(edits))

    async def find(self, paths: Sequence[str]) -> list[str]:
        """The notebooks that paths mean: files, and, where they lie on disk, in folders all."""
        return await self._contents.find(paths)

    def folder(self, path: str) -> str:
        """The folder on disk in which the notebook's kernel runs."""
        return self._contents.folder(path)
