"""A view without namespaces: a bounded copy of the working folder, for where nothing can be mounted."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from .view import DEVICES, Change, View, differ, files_below

if TYPE_CHECKING:
    from collections.abc import Iterator

COPIED_FILE_BYTES = 4 * 1024**2
COPIED_BYTES = 64 * 1024**2
COPIED_ENTRIES = 2000


class ScratchView(View):
    """A bounded copy of the working folder: small files copied, the rest linked and so read-only."""

    def __init__(self, folder: str, scratch: str, shared: str | None) -> None:
        super().__init__(folder, scratch, shared)
        self.copy = scratch + "/folder"
        self._before: dict[str, tuple[int, int, int]] = {}
        self._entries_left = COPIED_ENTRIES
        self._bytes_left = COPIED_BYTES

    def enter(self) -> None:
        """Make the copy, and take it as the working folder."""
        os.mkdir(self.copy)
        os.mkdir(self.scratch + "/tmp")
        self._fill(self.folder, self.copy)
        os.chdir(self.copy)
        os.environ["TMPDIR"] = tempfile.tempdir = self.scratch + "/tmp"

    def _fill(self, source: str, target: str) -> None:
        with os.scandir(source) as entries:
            for entry in entries:
                self._entries_left -= 1
                self._add(entry, os.path.join(target, entry.name))

    def _add(self, entry: os.DirEntry[str], target: str) -> None:
        if self._entries_left > 0 and self._add_folder(entry, target):
            return
        if self._entries_left > 0 and self._is_to_copy(entry):
            self._bytes_left -= entry.stat().st_size
            shutil.copy2(entry.path, target)
        else:
            os.symlink(entry.path, target)
        self._before[target] = _state(target)

    def _add_folder(self, entry: os.DirEntry[str], target: str) -> bool:
        if not entry.is_dir(follow_symlinks=False) or self.scratch.startswith(entry.path + "/"):
            return False
        os.mkdir(target)
        try:
            self._fill(entry.path, target)
        except PermissionError:
            os.rmdir(target)
            return False
        return True

    def _is_to_copy(self, entry: os.DirEntry[str]) -> bool:
        if not entry.is_file(follow_symlinks=False):
            return False
        most = min(COPIED_FILE_BYTES, self._bytes_left)
        return entry.stat().st_size <= most and os.access(entry.path, os.R_OK)

    def place(self, path: str) -> str | None:
        if not path.startswith(self.folder + "/"):
            return None
        copied = self.copy + path[len(self.folder) :]
        return copied if os.path.exists(copied) and not os.path.islink(copied) else None

    def writable(self) -> list[str]:
        shared = [self.shared] if self.shared else []
        return [self.scratch, *shared, "/dev/pts", "/dev/ptmx", *DEVICES]

    def forget_in_trial(self) -> None:
        pass  # nothing is open

    def _found(self) -> Iterator[Change]:
        seen = set()
        for path in files_below(self.copy):
            seen.add(path)
            change = self._change(path)
            if change:
                yield change
        for path in self._before.keys() - seen:
            yield Change(self._original(path), "deleted")

    def _change(self, path: str) -> Change | None:
        size, time_ns, _ = state = _state(path)
        if path not in self._before:
            return Change(self._original(path), "made", size, time_ns)
        if state != self._before[path] and differ(self._original(path), path):
            return Change(self._original(path), "changed", size, time_ns)
        return None

    def _original(self, path: str) -> str:
        return self.folder + path[len(self.copy) :]


def _state(path: str) -> tuple[int, int, int]:
    state = os.lstat(path)
    return state.st_size, state.st_mtime_ns, state.st_ino
