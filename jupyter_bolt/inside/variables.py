"""Which variables a piece of code made, changed or removed, and what they look like.

Changes in place are found without copying: small objects by what they hold, large buffers by the pages that
this process no longer shares with the one it was forked from (`/proc/self/pagemap`, bit 56).
"""

import ast
import builtins
import mmap
import reprlib
import types
import zlib

LISTED = 100
REPR_CHARACTERS = 200
HASHED_BYTES = 1024**2
ITEMS = 2000
NESTED = 50
PAGE = mmap.PAGESIZE
ATOMS = (type(None), bool, int, float, complex, str, bytes, type, types.ModuleType, types.BuiltinFunctionType)
_TOP_BYTE_EXCLUSIVE = bytes(byte & 1 for byte in range(256))


class Snapshot:
    """The variables as they were, and what is needed to see afterwards whether they changed in place."""

    def __init__(self, namespace, hidden, source):
        self.namespace = namespace
        self.hidden = hidden
        self.objects = {name: value for name, value in list(namespace.items()) if self._shown(name)}
        self.names = names_used(source, namespace) & self.objects.keys()
        self.marks = {name: mark(self.objects[name]) for name in self.names}

    def _shown(self, name):
        return isinstance(name, str) and not name.startswith("_") and name not in self.hidden

    def changes(self):
        """Return `[{name, change, type, size, repr}]`, and whether the list was cut."""
        found = []
        for name, value in list(self.namespace.items()):
            if not self._shown(name):
                continue
            if name not in self.objects:
                found.append((name, "made", value))
            elif value is not self.objects[name] or (name in self.names and mark(value) != self.marks[name]):
                found.append((name, "changed", value))
        shown = [dict(describe(value), name=name, change=change) for name, change, value in found[:LISTED]]
        removed = [name for name in self.objects if name not in self.namespace]
        shown += [{"name": name, "change": "removed"} for name in removed[:LISTED]]
        return shown, max(len(found), len(removed)) > LISTED


def names_used(source, namespace):
    """Names that the code, and the user's functions that it names, can reach."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    waiting, seen = list(names), set()
    while waiting and len(seen) < 500:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        code = getattr(namespace.get(name), "__code__", None)
        if isinstance(code, types.CodeType):
            waiting.extend(code.co_names)
    return seen


def mark(value, depth=2):
    """Something that differs when the object has changed in place. Never raises."""
    try:
        return _mark(value, depth)
    except Exception:
        return None


def _mark(value, depth):
    if isinstance(value, ATOMS):
        return _atom_mark(value)
    kind = type(value)
    root = (kind.__module__ or "").partition(".")[0]
    if kind in (list, tuple, set, frozenset) or kind.__name__ == "deque":
        return (len(value), *_marks(value, depth))
    if isinstance(value, dict):
        return (len(value), *_marks(value.keys(), 0), *_marks(value.values(), depth))
    if kind is bytearray or kind.__name__ == "memoryview":
        return (len(value), zlib.crc32(value))
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


def _atom_mark(value):
    """A small value itself, since another one may come to lie at its address; but never NaN, unlike itself."""
    if isinstance(value, (str, bytes)):
        return value if len(value) < 64 else id(value)
    return repr(value) if isinstance(value, (float, complex)) else value if isinstance(value, int) else id(value)


def _marks(items, depth):
    for number, item in enumerate(items):
        if number == ITEMS:
            return
        yield mark(item, depth - 1) if depth > 0 and number < NESTED else id(item)


def _array_mark(array):
    facts = (array.shape, str(array.dtype), array.strides)
    base = array
    while getattr(base, "base", None) is not None and hasattr(base.base, "__array_interface__"):
        base = base.base
    interface = base.__array_interface__
    if base.strides and not (base.flags.c_contiguous or base.flags.f_contiguous):
        return (facts, zlib.crc32(base.tobytes()) if base.nbytes <= HASHED_BYTES else id(base))
    return (facts, _buffer_mark(interface["data"][0], base.nbytes))


def _buffer_mark(address, size):
    """A checksum of a small buffer; of a large one, the pages written since the fork and its ragged ends."""
    if size <= HASHED_BYTES:
        return _checksum(address, size)
    first, last = -(-address // PAGE), (address + size) // PAGE
    ends = _checksum(address, first * PAGE - address), _checksum(last * PAGE, address + size - last * PAGE)
    with open("/proc/self/pagemap", "rb") as pagemap:
        pagemap.seek(first * 8)
        entries = pagemap.read((last - first) * 8)
    return (*ends, entries[7::8].translate(_TOP_BYTE_EXCLUSIVE).count(1))


def _checksum(address, size):
    import ctypes

    return zlib.crc32((ctypes.c_char * size).from_address(address)) if size else 0


def _pandas_mark(value):
    manager = getattr(value, "_mgr", None)
    arrays = list(getattr(manager, "arrays", ()))[:NESTED] or [getattr(value, "_data", None)]
    labels = [id(axis) for axis in getattr(manager, "axes", ())]
    names = str(getattr(value, "name", ""))
    return (getattr(value, "shape", None), names, tuple(labels), tuple(_extension_mark(each) for each in arrays))


def _extension_mark(array):
    if hasattr(array, "__array_interface__"):
        return _array_mark(array)
    held = getattr(array, "__dict__", {})
    return tuple(mark(part, 1) for part in held.values())


def describe(value):
    """Return `{type, size, repr}` of an object. Never raises, whatever its `__repr__` does."""
    return {"type": _type_name(value), "size": _guard(_size, value), "repr": _guard(_repr, value)}


def _guard(read, value):
    try:
        text = read(value)
        return text if isinstance(text, str) else ""
    except (SystemExit, KeyboardInterrupt, GeneratorExit, Exception) as error:
        return "<%s raised %s>" % (_type_name(value), type(error).__name__) if read is _repr else ""


def _type_name(value):
    return type(value).__qualname__


def _size(value):
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and all(isinstance(each, int) for each in shape):
        if len(shape) == 2 and hasattr(value, "columns"):
            return "%d rows × %d columns" % shape
        dtype = getattr(value, "dtype", "")
        return " × ".join(map(str, shape)) + (" %s" % dtype if str(dtype) else "")
    if isinstance(value, str):
        return "%d characters" % len(value)
    if isinstance(value, (bytes, bytearray)):
        return "%d bytes" % len(value)
    if isinstance(value, (list, tuple, set, frozenset, dict)) or type(value).__len__ is not None:
        return "%d items" % len(value)
    return ""


_bounded = reprlib.Repr()
_bounded.maxstring = _bounded.maxother = REPR_CHARACTERS
_bounded.maxlist = _bounded.maxtuple = _bounded.maxset = _bounded.maxdict = 8


def _repr(value):
    built_in = type(value).__module__ == builtins.__name__ and not isinstance(value, type)
    text = _bounded.repr(value) if built_in else repr(value)
    if type(text) is not str:
        raise TypeError("__repr__ returned no text")
    return text if len(text) <= REPR_CHARACTERS else text[: REPR_CHARACTERS - 1] + "…"
