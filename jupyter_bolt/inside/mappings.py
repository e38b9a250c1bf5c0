"""Make inherited shared memory private: what a fork writes there would reach its parent."""

from __future__ import annotations

import ctypes
import mmap
import os
from typing import TYPE_CHECKING, NamedTuple

from .descriptors import Obstacle, view_path
from .linux import libc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .view import View

COPIED_BYTES = 256 * 1024**2
MAP_FIXED = 0x10
FAILED = ctypes.c_void_p(-1).value


class Mapping(NamedTuple):
    """A line of /proc/self/maps, proc_pid_maps(5)."""

    start: int
    size: int
    access: str
    offset: int
    inode: str
    path: str


def shared() -> Iterator[Mapping]:
    """The mappings whose writes are shared, also those that may not be written now: mprotect(2) can change that."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            fields = line.rstrip("\n").split(None, 5)
            access = fields[1]
            if access[3] == "s" and access[:3] != "---":
                start, end = (int(part, 16) for part in fields[0].split("-"))
                path = fields[5] if len(fields) > 5 else ""
                yield Mapping(start, end - start, access, int(fields[2], 16), fields[4], path)


def make_private(view: View) -> None:
    """Replace each of them by a private one with the same content. Raises `Obstacle` for what can't be."""
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    left = COPIED_BYTES
    for each in list(shared()):
        if each.path.startswith(("/dev/", "anon_inode:")) and not each.path.startswith(
            ("/dev/shm/", "/dev/zero")
        ):
            raise Obstacle("the kernel has %s mapped" % each.path)
        if _map_file(each, view):
            continue
        left -= each.size
        if left < 0:
            raise Obstacle("it shares more than %d MB of memory with other processes" % (COPIED_BYTES >> 20))
        _copy(each)


def _map_file(each: Mapping, view: View) -> bool:
    """Map the same file privately. False when it has no name any more or is another file by now."""
    if not each.path.startswith("/") or each.path.endswith(" (deleted)"):
        return False
    try:
        file = os.open(each.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if view_path(each.path, view) is None and str(os.fstat(file).st_ino) != each.inode:
            return False
        if os.fstat(file).st_size < each.offset + each.size - mmap.PAGESIZE:
            return False
        return _map(each, file, each.offset, mmap.MAP_PRIVATE | MAP_FIXED)
    finally:
        os.close(file)


def _copy(each: Mapping) -> None:
    if each.access[0] != "r":
        raise Obstacle("it shares memory that can't be read")
    content = ctypes.string_at(each.start, each.size)
    writable = each._replace(access="rw-s")
    if not _map(writable, -1, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_FIXED):
        raise Obstacle("its shared memory can't be made private")
    ctypes.memmove(each.start, content, each.size)
    libc.mprotect(ctypes.c_void_p(each.start), ctypes.c_size_t(each.size), _protection(each))


def _map(each: Mapping, file: int, offset: int, flags: int) -> bool:
    return bool(libc.mmap(each.start, each.size, _protection(each), flags, file, offset) != FAILED)


def _protection(each: Mapping) -> int:
    wanted = zip("rwx", (mmap.PROT_READ, mmap.PROT_WRITE, mmap.PROT_EXEC))
    return sum(bit for letter, bit in wanted if letter in each.access)
