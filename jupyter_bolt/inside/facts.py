"""What was live where an error was raised."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from .bounded import NAME_CHARACTERS, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_KNOWN = 5_000
MOST_LOOKED_AT = 200_000


class Span(NamedTuple):
    """A token in the cell: line from 1, characters from 0."""

    line: int
    column: int
    end_column: int


class Place(NamedTuple):
    """An expression in the cell: lines from 1, characters from 0; no columns where Python knows none."""

    line: int
    column: int | None
    end_line: int
    end_column: int | None


class Facts:
    """What was live where the error was raised; the fields are those of `ErrorFacts`."""

    def __init__(
        self,
        name: str | None = None,
        owner_type: str | None = None,
        owner_source: str | None = None,
        known: Iterable[str] = (),
        importable: Iterable[str] = (),
        span: Span | None = None,
    ) -> None:
        self.name = name
        self.owner_type = owner_type
        self.owner_source = owner_source
        self.known = closest(known, name or "")
        self.importable = closest(importable, name or "")
        self.span = span

    def as_json(self) -> dict[str, Any]:
        line, column, end_column = self.span or (None, None, None)
        return {
            "name": None if self.name is None else clean(self.name),
            "owner_type": None if self.owner_type is None else clean(self.owner_type),
            "owner_source": None if self.owner_source is None else clean(self.owner_source),
            "known": self.known,
            "importable": self.importable,
            "line": line,
            "column": column,
            "end_column": end_column,
        }


def closest(names: Iterable[str], wanted: str) -> list[str]:
    """Each text once, in order; of more than `MOST_KNOWN` those most like the wanted one."""
    looked_at = itertools.islice(names, MOST_LOOKED_AT)
    texts = dict.fromkeys(
        clean(name) for name in looked_at if isinstance(name, str) and len(name) <= NAME_CHARACTERS
    )
    if len(texts) <= MOST_KNOWN:
        return list(texts)
    first = wanted[:1].casefold()
    return heapq.nsmallest(
        MOST_KNOWN, texts, key=lambda text: (text[:1].casefold() != first, abs(len(text) - len(wanted)))
    )
