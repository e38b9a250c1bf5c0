"""Which variables a piece of code can reach: those it names, through functions and methods, or by another name."""

from __future__ import annotations

import functools
import re
import types
from typing import TYPE_CHECKING, Any

from .buffers import owners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLLOWED = 500
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_WITHOUT_PARTS = (type(None), bool, int, float, complex, str, bytes, type, types.ModuleType)


def names_used(source: str, namespace: Mapping[str, Any]) -> set[str]:
    """Names of variables that stand anywhere in the code, or in the user's functions and methods behind them.

    Words in strings count too: `globals()["name"]`, magics and shell lines reach variables as well.
    """
    found = {name for name in _IDENTIFIER.findall(source) if name in namespace}
    waiting = [namespace[name] for name in found]
    seen: set[int] = set()
    while waiting and len(seen) < FOLLOWED:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, types.CodeType):
            named = {name for name in value.co_names if name in namespace} - found
            found |= named
            waiting.extend(namespace[name] for name in named)
        waiting.extend(_code_behind(value))
    return found


def _code_behind(value: Any) -> Iterable[Any]:
    """What a call of the object may run: code, and the functions and classes that hold more of it."""
    kind = type(value)
    if kind is types.CodeType:
        return [each for each in value.co_consts if isinstance(each, types.CodeType)]
    if kind is types.FunctionType:
        return [value.__code__, *_contents(value.__closure__ or ())]
    if kind in (types.MethodType, staticmethod, classmethod):
        return [value.__func__, getattr(value, "__self__", None)]
    if kind is property:
        return [value.fget, value.fset]
    if kind is functools.partial:
        return [value.func]
    if kind.__module__ == "functools":
        return [getattr(value, "__wrapped__", None), getattr(value, "func", None)]
    if issubclass(kind, type):
        return _bodies(value)
    return _bodies(kind)


def _contents(cells: Iterable[Any]) -> Iterable[Any]:
    for cell in cells:
        try:
            yield cell.cell_contents
        except ValueError:  # an empty cell
            pass


def _bodies(kind: type) -> Iterable[Any]:
    """What the user's own classes among this one and its bases define."""
    for each in type.__dict__["__mro__"].__get__(kind):
        if vars(each).get("__module__") == "__main__":
            yield from (held for held in list(vars(each).values()) if callable(held) or _wraps(held))


def _wraps(held: object) -> bool:
    return type(held) in (staticmethod, classmethod, property, functools.cached_property)


def with_aliases(names: set[str], objects: Mapping[str, Any]) -> set[str]:
    """The names, and the other names of the same objects and of arrays that share their buffers."""
    shared = {owner for name in names for owner in _owners(objects[name])}
    return names | {name for name, value in objects.items() if not shared.isdisjoint(_owners(value))}


def _owners(value: object) -> set[int]:
    return set() if isinstance(value, _WITHOUT_PARTS) else owners(value)
