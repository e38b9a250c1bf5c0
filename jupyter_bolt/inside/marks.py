"""Find that an object has changed in place, without copying it.

Small objects by what they hold, large buffers by the pages that this process no longer shares with the one it
was forked from (`/proc/self/pagemap`, bit 56).
"""

from __future__ import annotations

import ctypes
import mmap
import types
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HASHED_BYTES = 1024**2
ITEMS = 2000
NESTED = 50
PAGE = mmap.PAGESIZE
ATOMS = (type(None), bool, int, float, complex, str, bytes, type, types.ModuleType, types.BuiltinFunctionType)
_TOP_BYTE_EXCLUSIVE = bytes(byte & 1 for byte in range(256))


def mark(value: Any, depth: int = 2) -> object:
    """Something that differs when the object has changed in place. Never raises."""
    try:
        return _mark(value, depth)
    except Exception:  # the user's objects may raise anything
        return None


def _mark(value: Any, depth: int) -> object:
    if isinstance(value, ATOMS):
        return _atom_mark(value)
    kind = type(value)
    if kind in (list, tuple, set, frozenset) or kind.__name__ == "deque":
        return (len(value), *_marks(value, depth))
    if isinstance(value, dict):
        return (len(value), *_marks(value.keys(), 0), *_marks(value.values(), depth))
    if kind is bytearray or kind.__name__ == "memoryview":
        return (len(value), zlib.crc32(value))
    return _library_mark(value, depth)


def _library_mark(value: Any, depth: int) -> object:
    """The mark of an object of a library or of the user's own class."""
    root = (type(value).__module__ or "").partition(".")[0]
    if root == "numpy" and hasattr(value, "__array_interface__"):
        return _array_mark(value)
    if root == "pandas":
        return _pandas_mark(value)
    if root == "torch" and hasattr(value, "_version"):
        return (value._version, tuple(getattr(value, "shape", ())))
    if hasattr(value, "write") and hasattr(value, "flush"):
        return id(value)
    held = getattr(value, "__dict__", None)
    return (id(value), _mark(held, depth - 1)) if isinstance(held, dict) and depth > 0 else id(value)


def _atom_mark(value: object) -> object:
    """A small value itself, since another one may come to lie at its address; but never NaN, unlike itself."""
    if isinstance(value, (str, bytes)):
        return value if len(value) < 64 else id(value)
    if isinstance(value, (float, complex)):
        return repr(value)
    return value if isinstance(value, int) else id(value)


def _marks(items: Iterable[object], depth: int) -> Iterator[object]:
    for number, item in enumerate(items):
        if number == ITEMS:
            return
        yield mark(item, depth - 1) if depth > 0 and number < NESTED else id(item)


def _array_mark(array: Any) -> object:
    facts = (array.shape, str(array.dtype), array.strides)
    base = array
    while getattr(base, "base", None) is not None and hasattr(base.base, "__array_interface__"):
        base = base.base
    interface = base.__array_interface__
    if base.strides and not (base.flags.c_contiguous or base.flags.f_contiguous):
        return (facts, zlib.crc32(base.tobytes()) if base.nbytes <= HASHED_BYTES else id(base))
    return (facts, _buffer_mark(interface["data"][0], base.nbytes))


def _buffer_mark(address: int, size: int) -> object:
    """A checksum of a small buffer; of a large one, the pages written since the fork and its ragged ends."""
    if size <= HASHED_BYTES:
        return _checksum(address, size)
    first, last = -(-address // PAGE), (address + size) // PAGE
    ends = _checksum(address, first * PAGE - address), _checksum(last * PAGE, address + size - last * PAGE)
    with open("/proc/self/pagemap", "rb") as pagemap:
        pagemap.seek(first * 8)
        entries = pagemap.read((last - first) * 8)
    return (*ends, entries[7::8].translate(_TOP_BYTE_EXCLUSIVE).count(1))


def _checksum(address: int, size: int) -> int:
    return zlib.crc32((ctypes.c_char * size).from_address(address)) if size else 0


def _pandas_mark(value: Any) -> object:
    manager = getattr(value, "_mgr", None)
    arrays = list(getattr(manager, "arrays", ()))[:NESTED] or [getattr(value, "_data", None)]
    labels = [id(axis) for axis in getattr(manager, "axes", ())]
    names = str(getattr(value, "name", ""))
    return (
        getattr(value, "shape", None),
        names,
        tuple(labels),
        tuple(_extension_mark(each) for each in arrays),
    )


def _extension_mark(array: Any) -> object:
    if hasattr(array, "__array_interface__"):
        return _array_mark(array)
    held = getattr(array, "__dict__", {})
    return tuple(mark(part, 1) for part in held.values())
