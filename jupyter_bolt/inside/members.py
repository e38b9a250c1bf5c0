"""What a live object or the installation has, by name: keys, columns, attributes, modules."""

from __future__ import annotations

import itertools
import pkgutil
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .bounded import clean
from .facts import MOST_LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator


def type_name(value: object) -> str:
    return clean(type(value).__name__)


def attributes_of(owner: object) -> Iterator[str]:
    for labels in ("columns", "index"):
        if type_name(owner) in {"DataFrame", "Series"}:
            yield from (label for label in texts(getattr(owner, labels, ())) if label.isidentifier())
    yield from dir(owner)
    if isinstance(owner, ModuleType):
        yield from submodules(owner)


def texts(values: Any) -> Iterator[str]:
    """The strings among some keys, and those in keys that are tuples."""
    for value in itertools.islice(values, MOST_LOOKED_AT):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, str))


def keys_of(owner: Any) -> Iterator[str]:
    """Keys of a mapping, columns of a frame, of its groups and its indexers, members of an enum."""
    if owner is None or isinstance(owner, (str, bytes, int, float, ModuleType)):
        return
    if isinstance(owner, type):
        yield from texts(getattr(owner, "__members__", ()))
        return
    inner = getattr(owner, "_parent" if type_name(owner) == "PlotAccessor" else "obj", None)
    if inner is not None and hasattr(inner, "columns"):
        yield from keys_of(inner)
        if type_name(owner) in {"_LocIndexer", "_AtIndexer"}:
            yield from texts(inner.index)
    elif hasattr(owner, "columns"):
        yield from texts(owner.columns)
    elif callable(getattr(owner, "keys", None)):
        yield from texts(owner.keys())
    else:
        yield from texts(getattr(owner, "column_names", None) or ())


def top_level_modules() -> Iterator[str]:
    """Modules that an import could find, without importing any."""
    yield from sorted(getattr(sys, "stdlib_module_names", sys.builtin_module_names))
    for module in pkgutil.iter_modules():
        yield module.name


def submodules(module: ModuleType) -> Iterator[str]:
    return (each.name for each in pkgutil.iter_modules(getattr(module, "__path__", None) or []))


def submodules_named(owner: object, name: str) -> list[str]:
    if isinstance(owner, ModuleType) and name in submodules(owner):
        return [f"{owner.__name__}.{name}"]
    return []
