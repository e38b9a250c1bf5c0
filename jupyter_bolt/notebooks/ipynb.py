"""A notebook as text: read its cells, and replace sources without touching any other character."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from ..errors import UnreadableNotebook
from .cells import Cell, CellEdit, CellType, Notebook
from .edits import settle_edits
from .json_walk import JsonWalk
from .timing import recorded_seconds

INDENT = " "


@dataclass(frozen=True)
class _CellAt:
    """A cell and where in the text it begins."""

    cell: Cell
    start: int


@dataclass(frozen=True)
class _Parsed:
    notebook: Notebook
    at: list[_CellAt]


def read_ipynb(text: str, path: str) -> Notebook:
    """Read a notebook's cells from its file's text. Raises `UnreadableNotebook`.

    A cell without an id is given one made of its place, such as `index-3`.
    """
    return _parse(text, path).notebook


def edit_ipynb(text: str, path: str, edits: Sequence[CellEdit]) -> str:
    """Return the text with the edits applied; every character outside the edited sources stays."""
    parsed = _parse(text, path)
    after = settle_edits(parsed.notebook, edits)
    # From the end, so that the places of the cells before stay right.
    for each in reversed(parsed.at):
        source = after.get(each.cell.cell_id, each.cell.source)
        if source != each.cell.source:
            text = _replace_source(text, path, each, source)
    return text


def _parse(text: str, path: str) -> _Parsed:
    try:
        return _walk(text, path)
    except RecursionError as error:
        raise UnreadableNotebook(path, "it is nested too deeply.") from error
    except ValueError as error:
        raise UnreadableNotebook(path, f"it is not JSON ({error}).") from error


def _walk(text: str, path: str) -> _Parsed:
    walk, head, cells = JsonWalk(text), dict[str, Any](), None
    if walk.peek() != "{":
        walk.value()
        raise UnreadableNotebook(path, "it is JSON, but not a notebook.")
    for key in walk.members():
        if key == "cells" and walk.peek() == "[":
            # One cell after the other: outputs are dropped as they come, and other threads get a
            # turn in between.
            cells = [_read_cell(walk, index, path) for index, _ in enumerate(walk.elements())]
        else:
            head[key] = walk.value()
    walk.end()
    if cells is None or not isinstance(head.get("nbformat"), int) or head["nbformat"] < 4:
        raise UnreadableNotebook(path, "it is not a notebook of format 4 or newer.")
    return _Parsed(_notebook(path, head, [each.cell for each in cells]), cells)


def _read_cell(walk: JsonWalk, index: int, path: str) -> _CellAt:
    walk.peek()
    start, cell = walk.at, walk.value()
    if not isinstance(cell, dict):
        raise UnreadableNotebook(path, f"cell {index} is not an object.")
    cell_id, cell_type = cell.get("id"), cell.get("cell_type")
    return _CellAt(
        Cell(
            cell_id=cell_id if isinstance(cell_id, str) and cell_id else f"index-{index}",
            cell_type=cast("CellType", cell_type) if cell_type in ("code", "markdown") else "raw",
            source=_join(cell.get("source", "")),
            seconds=recorded_seconds(cell.get("metadata")),
        ),
        start,
    )


def _join(source: object) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _notebook(path: str, head: dict[str, Any], cells: list[Cell]) -> Notebook:
    metadata = _mapping(head.get("metadata"))
    spec, info = _mapping(metadata.get("kernelspec")), _mapping(metadata.get("language_info"))
    return Notebook(
        path=path,
        cells=cells,
        kernel_name=str(spec.get("name") or "python3"),
        language=str(info.get("name") or spec.get("language") or "python"),
    )


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _replace_source(text: str, path: str, at: _CellAt, source: str) -> str:
    walk, span = JsonWalk(text, at.start), None
    for key in walk.members():
        walk.peek()
        start = walk.at
        walk.value()
        if key == "source":
            span = start, walk.at
    if span is None:
        raise UnreadableNotebook(path, f"cell {at.cell.cell_id!r} has no source.")
    start, end = span
    return text[:start] + _dump_source(text, at.start, start, source) + text[end:]


def _dump_source(text: str, cell_start: int, start: int, source: str) -> str:
    """Write a source in the manner of the place where it goes: a string, or lines as nbformat does."""
    if text[start] != "[":
        return _dump(source)
    lines = [_dump(line) for line in source.splitlines(keepends=True)]
    outer = _indentation(text, start)
    if not lines or outer is None:
        return f"[{', '.join(lines)}]"
    unit = outer.removeprefix(_indentation(text, cell_start) or "") or INDENT
    inner = f"\n{outer}{unit}"
    return f"[{inner}{f',{inner}'.join(lines)}\n{outer}]"


def _indentation(text: str, at: int) -> str | None:
    """The white space before the line's first character, if the line begins with this value or its key."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    indent = line[: len(line) - len(line.lstrip())]
    return indent if line.lstrip() in ("", '"source": ', '"source":') and "\n" in text[:at] else None


def _dump(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        # A lone surrogate can't be written as UTF-8, but can be as an escape.
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=False)
