"""Which variables a piece of code made, changed or removed, and what they look like."""

from __future__ import annotations

import ast
import builtins
import reprlib
import types
from typing import TYPE_CHECKING, Any

from .marks import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

LISTED = 100
REPR_CHARACTERS = 200


class Snapshot:
    """The variables as they were, and what is needed to see afterwards whether they changed in place."""

    def __init__(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        self.namespace = namespace
        self.hidden = hidden
        self.objects = {name: value for name, value in list(namespace.items()) if self._shown(name)}
        self.names = names_used(source, namespace) & self.objects.keys()
        self.marks = {name: mark(self.objects[name]) for name in self.names}

    def _shown(self, name: object) -> bool:
        return isinstance(name, str) and not name.startswith("_") and name not in self.hidden

    def changes(self) -> tuple[list[dict[str, str]], bool]:
        """Return `[{name, change, type, size, repr}]`, and whether the list was cut."""
        found: list[tuple[str, str, object]] = []
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


def names_used(source: str, namespace: Mapping[str, Any]) -> set[str]:
    """Names that the code, and the user's functions that it names, can reach."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    waiting = list(names)
    seen: set[str] = set()
    while waiting and len(seen) < 500:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        code = getattr(namespace.get(name), "__code__", None)
        if isinstance(code, types.CodeType):
            waiting.extend(code.co_names)
    return seen


def describe(value: object) -> dict[str, str]:
    """Return `{type, size, repr}` of an object. Never raises, whatever its `__repr__` does."""
    return {"type": _type_name(value), "size": _guard(_size, value), "repr": _guard(_repr, value)}


def _guard(read: Callable[[Any], object], value: object) -> str:
    try:
        text = read(value)
        return text if isinstance(text, str) else ""
    except (SystemExit, KeyboardInterrupt, GeneratorExit, Exception) as error:  # it is the user's code
        return "<%s raised %s>" % (_type_name(value), type(error).__name__) if read is _repr else ""


def _type_name(value: object) -> str:
    return type(value).__qualname__


def _size(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and all(isinstance(each, int) for each in shape):
        if len(shape) == 2 and hasattr(value, "columns"):
            return "%d rows × %d columns" % shape
        extent = "%d values" % shape if len(shape) == 1 else " × ".join(map(str, shape))
        return ", ".join(part for part in (extent, str(getattr(value, "dtype", ""))) if part)
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


def _repr(value: object) -> str:
    built_in = type(value).__module__ == builtins.__name__ and not isinstance(value, type)
    text = _bounded.repr(value) if built_in else repr(value)
    if type(text) is not str:
        raise TypeError("__repr__ returned no text")
    return text if len(text) <= REPR_CHARACTERS else text[: REPR_CHARACTERS - 1] + "…"
