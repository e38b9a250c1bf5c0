"""Find that an object has changed in place, without copying it, within a bounded time.

Atoms and containers are marked by what they hold, so that an equal one in their place is no change; anything else
by its identity and its state.
"""

from __future__ import annotations

import collections
import marshal
import time
import types
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from .library_marks import library_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

SECONDS = 0.02
VISITS = 10_000
LEAST_VISITS = 500
DEPTH = 6
ITEMS = 2000
ITEMS_BEYOND = 200_000
TEXT = 1024**2
_BETWEEN_LOOKS = 256
_BY_IDENTITY = (types.ModuleType, types.BuiltinFunctionType)
_SEQUENCES: tuple[type[Any], ...] = (list, tuple, collections.deque)
_SETS: tuple[type[Any], ...] = (set, frozenset)
_MAPPINGS: tuple[type[Any], ...] = (collections.OrderedDict, dict)
_NUMBERS = {int, float, bool, type(None)}


class OutOfTime(Exception):
    """The time for all marks is over."""


class Marker:
    """Marks objects until its time is over."""

    def __init__(self, objects: int) -> None:
        """`objects`: how many there will be to mark."""
        self._deadline = time.perf_counter() + SECONDS
        self._each = max(LEAST_VISITS, VISITS // max(1, objects))
        self._until_look = _BETWEEN_LOOKS

    def mark(self, value: object) -> object:
        """Something that differs when the object has changed; None when no time is left. Never raises."""
        self._left = self._each
        try:
            self.spend(1)
            return self.visit(value, DEPTH)
        except OutOfTime:
            return None

    def spend(self, visits: int) -> None:
        """Count work against the object's share, which ends in the same place each time, and look at the clock."""
        self._left -= visits
        self._until_look -= visits
        if self._until_look <= 0:
            self._until_look = _BETWEEN_LOOKS
            if time.perf_counter() > self._deadline:
                raise OutOfTime

    def visit(self, value: Any, depth: int) -> object:
        """The mark of one object and, down to a depth, of what it holds."""
        try:
            self.spend(1)
            return self._visit(value, depth)
        except OutOfTime:
            raise
        except Exception:  # the user's objects may raise anything
            return (id(value), "unreadable")

    def _visit(self, value: Any, depth: int) -> object:
        kind = type(value)
        if kind is int or kind is bool or value is None:
            return (kind, value)
        if kind is str or kind is bytes:
            return (kind, len(value), hash(value) if len(value) <= TEXT else id(value))
        if kind is float or kind is complex or kind is range:
            return (kind, repr(value))  # NaN is unlike itself
        if isinstance(value, _BY_IDENTITY) or self._left <= 0 or depth <= 0:
            return id(value)
        return self._container_mark(value, kind, depth) or library_mark(self, value, depth)

    def _container_mark(self, value: Any, kind: type, depth: int) -> object:
        for base in _SEQUENCES:
            if issubclass(kind, base):
                return (kind, self._items(value, base, depth), self._own_state(value, kind, base, depth))
        for base in _SETS:
            if issubclass(kind, base):
                length, identity, marks, rest = self._items(value, base, depth)
                return (kind, length, identity, frozenset(marks), rest)
        for mapping in _MAPPINGS:
            if issubclass(kind, mapping):
                keys = self._items(mapping.keys(value), None, depth)
                values = self._items(mapping.values(value), None, depth)
                return (kind, keys, values, self._own_state(value, kind, mapping, depth))
        return None

    def _own_state(self, value: Any, kind: type, base: type, depth: int) -> object:
        return None if kind is base else library_mark(self, value, depth, identity=False)

    def _items(self, value: Any, base: Any, depth: int) -> tuple[int, int, tuple[object, ...], int]:
        """The length, the identity of what is too long to be seen whole, the first items' marks, and a hash."""
        length = base.__len__(value) if base else len(value)
        items = base.__iter__(value) if base else iter(value)
        marks = []
        for item in islice(items, ITEMS):
            marks.append(self.visit(item, depth - 1))
            if self._left <= 0:
                break
        rest = self._rest(tuple(islice(items, ITEMS_BEYOND)))
        whole = base is None or length <= ITEMS_BEYOND
        return length, 0 if whole else id(value), tuple(marks), rest

    def _rest(self, items: tuple[Any, ...]) -> int:
        """A hash of many items: of what they are if they are numbers, else of which they are."""
        if not items:
            return 0
        self.spend(len(items) // 50)
        if set(map(type, items)) <= _NUMBERS:
            return zlib.crc32(marshal.dumps(items, 2))
        return hash(tuple(map(id, items)))

    def attributes(self, held: Iterable[tuple[str, object]], depth: int) -> tuple[object, ...]:
        """The marks of named parts."""
        return tuple((name, self.visit(part, depth - 1)) for name, part in islice(held, ITEMS))
