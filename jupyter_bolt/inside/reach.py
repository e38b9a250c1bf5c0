"""Names what a trial tries to reach, and refuses it: the answering side of its seccomp filter."""

from __future__ import annotations

import array
import ctypes
import fcntl
import os
import select
import socket
import struct
from typing import TYPE_CHECKING

from . import calls, linux

if TYPE_CHECKING:
    from collections.abc import Callable

RECEIVE, ANSWER = 0xC0502100, 0xC0182101  # SECCOMP_IOCTL_NOTIF_RECV and _SEND
PIDFD_GETFD = 438
EACCES, ENOENT = 13, 2
NAME_LOOK_UP = "the network (a name look-up or datagrams)"
NAME_SERVICE_CACHE = "/var/run/nscd/socket"
MOST = 20


class Listener:
    """Answers a trial's attempts to reach out. `tell` is called with where to, in words for the user.

    `shared` is the folder of a confined kernel's own sockets: it looks for them there, and they are bound for it.
    """

    def __init__(self, channel: socket.socket, tell: Callable[[str], None], shared: str | None) -> None:
        self.shared = shared
        self.channel = channel
        self.tell = tell
        self.descriptor = -1
        self.told = 0

    def fileno(self) -> int:
        return self.descriptor

    def receive(self) -> bool:
        """Take the listener's descriptor from the trial. False when it has none."""
        _, ancillary, _, _ = self.channel.recvmsg(1, socket.CMSG_SPACE(4))
        for _level, _kind, data in ancillary:
            self.descriptor = array.array("i", data[:4])[0]
        return self.descriptor >= 0

    def answer(self) -> bool:
        """Refuse one attempt and note where it led to. Returns False when nobody is left to ask."""
        notice = ctypes.create_string_buffer(80)
        try:
            fcntl.ioctl(self.descriptor, RECEIVE, notice)
        except OSError:
            return self._is_anybody_left()
        number, pid, _, call, _, _, *arguments = struct.unpack("=QIIiIQ6Q", notice)
        error = self._judge(calls.name(call), pid, arguments)
        try:
            fcntl.ioctl(self.descriptor, ANSWER, struct.pack("=QqiI", number, 0, -error, 0))
        except OSError:
            pass
        return True

    def _is_anybody_left(self) -> bool:
        poll = select.poll()
        poll.register(self.descriptor)
        return not any(events & select.POLLHUP for _, events in poll.poll(0))

    def _judge(self, call: str, pid: int, arguments: list[int]) -> int:
        """Return the error to refuse with, or 0 when the call was done for the trial.

        Never is a call let go on: what was looked at could be another thing by then.
        """
        if call == "socket":
            return self._refuse("a local service" if arguments[0] == socket.AF_UNIX else NAME_LOOK_UP)
        if call == "listen":
            done = self.shared and _serve(pid, arguments[0], None)
            return 0 if done else self._refuse("a port of its own")
        address, size = (arguments[4], arguments[5]) if call == "sendto" else (arguments[1], arguments[2])
        where = _read_address(pid, address, size)
        if call == "bind":
            done = self._is_shared(where) and _serve(pid, arguments[0], where)
            return 0 if done else self._refuse("a port of its own (%s)" % where)
        if where == NAME_SERVICE_CACHE or self._is_shared(where):
            return ENOENT
        return self._refuse(where)

    def _is_shared(self, path: str) -> bool:
        return bool(self.shared) and path == "%s/%s" % (self.shared, os.path.basename(path))

    def _refuse(self, label: str) -> int:
        if self.told < MOST:
            self.told += 1
            self.tell(label)
        return EACCES

    def close(self) -> None:
        self.channel.close()


def _serve(pid: int, number: int, path: str | None) -> bool:
    """Bind a thread's local socket to a path for it, or have it listen. False when it is no local socket."""
    try:
        process = os.pidfd_open(_process_of(pid))
    except (OSError, ValueError):
        return False
    try:
        copy = socket.socket(
            fileno=linux.check(linux.libc.syscall(PIDFD_GETFD, process, number, 0), "pidfd_getfd")
        )
    except OSError:
        return False
    finally:
        os.close(process)
    with copy:
        if copy.family != socket.AF_UNIX:
            return False
        try:
            copy.listen() if path is None else copy.bind(path)
        except OSError:
            return False
    return True


def _process_of(thread: int) -> int:
    with open("/proc/%d/status" % thread) as status:
        return int(next(line.split()[1] for line in status if line.startswith("Tgid:")))


def _read_address(pid: int, address: int, size: int) -> str:
    try:
        with open("/proc/%d/mem" % pid, "rb", buffering=0) as memory:
            memory.seek(address)
            raw = memory.read(min(size, 128))
        return _address_text(int.from_bytes(raw[:2], "little"), raw)
    except (OSError, ValueError, OverflowError):
        return "an address"


def _address_text(family: int, raw: bytes) -> str:
    if family == socket.AF_UNIX:
        return os.fsdecode(raw[2:].lstrip(b"\0").split(b"\0")[0]) or "a local service"
    if family == socket.AF_INET:
        return "%s:%d" % (socket.inet_ntop(family, raw[4:8]), int.from_bytes(raw[2:4], "big"))
    if family == socket.AF_INET6:
        return "[%s]:%d" % (socket.inet_ntop(family, raw[8:24]), int.from_bytes(raw[2:4], "big"))
    return "an address of family %d" % family
