"""What is told to a model of a live error: names, types, sizes; values only where that was allowed."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, ErrorFacts, LiveValue
from ..explain.explain import explain

MOST_VALUES = 12
MOST_KNOWN = 30
MOST_LIKE = 8
MESSAGE = 600
SHOWN = 200


def facts_of(error: CellError, cell: Cell, notebook: Notebook, *, values: bool) -> Iterator[str]:
    """Lines about the error: what was raised, where, what stood there, what there is instead."""
    yield f"{error.name[:SHOWN]}: {' '.join(error.message[:MESSAGE].split())}"
    yield from _frames(error)
    yield from _cause(error, cell, notebook, values)
    yield from (_value(each, values) for each in error.facts.values[:MOST_VALUES])
    yield from _known(error, notebook)


def _cause(error: CellError, cell: Cell, notebook: Notebook, values: bool) -> Iterator[str]:
    """The likely cause, unless it tells a value that may not be told."""
    cause = explain(error, notebook, cell).cause
    tells = _knows_keys(error) or any(each.repr and each.repr in cause for each in error.facts.values)
    if cause and (values or not tells):
        yield f"Likely cause: {cause[:MESSAGE]}"


def _frames(error: CellError) -> Iterator[str]:
    for frame in [each for each in error.frames if each.file == "cell"][-4:]:
        yield f"Line {frame.line}: {frame.text[:SHOWN]}"
    if error.frames and error.frames[-1].file != "cell":
        inner = error.frames[-1]
        file = inner.file.replace("\\", "/").rpartition("/")[2]
        yield f"Raised in {file[:SHOWN]}: {inner.text[:SHOWN]}"


def _value(value: LiveValue, shown: bool) -> str:
    size = f", {value.size.strip()[:SHOWN]}" if value.size.strip() else ""
    text = f", {value.repr[:SHOWN]}" if shown and value.repr else ""
    return f"{value.source[:SHOWN]} is a {value.type[:SHOWN]}{size}{text}"


def _known(error: CellError, notebook: Notebook) -> Iterator[str]:
    """What there is instead of what is missing: columns all, of many names those that are like it."""
    facts = error.facts
    if facts.name is None or not facts.known:
        return
    owner = (facts.owner_source or "the notebook")[:SHOWN]
    if _has_columns(facts):
        yield f"{owner} has the columns: {', '.join(facts.known[:MOST_KNOWN])}"[: 4 * SHOWN]
    elif like := get_close_matches(facts.name[:80], _sayable(error, notebook), n=MOST_LIKE, cutoff=0.5):
        yield f"{owner} has, among others: {', '.join(like)}"[: 2 * SHOWN]


def _sayable(error: CellError, notebook: Notebook) -> list[str]:
    """Keys of a mapping may be anybody's data: only those are told that the notebook itself spells out."""
    names = [each for each in error.facts.known if len(each) <= 80]
    if not _knows_keys(error):
        return names
    text = "\n".join(cell.source for cell in notebook.cells)
    return [each for each in names if each in text]


def _knows_keys(error: CellError) -> bool:
    return error.name == "KeyError" and not _has_columns(error.facts)


def _has_columns(facts: ErrorFacts) -> bool:
    return "DataFrame" in (facts.owner_type or "")
