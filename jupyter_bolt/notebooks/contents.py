"""Notebooks through a Jupyter server's contents manager."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from jupyter_core.utils import ensure_async
from tornado.web import HTTPError  # What contents managers raise: nothing else says "not found".

from ..errors import BoltError, CellChanged, Forbidden, NotebookNotFound, TooLarge, UnreadableNotebook
from .cells import CellEdit, Notebook
from .files import ATTEMPTS, LIMIT_BYTES
from .finding import find_notebooks
from .ipynb import edit_ipynb, read_ipynb
from .trust import Trust

if TYPE_CHECKING:
    from jupyter_server.services.contents.manager import ContentsManager

Model = dict[str, Any]
"""A file as contents managers describe it."""

Stamp = tuple[object, object]
"""When a file was last modified, and its size."""


class ContentsNotebooks:
    """Reads and edits notebooks as the server stores them.

    Jupyter Server's own managers are given the file's text, so that what is not edited stays as it
    is, byte by byte. Others (a database, paired text notebooks) are given the notebook as JSON.
    """

    def __init__(self, manager: ContentsManager, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._manager = manager
        self._limit_bytes = limit_bytes
        self._trust = Trust(manager.notary)
        self._as_text = type(manager).save.__module__.startswith("jupyter_server.services.contents.")
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def read(self, path: str) -> Notebook:
        """Read a notebook's cells."""
        _, text = await self._load(path)
        try:
            return await asyncio.to_thread(read_ipynb, text, path)
        except UnreadableNotebook:
            await self._restore(path)
            _, text = await self._load(path)
            return await asyncio.to_thread(read_ipynb, text, path)

    async def edit(self, path: str, edits: Sequence[CellEdit]) -> None:
        """Apply all edits in one save, or none."""
        lock = self._locks.setdefault(path, asyncio.Lock())
        async with lock:
            for _ in range(ATTEMPTS):
                stamp, before = await self._load(path)
                after = await asyncio.to_thread(edit_ipynb, before, path, edits)
                if after == before or await self._replace(path, stamp, before, after):
                    return
        raise CellChanged(edits[0].cell_id)

    async def find(self, paths: Sequence[str]) -> list[str]:
        """The notebooks that paths mean; folders are looked through only where they lie on disk."""
        root = self._root
        if root is None:
            return list(dict.fromkeys(paths))
        return await asyncio.to_thread(_find_inside, root, [path.strip("/") for path in paths])

    def folder(self, path: str) -> str:
        """The nearest folder on disk above the notebook, or the home folder where there is none."""
        root = self._root
        if root is None:
            return str(Path.home())
        folder = (root / path.strip("/")).parent.resolve()
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        return str(folder if folder.is_relative_to(root) else root)

    @property
    def _root(self) -> Path | None:
        root = getattr(self._manager, "root_dir", None)
        return Path(root).resolve() if root else None

    async def _restore(self, path: str) -> None:
        """Have the manager put back what a save that was cut off has left behind."""
        with suppress(UnreadableNotebook):
            await self._get(path, type="notebook")

    async def _load(self, path: str) -> tuple[Stamp, str]:
        """Return what tells this state of the notebook from others, and its text."""
        model = await self._get(path, content=False)
        stamp = _stamp(model)
        self._check_size(path, model.get("size") or 0)
        if self._as_text:
            model = await self._get(path, type="file", format="text")
            text = model["content"]
        else:
            model = await self._get(path, type="notebook")
            text = await asyncio.to_thread(json.dumps, model["content"])
        self._check_size(path, len(text))
        return stamp, text

    def _check_size(self, path: str, size_bytes: int) -> None:
        root = self._root
        if root is not None and (file := root / path.strip("/")).is_file():
            # The manager gives a symbolic link's own size.
            size_bytes = max(size_bytes, file.stat().st_size)
        if size_bytes > self._limit_bytes:
            raise TooLarge(f"Notebook {path!r}", size_bytes, self._limit_bytes)

    async def _replace(self, path: str, stamp: Stamp, before: str, after: str) -> bool:
        """Save; false if the notebook was saved by somebody else meanwhile."""
        trusted = self._as_text and await self._trust.holds(before)
        if _stamp(await self._get(path, content=False)) != stamp:
            return False
        with _translated(path):
            await ensure_async(self._manager.save(await self._model(after), path))
        if trusted:
            await self._trust.renew(after)
        return True

    async def _model(self, text: str) -> Model:
        if self._as_text:
            return {"type": "file", "format": "text", "content": text}
        content = await asyncio.to_thread(json.loads, text)
        return {"type": "notebook", "format": "json", "content": content}

    async def _get(self, path: str, **options: Any) -> Model:
        with _translated(path):
            model: Model = await ensure_async(self._manager.get(path, **options))
        if model["type"] == "directory":
            raise UnreadableNotebook(path, "it is a folder.")
        return model


def _find_inside(root: Path, paths: Sequence[str]) -> list[str]:
    for path in paths:
        if "\0" in path or not (root / path).resolve().is_relative_to(root):
            raise NotebookNotFound(path)
    return find_notebooks(root, paths)


def _stamp(model: Model) -> Stamp:
    return model["last_modified"], model.get("size")


@contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except HTTPError as error:
        raise _meaning(path, error) from error


def _meaning(path: str, error: HTTPError) -> BoltError:
    match error.status_code:
        case 404:
            return NotebookNotFound(path)
        case 401 | 403:
            return Forbidden(f"{path!r} may not be read or written.")
        case 400 | 422:
            return UnreadableNotebook(path, f"{error.log_message or error.reason}.")
    return BoltError(f"{path!r} could not be read or written: {error.log_message or error.reason}.")
