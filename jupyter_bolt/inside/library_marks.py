"""Mark objects of libraries and of the user's own classes by the state that they are known to keep."""

from __future__ import annotations

import array
import functools
import io
import itertools
import random
import types
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from .buffers import BLOCKS, array_bytes_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .marks import Marker

BYTES_PER_VISIT = 4096
READ_CHARACTERS = 1024**2
OBJECTS = 50
_VALUES = ("datetime", "decimal", "fractions", "pathlib", "uuid", "zoneinfo")
_FILES = (io.TextIOWrapper, io.BufferedReader, io.FileIO)
_ARRAY_PARTS = ("_ndarray", "_codes", "_data", "_mask", "_left", "_right", "_sparse_values")


def library_mark(marker: Marker, value: Any, depth: int, *, identity: bool = True) -> object:
    """The mark of an object that is no builtin container; `identity`: whether another one like it would differ."""
    kind = type(value)
    root = (kind.__module__ or "").partition(".")[0]
    if root in _VALUES:
        return (kind, repr(value))
    if root == "numpy" and hasattr(kind, "__array_interface__"):
        return _numpy_mark(marker, value, depth)
    if kind.__module__.startswith("numpy.random"):
        return (id(value), marker.visit(_bits(value), depth))
    if root == "pandas":
        return _pandas_mark(marker, value, depth)
    if root == "torch" and hasattr(kind, "_version"):
        return (id(value), value._version, tuple(getattr(value, "shape", ())))
    standard = _standard_mark(marker, value, depth)
    if standard is not None:
        return standard
    return (id(value) if identity else kind, marker.attributes(_state(value), depth))


def _bits(value: Any) -> object:
    """The state of a random generator of numpy's, or None."""
    generator = getattr(value, "bit_generator", None) or getattr(value, "_bit_generator", None) or value
    return getattr(generator, "state", None)


def _numpy_mark(marker: Marker, value: Any, depth: int) -> object:
    facts = (type(value), value.shape, str(value.dtype), value.strides)
    marker.spend(min(value.nbytes // BYTES_PER_VISIT, 64))
    if not hasattr(type(value), "__setitem__"):  # a scalar
        return (*facts, value.tobytes())
    held = marker.visit(value.ravel()[:OBJECTS].tolist(), depth) if value.dtype.kind == "O" else None
    mask = getattr(value, "_mask", None)
    plain = value.view(_ndarray(type(value)))
    return (*facts, array_bytes_mark(plain), held, None if mask is None else marker.visit(mask, depth))


def _ndarray(kind: type) -> type:
    return next(each for each in reversed(kind.__mro__) if each.__name__ == "ndarray")


def _pandas_mark(marker: Marker, value: Any, depth: int) -> object:
    if type(value).__module__.startswith("pandas._libs"):
        return (type(value), repr(value))
    manager = getattr(value, "_mgr", None)
    if manager is None:
        return (id(value), _extension_mark(marker, value, depth))
    return (
        id(value),
        value.shape,
        tuple((id(axis), marker.visit(tuple(axis.names), 2)) for axis in manager.axes),
        marker.visit((getattr(value, "_name", None), getattr(value, "_attrs", None)), depth),
        tuple(_extension_mark(marker, each, depth) for each in islice(manager.arrays, BLOCKS)),
    )


def _extension_mark(marker: Marker, value: Any, depth: int) -> object:
    """The parts that hold values, not what is only kept to be quick."""
    if hasattr(type(value), "__array_interface__"):
        return marker.visit(value, depth)
    parts = [getattr(value, part, None) for part in _ARRAY_PARTS]
    arrow = getattr(value, "_pa_array", None)
    names = getattr(value, "_name", None), tuple(getattr(value, "_names", None) or ())
    marks = (
        [None if part is None else _extension_mark(marker, part, depth - 1) for part in parts]
        if depth
        else []
    )
    return (id(arrow), str(getattr(value, "dtype", "")), marker.visit(names, 2), tuple(marks))


def _standard_mark(marker: Marker, value: Any, depth: int) -> object:
    kind = type(value)
    if kind in (bytearray, memoryview, array.array):
        marker.spend(memoryview(value).nbytes // BYTES_PER_VISIT)
        return (kind, getattr(value, "typecode", ""), len(value), zlib.crc32(value))
    if isinstance(value, random.Random):
        return (id(value), hash(random.Random.getstate(value)))
    if kind is types.FunctionType and not value.__closure__:
        return (
            kind,
            value.__code__,
            marker.visit((value.__defaults__, value.__kwdefaults__, vars(value)), depth),
        )
    if kind is types.GeneratorType:
        frame = value.gi_frame
        return (id(value), frame and (frame.f_lasti, marker.attributes(frame.f_locals.items(), depth)))
    if kind is itertools.count:
        return (id(value), repr(value))
    if kind.__module__ == "builtins" and hasattr(kind, "__length_hint__"):
        return (id(value), value.__length_hint__())
    return _stream_mark(value)


def _stream_mark(value: Any) -> object:
    kind = type(value)
    if kind in (io.StringIO, io.BytesIO):
        position = value.tell()
        return (id(value), position, hash(value.getvalue()) if position <= READ_CHARACTERS else 0)
    if kind in _FILES and not value.closed and not value.writable():  # `tell` would write what waits to be
        return (id(value), value.tell())
    if hasattr(kind, "write") and hasattr(kind, "flush"):
        return id(value)
    return None


def _state(value: Any) -> Iterator[tuple[str, object]]:
    """The attributes of an object, or of a class of the user's, that are its own and no cache."""
    kind: Any = type(value)
    if isinstance(value, type) and vars(value).get("__module__") != "__main__":
        return
    caches = _caches(kind)
    held = getattr(value, "__dict__", None)
    if isinstance(held, (dict, types.MappingProxyType)):
        yield from ((name, part) for name, part in list(held.items()) if name not in caches)
    for each in kind.__mro__:
        if "__slots__" in vars(each):
            yield from _slots(value, each)


@functools.lru_cache(maxsize=1000)
def _caches(kind: Any) -> frozenset[str]:
    return frozenset(
        name
        for each in kind.__mro__
        for name, held in list(vars(each).items())
        if isinstance(held, functools.cached_property)
    )


def _slots(value: Any, kind: type) -> Iterator[tuple[str, object]]:
    for name, slot in list(vars(kind).items()):
        if isinstance(slot, types.MemberDescriptorType):
            try:
                yield name, slot.__get__(value)
            except AttributeError:  # not set
                pass
