"""Facts of an error about a file: the path that is not there and what is, or what the file that was read is."""

from __future__ import annotations

import ast
import os
import re
from typing import TYPE_CHECKING, Any

from .bounded import clean, message_of
from .folder_search import nearby
from .positions import nodes_of
from .sniffing import sniff
from .traces import trace_value, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cell_text import CellText
    from .traces import Trace

UNREADABLE = {
    "UnicodeDecodeError", "UnicodeError", "ParserError", "EmptyDataError", "JSONDecodeError", "ValueError", "TypeError",
    "AttributeError", "KeyError", "BadGzipFile", "UnpicklingError", "Error", "ArrowInvalid", "BadZipFile",
}  # fmt: skip
"""Errors behind which a file may stand that is not what it was taken for."""
SAYING_PATH = (
    r"non-existent directory: '(.+)'$",
    r"Failed to open local file '(.+?)'",
    r"\(os error 2\): (\S+)",
    r"^File (.+?) does not exist",
    r"^(\S+) not found\.$",
)
PARAMETERS = ("filepath_or_buffer", "path_or_buf", "io", "fname", "file", "path", "source", "fp")
"""How libraries call what they read."""
MOST_FRAMES_LOOKED_AT = 40


def file_facts(error: BaseException, trace: Trace, cell: CellText) -> dict[str, Any]:
    """Return the fields of `FileFacts` that are known."""
    if isinstance(error, OSError):
        path = missing_path(error)
        return {"path": clean(path, 500), "found": [*variants(path), *nearby(path)]} if path else {}
    if type(error).__name__ not in UNREADABLE:
        return {}
    read = read_path(trace, cell)
    return dict(sniff(read), path=clean(read, 500)) if read else {}


def missing_path(error: OSError) -> str:
    """The path that the error names. A copy names the file that is there first."""
    for named in (error.filename2, error.filename):
        if isinstance(named, (str, bytes, os.PathLike)):
            path = os.fsdecode(named)
            if not os.path.exists(path):
                return path
    message = message_of(error)
    return next((m.group(1) for each in SAYING_PATH if (m := re.search(each, message))), "")


def variants(path: str) -> list[str]:
    """Other spellings of the path that are there: without a quote or space too much, with `~` expanded."""
    slashed = path.replace("\\", "/")
    tried = [
        path.strip(),
        path.strip("'\" "),
        slashed,
        slashed.lstrip("/"),
        slashed.strip("'\" ").lstrip("/"),
    ]
    found = [each for each in dict.fromkeys(tried) if each and each != path and os.path.exists(each)]
    expanded = os.path.expanduser(path)
    if expanded != path and (os.path.exists(expanded) or os.path.isdir(os.path.dirname(expanded))):
        found.append(path)
    return [clean(each, 500) for each in found]


def read_path(trace: Trace, cell: CellText) -> str:
    """The file that was being read, by what the called functions were given or by the failing line."""
    for value in (*given(trace), *in_line(trace, cell)):
        path = path_of(value)
        if path and os.path.isfile(path):
            return path
    constants = {node.value for node in nodes_of(cell.tree, ast.Constant) if isinstance(node.value, str)}
    named = [each for each in constants if 0 < len(each) < 500 and "\0" not in each and os.path.isfile(each)]
    return named[0] if len(named) == 1 else ""


def given(trace: Trace) -> Iterator[object]:
    called = trace.cell_frames[-1].tb_next if trace.cell_frames else None
    for number, each in enumerate(walk(called)):
        if number >= MOST_FRAMES_LOOKED_AT:
            return
        for name in PARAMETERS:
            if name in each.tb_frame.f_locals:
                yield each.tb_frame.f_locals[name]


def in_line(trace: Trace, cell: CellText) -> Iterator[object]:
    at = trace.position()
    for node in nodes_of(cell.tree, ast.expr) if at else ():
        if at and at.line <= node.lineno <= at.end_line:
            if isinstance(node, ast.Constant):
                yield node.value
            elif isinstance(node, ast.Name):
                yield trace_value(node, trace)


def path_of(value: object) -> str:
    """The path behind a text, a path or an open file."""
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        return path if isinstance(path, str) and 0 < len(path) < 500 and "\0" not in path else ""
    if hasattr(value, "read"):
        name = getattr(value, "name", "")
        return name if isinstance(name, str) else ""
    return ""
