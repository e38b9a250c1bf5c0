"""Cut what a fork shares with its parent through open descriptors.

Sockets, pipes and event descriptors are replaced by dead ones; the other ends of those that led to somewhere
are kept, so that talking over an inherited connection is noticed. Regular files are opened again in the
trial's view at the same offset: read-only ones too, since a fork shares the offset.
"""

from __future__ import annotations

import fcntl
import os
import select
import socket
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

    from .view import View

COPIED_BYTES = 64 * 1024**2
DEVICES = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}


class Obstacle(Exception):
    """Why the live kernel can't be forked without effect, in words for the user."""


class Line(NamedTuple):
    """Where an inherited connection led to, for the user, and the inode of the trial's end of its replacement."""

    label: str
    inode: int


class OwnEnds(NamedTuple):
    """What the kernel's own channels are: TCP ports, or the start of the sockets' paths."""

    ports: frozenset[int] = frozenset()
    path: str = ""


Watched = dict[int, Line]
"""By the descriptor of the kept end."""


def open_numbers() -> list[int]:
    """The descriptors that this process has open."""
    return [int(name) for name in os.listdir("/proc/self/fd")]


def replace_channels(kept: Container[int], own_ends: OwnEnds) -> Watched:
    """Replace every socket, pipe and event descriptor but `kept`. Returns those that led to somewhere."""
    watched: Watched = {}
    for number in open_numbers():
        if number in kept:
            continue
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode):
            _replace_socket(number, _peer(number, own_ends), watched)
        elif stat.S_ISCHR(mode) and _is_terminal(number):
            _replace_socket(number, "a terminal", watched)
        elif stat.S_ISFIFO(mode):
            _replace_pipe(number, watched)
        elif stat.S_IFMT(mode) == 0:
            _replace_event(number)
    return watched


def _put(new: int, number: int) -> None:
    os.dup2(new, number, inheritable=os.get_inheritable(number))
    os.close(new)


def _is_terminal(number: int) -> bool:
    path = os.readlink("/proc/self/fd/%d" % number)
    return path.startswith(("/dev/pts", "/dev/tty")) or path == "/dev/ptmx"


def _replace_socket(number: int, label: str, watched: Watched) -> None:
    ours, theirs = socket.socketpair()
    blocking = os.get_blocking(number)
    _put(theirs.detach(), number)
    os.set_blocking(number, blocking)
    if label:
        ours.setblocking(False)
        watched[ours.detach()] = Line(label, os.fstat(number).st_ino)
    else:
        ours.close()


def _peer(number: int, own_ends: OwnEnds) -> str:
    """Where an inherited connection leads to, or "" for the kernel's own and for unconnected ones."""
    copy = socket.socket(fileno=os.dup(number))
    try:
        peer = copy.getpeername()
        if copy.family == socket.AF_UNIX:
            path = os.fsdecode(peer)
            return "" if own_ends.path and path.startswith(own_ends.path) else path
        own = copy.getsockname()
        if not isinstance(peer, tuple) or own[1] in own_ends.ports or peer[1] in own_ends.ports:
            return ""
        return "%s:%s" % peer[:2]
    except OSError:
        return ""
    finally:
        copy.close()


def _replace_pipe(number: int, watched: Watched) -> None:
    flags = fcntl.fcntl(number, fcntl.F_GETFL)
    reading, writing = os.pipe()
    theirs, ours = (reading, writing) if flags & os.O_ACCMODE == os.O_RDONLY else (writing, reading)
    _put(theirs, number)
    os.set_blocking(ours, False)
    watched[ours] = Line("a pipe of the kernel's", os.fstat(number).st_ino)


def _replace_event(number: int) -> None:
    kind = os.readlink("/proc/self/fd/%d" % number)
    if "eventpoll" in kind:
        with select.epoll() as poll:
            _put(os.dup(poll.fileno()), number)
    elif "eventfd" in kind and hasattr(os, "eventfd"):
        _put(os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC), number)
    else:
        _put(os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC), number)


def reopen_files(kept: Container[int], view: View) -> None:
    """Open every inherited regular file and folder again in the view. Raises `Obstacle` for what can't be."""
    for number in open_numbers():
        if number in kept:
            continue
        try:
            mode = os.fstat(number).st_mode
            path = os.readlink("/proc/self/fd/%d" % number)
        except OSError:
            continue
        _reopen(number, path, mode, fcntl.fcntl(number, fcntl.F_GETFL), view)


def _reopen(number: int, path: str, mode: int, flags: int, view: View) -> None:
    if stat.S_ISDIR(mode) or flags & os.O_PATH:
        _reopen_by_path(number, path, flags)
    elif stat.S_ISREG(mode):
        _reopen_file(number, path, flags, view)
    elif (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and not _is_harmless_device(path):
        raise Obstacle("the kernel has %s open" % path)


def _is_harmless_device(path: str) -> bool:
    return path in DEVICES


def _reopen_by_path(number: int, path: str, flags: int) -> None:
    """Look a folder, or what stands for a path only, up anew: as it was opened, its mount could be written."""
    try:
        new = os.open(path, flags & (os.O_PATH | os.O_DIRECTORY) | os.O_CLOEXEC)
    except OSError:
        new = os.open("/dev/null", os.O_PATH | os.O_CLOEXEC)
    _put(new, number)


def _reopen_file(number: int, path: str, flags: int, view: View) -> None:
    offset = os.lseek(number, 0, os.SEEK_CUR)
    flags &= ~(os.O_CREAT | os.O_EXCL | os.O_TRUNC)
    seen = view_path(path, view) if os.fstat(number).st_nlink else None
    if seen is None and flags & os.O_ACCMODE == os.O_RDONLY and _is_still(path, number):
        seen = path
    try:
        new = _open_seen(seen, flags) or _copy(number, path, flags)
    except OSError as error:
        raise Obstacle("the open file %s can't be opened again (%s)" % (path, error.strerror)) from None
    os.lseek(new, offset, os.SEEK_SET)
    _put(new, number)


def _is_still(path: str, number: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(number))
    except OSError:
        return False


def _open_seen(seen: str | None, flags: int) -> int | None:
    """Open a file of the view. None when it can't be: an overlay can't write a foreign file for everybody."""
    try:
        return os.open(seen, flags | os.O_CLOEXEC) if seen else None
    except OSError:
        return None


def view_path(path: str, view: View) -> str | None:
    """The path under which the view has a file that may be written, or None."""
    seen = view.place(path)
    return seen if seen and os.path.exists(seen) else None


def _copy(number: int, path: str, flags: int) -> int:
    """A private copy in memory of a file that lies outside the view, or has no name any more."""
    size = os.fstat(number).st_size
    if size > COPIED_BYTES:
        raise Obstacle("the open file %s has %d MB, too much to copy" % (path, size >> 20))
    source = os.open("/proc/self/fd/%d" % number, os.O_RDONLY | os.O_CLOEXEC)
    copy = os.memfd_create("copy", os.MFD_CLOEXEC)
    done = 0
    while done < size:
        sent = os.sendfile(copy, source, done, size - done)
        if not sent:
            break
        done += sent
    os.close(source)
    if flags & os.O_APPEND:
        fcntl.fcntl(copy, fcntl.F_SETFL, os.O_APPEND)
    return copy
