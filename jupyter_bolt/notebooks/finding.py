"""Which notebooks are meant by paths: files as they are named, and in folders those that are a person's own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import NotebookNotFound, NotFound

LEFT_OUT = {"node_modules", "__pycache__", "site-packages"}
ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


def find_notebooks(root: Path, paths: Sequence[str]) -> list[str]:
    """Return each notebook once, whichever way leads to it. Raises `NotebookNotFound` or `NotFound`.

    Links to folders are not followed, but for those that are named. A folder that may not be read is
    returned itself, so that it is said.
    """
    found: dict[str, str] = {}
    for path in paths:
        if not os.path.lexists(root / path):
            raise NotebookNotFound(path)
        for notebook in _walk(root, path) if os.path.isdir(root / path) else [path]:
            found.setdefault(os.path.realpath(root / notebook), _printable(notebook))
    if not found:
        raise NotFound(f"There is no notebook in {', '.join(map(repr, paths))}.")
    return list(found.values())


def _walk(root: Path, path: str) -> Iterator[str]:
    refused: list[str] = []
    for folder, folders, files in os.walk(root / path, onerror=lambda error: refused.append(error.filename)):
        below = os.path.join(path, os.path.relpath(folder, root / path))
        folders[:] = sorted(each for each in folders if not _is_left_out(folder, each))
        yield from (
            os.path.normpath(os.path.join(below, name))
            for name in sorted(files)
            if name.endswith(".ipynb") and not name.startswith(".")
        )
    yield from refused


def _is_left_out(folder: str, name: str) -> bool:
    if name.startswith(".") or name in LEFT_OUT:
        return True
    return any(os.path.exists(os.path.join(folder, name, mark)) for mark in ENVIRONMENT_MARKS)


def _printable(path: str) -> str:
    """The path as text. Bytes that are no UTF-8 are spelled out: such a file can't be named in JSON."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
