"""Look for files near the working folder: below it, beside it, above it. Bounded in entries, depth and time."""

from __future__ import annotations

import difflib
import os
import tempfile
import time
from typing import TYPE_CHECKING

from .bounded import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 5_000
MOST_FOUND = 200
SEARCH_SECONDS = 0.5
DEPTHS = (("", 4), ("..", 3), (os.path.join("..", ".."), 1))
"""Where the search begins, relative to the working folder, and how many levels it goes down."""
SKIPPED = {"node_modules", "__pycache__", "site-packages", "venv", "env"}
LIKE_ENOUGH = 0.7


def nearby(wanted: str) -> list[str]:
    """Files and folders (these with a `/` at the end) whose name is like the last part of a path."""
    *parts, name = slashed(wanted).rstrip("/").split("/")
    folders = {part for part in parts if part.strip(".")}
    found = []
    for path, is_folder in entries():
        here = os.path.basename(path)
        wished = {name, *folders} if is_folder else {name}
        if any(is_like(here, each) for each in wished):
            found.append(clean(path.replace(os.sep, "/"), 500) + ("/" if is_folder else ""))
            if len(found) == MOST_FOUND:
                break
    return found


def slashed(path: str) -> str:
    """A path of Windows with slashes; a backslash before a letter has become a control character."""
    for control, letter in zip("\a\b\f\n\r\t\v", "abfnrtv"):
        path = path.replace(control, "/" + letter)
    return path.replace("\\", "/").strip("'\" ")


def is_like(name: str, other: str) -> bool:
    """Whether a name is another one, misspelt or with another extension."""
    one, two = name.casefold(), other.casefold()
    if one == two or one.partition(".")[0] == two.partition(".")[0]:
        return True
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= LIKE_ENOUGH


def entries() -> Iterator[tuple[str, bool]]:
    """Paths relative to the working folder, nearest first, and whether each is a folder."""
    until, count = time.perf_counter() + SEARCH_SECONDS, 0
    seen: set[str] = set()
    for start, depth in DEPTHS:
        if start and is_outermost(os.path.realpath(start)):
            return
        level = [start]
        for _ in range(depth):
            below = []
            for folder in level:
                for entry in listed(folder, seen):
                    count += 1
                    if count > MOST_ENTRIES or time.perf_counter() > until:
                        return
                    path = os.path.join(folder, entry.name)
                    is_folder = is_dir(entry)
                    if is_folder:
                        below.append(path)
                    yield path, is_folder
            level = below


def listed(folder: str, seen: set[str]) -> list[os.DirEntry[str]]:
    """A folder's entries, once; none of hidden ones, environments and the like."""
    real = os.path.realpath(folder or os.curdir)
    if real in seen:
        return []
    seen.add(real)
    try:
        with os.scandir(real) as found:
            shown = [entry for entry in found if not entry.name.startswith(".") and entry.name not in SKIPPED]
    except OSError:
        return []
    if any(entry.name in ("pyvenv.cfg", "conda-meta") for entry in shown):
        return []
    return sorted(shown, key=lambda entry: entry.name)


def is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def is_outermost(folder: str) -> bool:
    """Whether a folder holds more than one person's project: the root, everybody's homes, scratch space."""
    homes = os.path.dirname(os.path.expanduser("~"))
    return folder in {os.path.abspath(os.sep), homes, os.path.realpath(tempfile.gettempdir())}
