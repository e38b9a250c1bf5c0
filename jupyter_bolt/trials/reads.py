"""Which files a replay has read, and whether they still are what they were."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, Field

from .content import SETTLED_NS, SKIPPED

MOST_PATHS = 10_000


class Reads(BaseModel):
    """What a replay's kernel tells of the files and folders that it has looked at. Untrusted."""

    folder: str
    paths: list[Annotated[str, Field(max_length=4_096)]] = Field(max_length=MOST_PATHS)
    all: bool = Field(description="Whether nothing can have been read but what Python opened.")

    def is_complete(self, folder: str) -> bool:
        """Whether the paths are all that was read. In a copy of the folder they are not those of the files."""
        return self.all and os.path.realpath(self.folder) == os.path.realpath(folder)


def states_of(reads: Reads, folder: str, *, since_ns: int) -> dict[str, str] | None:
    """What tells the state of each path from others; None where one may have changed since it was read.

    What is new in the folder itself changes the bundle.
    """
    states = {}
    for path in reads.paths:
        found = _stat(path)
        if found is not None and found.st_mtime_ns > since_ns - SETTLED_NS and path.rstrip("/") != folder:
            return None
        states[path] = _state(path, found)
    return states


def are_current(states: Mapping[str, str]) -> bool:
    """Whether each path still is in its state."""
    return all(_state(path, _stat(path)) == state for path, state in states.items())


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _state(path: str, found: os.stat_result | None) -> str:
    """Of a folder, the names in it, without those that come and go with a notebook that is saved."""
    if found is None:
        return ""
    if not stat.S_ISDIR(found.st_mode):
        return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return ""
    kept = [name for name in names if name not in SKIPPED and not name.endswith(".ipynb")]
    return hashlib.sha256("\0".join(kept).encode("utf-8", "surrogateescape")).hexdigest()
