"""Mark a buffer without copying it, and tell which objects share one.

A small buffer is marked by its checksum; a large one by the pages that this process no longer shares with the one
it was forked from (`/proc/self/pagemap`, bit 56).
"""

from __future__ import annotations

import ctypes
import mmap
import zlib
from itertools import islice
from typing import Any

HASHED_BYTES = 256 * 1024
PAGE = mmap.PAGESIZE
BASES = 10
BLOCKS = 1000
_TOP_BYTE_EXCLUSIVE = bytes(byte & 1 for byte in range(256))


def array_bytes_mark(array: Any) -> object:
    """A mark of the bytes that a numpy array shows; of a large one, of all that lie between its first and last."""
    if array.nbytes <= HASHED_BYTES:
        return zlib.crc32(array.tobytes())
    first = last = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides):
        first += min(0, (length - 1) * stride)
        last += max(0, (length - 1) * stride)
    return _buffer_mark(first, last + array.itemsize - first)


def _buffer_mark(address: int, size: int) -> object:
    """The pages of a large buffer that were written since the fork, and its ragged ends."""
    if size <= HASHED_BYTES:
        return _checksum(address, size)
    first, last = -(-address // PAGE), (address + size) // PAGE
    ends = _checksum(address, first * PAGE - address), _checksum(last * PAGE, address + size - last * PAGE)
    with open("/proc/self/pagemap", "rb") as pagemap:
        pagemap.seek(first * 8)
        entries = pagemap.read((last - first) * 8)
    return (address, *ends, entries[7::8].translate(_TOP_BYTE_EXCLUSIVE).count(1))


def _checksum(address: int, size: int) -> int:
    return zlib.crc32((ctypes.c_char * size).from_address(address)) if size else 0


def owners(value: Any) -> set[int]:
    """The ids of the object and of those that own the buffers that it shows. Never raises."""
    found = {id(value)}
    try:
        root = (type(value).__module__ or "").partition(".")[0]
        if root == "numpy":
            found.add(_owner(value))
        if root == "pandas":
            arrays = getattr(getattr(value, "_mgr", None), "arrays", ())
            found.update(_owner(getattr(each, "_ndarray", each)) for each in islice(arrays, BLOCKS))
    except Exception:  # an object of a library that we don't know
        pass
    return found


def _owner(array: Any) -> int:
    for _ in range(BASES):
        base = getattr(array, "base", None)
        if base is None:
            break
        array = base
    return id(array.obj if isinstance(array, memoryview) else array)
