"""Notebooks as files, for a command without a server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from ..errors import CellChanged, Forbidden, NotebookNotFound, TooLarge, UnreadableNotebook
from .cells import AppliedEdits, CellEdit, Notebook, NotebookRef
from .edits import edit_tab, read_tab
from .finding import find_notebooks
from .ipynb import edit_ipynb, read_ipynb

LIMIT_BYTES = 100 * 1024**2
ATTEMPTS = 3


class FileNotebooks:
    """Reads and edits notebook files; relative paths start in `root`."""

    def __init__(self, root: str | os.PathLike[str] = ".", *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._root = Path(root).absolute()
        self._limit_bytes = limit_bytes
        self._writing = Lock()

    async def read(self, ref: NotebookRef) -> Notebook:
        """Read a notebook's cells from its file."""
        if (notebook := read_tab(ref)) is not None:
            return notebook
        return await asyncio.to_thread(self._read, ref.path)

    async def edit(self, ref: NotebookRef, edits: Sequence[CellEdit]) -> AppliedEdits:
        """Apply all edits to the file in one replacement, or none."""
        if (applied := edit_tab(ref, edits)) is not None:
            return applied
        await asyncio.to_thread(self._edit, ref.path, edits)
        return AppliedEdits(applied_by="server", edits=list(edits))

    async def find(self, paths: Sequence[str]) -> list[str]:
        """The notebooks that paths mean: files, and in folders all."""
        return await asyncio.to_thread(find_notebooks, self._root, paths)

    def folder(self, path: str) -> str:
        """The folder that the notebook lies in."""
        return str((self._root / path).parent)

    def _read(self, path: str) -> Notebook:
        return read_ipynb(_decode(self._load(path), path), path)

    def _edit(self, path: str, edits: Sequence[CellEdit]) -> None:
        with self._writing:
            for _ in range(ATTEMPTS):
                before = self._load(path)
                after = edit_ipynb(_decode(before, path), path, edits).encode()
                if after == before or self._replace(path, before, after):
                    return
        raise CellChanged(edits[0].cell_id)

    def _load(self, path: str) -> bytes:
        file = self._root / path
        try:
            found = file.stat()
            if not stat.S_ISREG(found.st_mode):
                # A pipe or a device would never come to an end.
                kind = (
                    "a folder that may not be read" if stat.S_ISDIR(found.st_mode) else "not a regular file"
                )
                raise UnreadableNotebook(path, f"it is {kind}.")
            if found.st_size <= self._limit_bytes:
                with file.open("rb") as stream:
                    data = stream.read(self._limit_bytes + 1)
                if len(data) <= self._limit_bytes:
                    return data
            raise TooLarge(f"Notebook {path!r}", file.stat().st_size, self._limit_bytes)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotebookNotFound(path) from error
        except PermissionError as error:
            raise _refused(path, "read") from error
        except OSError as error:
            # A link that leads to itself, a name that is too long, a disk that fails.
            raise UnreadableNotebook(path, f"{error.strerror or error}.") from error

    def _replace(self, path: str, before: bytes, after: bytes) -> bool:
        """Put `after` in place of `before` as a whole; false if the file has changed meanwhile."""
        target = Path(os.path.realpath(self._root / path))
        if not os.access(target, os.W_OK):
            raise _refused(path, "written")
        try:
            temporary = _write_beside(target, after)
        except PermissionError as error:
            raise _refused(path, "written") from error
        try:
            if self._load(path) != before:
                return False
            os.replace(temporary, target)
            _sync_folder(target.parent)
            return True
        finally:
            temporary.unlink(missing_ok=True)


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UnreadableNotebook(path, "it is not UTF-8 text.") from error


def _write_beside(target: Path, data: bytes) -> Path:
    """Write a file with the target's mode and, where allowed, owner, beside it, safely on disk."""
    like = target.stat()
    descriptor, name = tempfile.mkstemp(prefix=".~", suffix=target.name, dir=target.parent)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(PermissionError):
            _set_owner(name, like)
        os.chmod(name, stat.S_IMODE(like.st_mode))
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _set_owner(name: str, like: os.stat_result) -> None:
    if hasattr(os, "chown"):
        os.chown(name, like.st_uid, like.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the replacement itself outlast a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refused(path: str, verb: str) -> Forbidden:
    return Forbidden(
        f"{path!r} may not be {verb}.", hint="Change the file's permissions, or work on a copy of it."
    )
