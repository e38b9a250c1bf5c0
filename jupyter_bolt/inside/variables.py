"""Which variables a piece of code made, changed or removed, and what they look like."""

from __future__ import annotations

import builtins
import reprlib
import time
from typing import TYPE_CHECKING, Any

from .bounded import TooSlow, bounded
from .marks import Marker
from .names import names_used, with_aliases

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

LISTED = 100
REPR_CHARACTERS = 200
DESCRIBING_SECONDS = 2.0


class Snapshot:
    """The variables as they were, and what is needed to see afterwards whether they changed in place."""

    def __init__(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        self.namespace = namespace
        self.hidden = hidden
        self.objects = {name: value for name, value in list(namespace.items()) if self._shown(name)}
        self.marks = self._marks(names_used(source, namespace) & self.objects.keys())

    def _marks(self, names: set[str]) -> dict[str, object]:
        reached = with_aliases(names, self.objects)
        marker = Marker(len(reached))
        return {name: marker.mark(self.objects[name]) for name in reached}

    def _shown(self, name: object) -> bool:
        return isinstance(name, str) and not name.startswith("_") and name not in self.hidden

    def changes(self) -> tuple[list[dict[str, str]], bool]:
        """Return `[{name, change, type, size, repr}]`, and whether the list was cut."""
        found: list[tuple[str, str, object]] = []
        marker = Marker(len(self.marks))
        for name, value in list(self.namespace.items()):
            if not self._shown(name):
                continue
            if name not in self.objects:
                found.append((name, "made", value))
            elif self._changed(name, value, marker):
                found.append((name, "changed", value))
        until = time.perf_counter() + DESCRIBING_SECONDS
        shown = [
            dict(describe(value, until), name=name, change=change) for name, change, value in found[:LISTED]
        ]
        removed = [name for name in self.objects if name not in self.namespace]
        shown += [{"name": name, "change": "removed"} for name in removed[:LISTED]]
        return shown, max(len(found), len(removed)) > LISTED

    def _changed(self, name: str, value: object, marker: Marker) -> bool:
        """Whether it differs; where there was no time for a mark, whether it is another object."""
        before = self.marks.get(name)
        after = None if before is None else marker.mark(value)
        if before is None or after is None:
            return value is not self.objects[name]
        return before != after


def describe(value: object, until: float) -> dict[str, str]:
    """Return `{type, size, repr}` of an object. Never raises, whatever its `__repr__` does.

    `until`: the `time.perf_counter()` after which no more of the user's code is run for this.
    """
    read = None
    if time.perf_counter() < until:
        read = bounded(lambda: {"size": _guard(_size, value), "repr": _guard(_repr, value)})
    slow = {"size": "", "repr": "<%s's __repr__ took too long>" % _type_name(value)}
    return dict(read or slow, type=_type_name(value))


def _guard(read: Callable[[Any], object], value: object) -> str:
    try:
        text = read(value)
        return text if isinstance(text, str) else ""
    except TooSlow:
        raise
    except BaseException as error:  # it is the user's code
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
