"""What live values can be asked for: keys, columns, row labels, and what the index is called."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from .bounded import bounded, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_KEYS = 200
LONGEST_KEY = 80
PLAIN = (str, int, float)


def keys_and_rows(value: Any) -> dict[str, list[str]]:
    """Return `{keys, rows, levels}`: as they are written in code, for mappings, frames and columns."""
    found = bounded(lambda: described(value)) or {}
    return {name: found.get(name, []) for name in ("keys", "rows", "levels")}


def described(value: Any) -> dict[str, list[str]]:
    kind = type(value).__name__
    if kind == "DataFrame":
        return {"keys": written(value.columns), "rows": written(value.index), "levels": levels(value.index)}
    if kind == "Series":
        return {"rows": written(value.index), "levels": levels(value.index)}
    return {"keys": written(value)} if isinstance(value, dict) else {}


def written(keys: Iterable[object]) -> list[str]:
    """The first keys that are texts, numbers, or tuples of these."""
    texts = (clean(repr(key)) for key in itertools.islice(keys, MOST_KEYS) if is_plain(key))
    return [text for text in texts if len(text) <= LONGEST_KEY]


def is_plain(key: object) -> bool:
    return type(key) in PLAIN or (type(key) is tuple and all(type(each) in PLAIN for each in key))


def levels(index: Any) -> list[str]:
    return [clean(name)[:LONGEST_KEY] for name in index.names[:MOST_KEYS] if isinstance(name, str)]
