"""Make inherited shared memory private: what a fork writes there would reach its parent."""

import ctypes
import mmap
import os

from .descriptors import Obstacle, view_path
from .linux import libc

COPIED_BYTES = 256 * 1024**2
MAP_FIXED = 0x10
FAILED = ctypes.c_void_p(-1).value


def shared_writable():
    """Yield `(start, end, offset, device and inode, path)` of each mapping whose writes are shared."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            fields = line.rstrip("\n").split(None, 5)
            access = fields[1]
            if access[1] == "w" and access[3] == "s":
                start, end = (int(part, 16) for part in fields[0].split("-"))
                yield start, end, int(fields[2], 16), (fields[3], fields[4]), fields[5] if len(fields) > 5 else ""


def make_private(view):
    """Replace each of them by a private one with the same content. Raises `Obstacle` for what can't be."""
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    left = COPIED_BYTES
    for start, end, offset, identity, path in list(shared_writable()):
        if path.startswith("/dev/") and not path.startswith(("/dev/shm/", "/dev/zero")):
            raise Obstacle("the kernel has %s mapped" % path)
        if _map_file(start, end - start, offset, identity, path, view):
            continue
        left -= end - start
        if left < 0:
            raise Obstacle("it shares more than %d MB of memory with other processes" % (COPIED_BYTES >> 20))
        _copy(start, end - start)


def _map_file(start, size, offset, identity, path, view):
    """Map the same file privately. False when it has no name any more or is another file by now."""
    if not path.startswith("/") or path.endswith(" (deleted)"):
        return False
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if view_path(path, view) is None and str(os.fstat(file).st_ino) != identity[1]:
            return False
        if os.fstat(file).st_size < offset + size - mmap.PAGESIZE:
            return False
        return _map(start, size, file, offset, mmap.MAP_PRIVATE | MAP_FIXED)
    finally:
        os.close(file)


def _copy(start, size):
    content = ctypes.string_at(start, size)
    if not _map(start, size, -1, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_FIXED):
        raise Obstacle("its shared memory can't be made private")
    ctypes.memmove(start, content, size)


def _map(start, size, file, offset, flags):
    return libc.mmap(start, size, mmap.PROT_READ | mmap.PROT_WRITE, flags, file, offset) != FAILED
