"""The content that a replay depends on beside its cells: files that they may read, and the kernel's environment."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .dependence.imports import imports_of

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpec

READ_BYTES = 4 * 1024**2
"""Size up to which a file goes by its content; beyond it by its size, time and inode."""
SETTLED_NS = 2 * 10**9
"""Age from which a file's time tells each of its states from the others."""
MOST_FILES = 200
MOST_ENTRIES = 2_000
LONGEST_PATH = 1_000
QUOTED = re.compile(r"\"([^\"\n]+)\"|'([^'\n]+)'")
SKIPPED = {".git", ".ipynb_checkpoints", ".venv", "__pycache__", "node_modules"}


def files_read(sources: Sequence[str], folder: str) -> dict[str, str]:
    """Digests, by path, of the files that stand as text in the code, and of the modules that it imports here."""
    found: dict[str, str] = {}
    for path in _paths(sources, Path(folder)):
        if len(found) == MOST_FILES:
            break
        if str(path) not in found and (digest := _digest(path)):
            found[str(path)] = digest
    return found


def folder_state(folder: str) -> str:
    """A digest of what lies in the folder, by sizes and times, for files that the code names in ways unseen.

    Notebooks are left out: they are saved all the time.
    """
    told = hashlib.sha256()
    for count, (path, state) in enumerate(_entries(folder)):
        if count == MOST_ENTRIES:
            break
        told.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return told.hexdigest()


def environment_of(spec: KernelSpec | None) -> str:
    """A digest of the kernel's command and, for Python, of its interpreter and installed distributions."""
    if spec is None:
        return ""
    prefix = _prefix(spec.argv[0] if spec.argv else "")
    places = sorted({*prefix.glob("lib/python*/site-packages"), *map(Path, _own_places(prefix))})
    installed = [name for place in places for name in _distributions(str(place), _time_ns(place))]
    python = [os.path.realpath(each) for each in sorted(prefix.glob("bin/python*"))]
    return hashlib.sha256(repr((spec.to_dict(), python, installed)).encode()).hexdigest()


def _own_places(prefix: Path) -> list[str]:
    """Where this interpreter finds modules, if it is the one that the kernel will be."""
    own = Path(sys.prefix) == prefix
    return [each for each in sys.path if each.endswith(("site-packages", "dist-packages"))] if own else []


def _prefix(program: str) -> Path:
    return Path(program).parent.parent if os.path.isabs(program) else Path(sys.prefix)


@lru_cache(maxsize=32)
def _distributions(place: str, _time: int) -> list[str]:
    names = os.listdir(place) if os.path.isdir(place) else []
    told = [name for name in names if name.endswith((".dist-info", ".egg-info", ".egg-link", ".pth"))]
    return sorted(f"{name} {_time_ns(Path(place, name))}" for name in told)


def _time_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _paths(sources: Sequence[str], folder: Path) -> Iterator[Path]:
    for source in sources:
        for text in _texts(source):
            if len(text) <= LONGEST_PATH and "\0" not in text and text.strip():
                yield folder / os.path.expanduser(text)
        for module in imports_of(source).values():
            yield from _module_files(folder, module)


def _texts(source: str) -> Iterable[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [one or other for one, other in QUOTED.findall(source)]
    return [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def _module_files(folder: Path, module: str) -> Iterator[Path]:
    """The files of a module of the project's own, as far as they are there."""
    parts = [part for part in module.split(".") if part]
    for count in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:count])
        yield place.with_suffix(".py")
        yield place / "__init__.py"


def _digest(path: Path) -> str:
    """What tells a file's content from another, or "" for what is none or can't be read."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) or path.resolve().is_relative_to("/proc"):
            return ""  # reading some of those never ends
        if state.st_size > READ_BYTES:
            return f"{state.st_size} {state.st_mtime_ns} {state.st_ino}"
        if time.time_ns() - state.st_mtime_ns < SETTLED_NS:
            return hashlib.sha256(path.read_bytes()).hexdigest()
        return _content_digest(path, state.st_size, state.st_mtime_ns, state.st_ino)
    except (OSError, ValueError, RuntimeError):
        return ""


@lru_cache(maxsize=2 * MOST_FILES)
def _content_digest(path: Path, *_state: int) -> str:
    """Read once for each state of the file: a fix asks for every candidate."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _entries(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            if not name.endswith(".ipynb"):
                path = os.path.join(place, name)
                try:
                    yield os.path.relpath(path, folder), os.lstat(path)
                except OSError:
                    continue
