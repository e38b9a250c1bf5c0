"""Notes what the code of a trial meant to do and may not."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMED = 20
REFUSALS = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EFBIG, errno.EOVERFLOW}
OPENS_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
WRITING = {
    "os.remove": 1, "os.rename": 2, "os.mkdir": 1, "os.rmdir": 1, "os.link": 2, "os.symlink": 2,
    "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.utime": 1, "os.setxattr": 1, "os.removexattr": 1,
    "shutil.rmtree": 1,
}  # fmt: skip
"""Audit events that write, with how many of their first arguments are paths."""


class Denials:
    """Notes, from Python's audit events, which paths outside `writable` and which hosts the code asked for."""

    def __init__(self, writable: Iterable[str]) -> None:
        self.writable = tuple(os.path.realpath(path) for path in writable)
        self.paths: list[str] = []
        self.hosts: list[str] = []

    @property
    def count(self) -> int:
        """How many have been noted."""
        return len(self.paths) + len(self.hosts)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take one event, as `sys.addaudithook` calls it."""
        if event == "open":
            if arguments[2] and arguments[2] & OPENS_TO_WRITE:
                self._note(arguments[0])
        elif event in WRITING:
            for path in arguments[: WRITING[event]]:
                self._note(path)
        elif event == "socket.getaddrinfo" and arguments[0] and len(self.hosts) < NAMED:
            host = arguments[0]
            self.hosts.append(os.fsdecode(host) if isinstance(host, (str, bytes)) else str(host))

    def _note(self, path: object) -> None:
        if isinstance(path, (str, bytes, os.PathLike)) and len(self.paths) < NAMED:
            real = os.path.realpath(os.fsdecode(path))
            if not any(real == place or real.startswith(place + "/") for place in self.writable):
                self.paths.append(real)


def refusal(error: BaseException | None) -> str:
    """The path or the words of a refusal that the view may have caused, or ""."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in REFUSALS:
            return str(error.filename or error.strerror or error)
        if type(error).__name__ == "OperationalError" and "readonly database" in str(error):
            return str(error)
        error = error.__cause__ or error.__context__
    return ""
