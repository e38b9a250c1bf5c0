"""What a trial sees of the file system: everything, with all that it writes kept apart.

Two ways. *Overlay*: mount and PID namespaces of its own, the whole tree read-only, and overlays over the
working folder, the home folder and the temporary folders; absolute paths work. *Scratch*: where no namespace
can be had, a bounded copy of the working folder (small files copied, large ones linked and so read-only).
Landlock stands behind both.
"""

from __future__ import annotations

import os
import stat
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire import Frame

LISTED_CHANGES = 1000
COMPARED_BYTES = 64 * 1024**2
DEVICES = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"]


class Unavailable(Exception):
    """This kind of view cannot be had here."""


class Change(NamedTuple):
    """A file that was `made`, `changed` or `deleted`. Two changes of one file differ in their times."""

    path: str
    change: str
    size_bytes: int = 0
    time_ns: int = 0


class View(ABC):
    """What both kinds have in common: the list of files that were made, changed or deleted.

    `shared`, a folder, stays the real one and writable.
    """

    def __init__(self, folder: str, scratch: str, shared: str | None) -> None:
        self.folder = folder
        self.scratch = scratch
        self.shared = shared
        self._marked: set[Change] = set()

    @abstractmethod
    def place(self, path: str) -> str | None:
        """The path under which the view has a file that may be written, or None."""

    @abstractmethod
    def writable(self) -> list[str]:
        """Paths below which the trial may write."""

    @abstractmethod
    def forget_in_trial(self) -> None:
        """Close, in the trial's process, what only the listing of changes needs."""

    @abstractmethod
    def _found(self) -> Iterator[Change]:
        """Every change since the view was made."""

    def mark(self) -> None:
        """Take what has changed so far as not the trial's doing."""
        self._marked = set(self._found())

    def report(self) -> Frame:
        """The changes since the mark as a frame; paths relative to the working folder where they lie in it."""
        files = []
        found = [each for each in self._found() if each not in self._marked]
        for path, change, size, _when in found[:LISTED_CHANGES]:
            inner = os.path.relpath(path, self.folder) if path.startswith(self.folder + "/") else path
            files.append({"path": inner, "change": change, "size_bytes": size})
        return {"kind": "files", "files": files, "truncated": len(found) > LISTED_CHANGES}


def files_below(root: str) -> Iterator[str]:
    """The paths of files, and of links to folders, in a folder and those in it."""
    for folder, names, files in os.walk(root):
        links = [name for name in names if os.path.islink(os.path.join(folder, name))]
        for name in files + links:
            yield os.path.join(folder, name)


def differ(before: str, after: str) -> bool:
    """Whether a file's content, owner or mode has changed; of a large one, whether its time has."""
    old, new = os.lstat(before), os.lstat(after)
    if (old.st_mode, old.st_uid, old.st_size) != (new.st_mode, new.st_uid, new.st_size):
        return True
    if not stat.S_ISREG(new.st_mode) or new.st_size > COMPARED_BYTES:
        return old.st_mtime_ns != new.st_mtime_ns
    with open(before, "rb") as one, open(after, "rb") as other:
        return one.read() != other.read()
