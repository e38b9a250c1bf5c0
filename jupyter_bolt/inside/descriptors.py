"""Cut what a fork shares with its parent through open descriptors.

Sockets, pipes and event descriptors are replaced by dead ones; the other ends of those that led to somewhere
are kept, so that talking over an inherited connection is noticed. Regular files are opened again in the
trial's view at the same offset: read-only ones too, since a fork shares the offset.
"""

import fcntl
import os
import socket
import stat

COPIED_BYTES = 64 * 1024**2
DEVICES = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx"}


class Obstacle(Exception):
    """Why the live kernel can't be forked without effect, in words for the user."""


def open_numbers():
    return [int(name) for name in os.listdir("/proc/self/fd")]


def replace_channels(kept, own_ports):
    """Replace every socket, pipe and event descriptor but `kept`.

    Returns `{kept end: (label, inode of the trial's end)}` for those that led to somewhere.
    """
    watched = {}
    for number in open_numbers():
        if number in kept:
            continue
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode):
            _replace_socket(number, own_ports, watched)
        elif stat.S_ISFIFO(mode):
            _replace_pipe(number, watched)
        elif stat.S_IFMT(mode) == 0:
            _replace_event(number)
    return watched


def _put(new, number):
    os.dup2(new, number, inheritable=os.get_inheritable(number))
    os.close(new)


def _replace_socket(number, own_ports, watched):
    label = _peer(number, own_ports)
    ours, theirs = socket.socketpair()
    blocking = os.get_blocking(number)
    _put(theirs.detach(), number)
    os.set_blocking(number, blocking)
    if label:
        ours.setblocking(False)
        watched[ours.detach()] = label, os.fstat(number).st_ino
    else:
        ours.close()


def _peer(number, own_ports):
    """Where an inherited connection leads to, or "" for the kernel's own and for unconnected ones."""
    copy = socket.socket(fileno=os.dup(number))
    try:
        peer = copy.getpeername()
        if copy.family == socket.AF_UNIX:
            return os.fsdecode(peer) if peer else ""
        own = copy.getsockname()
        if not isinstance(peer, tuple) or own[1] in own_ports or peer[1] in own_ports:
            return ""
        return "%s:%s" % peer[:2]
    except OSError:
        return ""
    finally:
        copy.close()


def _replace_pipe(number, watched):
    flags = fcntl.fcntl(number, fcntl.F_GETFL)
    reading, writing = os.pipe()
    theirs, ours = (reading, writing) if flags & os.O_ACCMODE == os.O_RDONLY else (writing, reading)
    _put(theirs, number)
    os.set_blocking(ours, False)
    watched[ours] = "a process that the kernel has started", os.fstat(number).st_ino


def _replace_event(number):
    kind = os.readlink("/proc/self/fd/%d" % number)
    if "eventpoll" in kind:
        import select

        poll = select.epoll()
        _put(os.dup(poll.fileno()), number)
    elif "eventfd" in kind and hasattr(os, "eventfd"):
        _put(os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC), number)
    else:
        _put(os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC), number)


def reopen_files(kept, view):
    """Open every inherited regular file and folder again in the view. Raises `Obstacle` for what can't be."""
    for number in open_numbers():
        if number in kept:
            continue
        try:
            mode = os.fstat(number).st_mode
            path = os.readlink("/proc/self/fd/%d" % number)
        except OSError:
            continue
        flags = fcntl.fcntl(number, fcntl.F_GETFL)
        if flags & os.O_PATH:
            continue
        if stat.S_ISREG(mode):
            _reopen_file(number, path, flags, view)
        elif stat.S_ISDIR(mode) and os.path.isdir(path):
            _put(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), number)
        elif (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and path not in DEVICES and not path.startswith("/dev/pts"):
            raise Obstacle("the kernel has %s open" % path)


def _reopen_file(number, path, flags, view):
    offset = os.lseek(number, 0, os.SEEK_CUR)
    flags &= ~(os.O_CREAT | os.O_EXCL | os.O_TRUNC)
    seen = view_path(path, view) if os.fstat(number).st_nlink else None
    if seen is None and flags & os.O_ACCMODE == os.O_RDONLY:
        seen = "/proc/self/fd/%d" % number
    try:
        new = os.open(seen, flags | os.O_CLOEXEC) if seen else _copy(number, path, flags)
    except OSError as error:
        raise Obstacle("the open file %s can't be opened again (%s)" % (path, error.strerror)) from None
    os.lseek(new, offset, os.SEEK_SET)
    _put(new, number)


def view_path(path, view):
    """The path under which the view has a file that may be written, or None."""
    place = getattr(view, "place", None)
    seen = place(path) if place else path if view.covered_by(path) else None
    return seen if seen and os.path.exists(seen) else None


def _copy(number, path, flags):
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
