"""Describe an exception: its frames, the name that is missing, and what is there instead.

Runs inside a kernel, in a fork that is thrown away, and so may look at live objects: `dir()`, keys
and properties are the user's code and may do anything there. Each part is bounded in time and size,
and a part that fails leaves its field empty. Standard library only, Python 3.9 and later; columns
are exact from 3.11 (PEP 657) and found by name before that.
"""

from __future__ import annotations

from typing import Any

from .bounded import bounded, clean, message_of
from .called import called
from .cell_text import CellText
from .facts import Facts, Span
from .file_facts import file_facts
from .homes import import_homes
from .live_values import live_values
from .missing_keys import KeySearch
from .missing_names import attribute_facts, import_facts, name_facts
from .owners import owners
from .sql_tables import named_in_text, tables
from .traces import Trace


def describe_error(error: BaseException, *, cell_files: set[str], source: str) -> dict[str, Any]:
    """Describe an error raised by a cell as plain JSON, for rules that look for a fix.

    `cell_files` are the file names under which the cell was compiled, `source` is what stands in the
    cell. Lines count from 1, columns are characters from 0, both in `source`. Never raises.
    """
    cell = CellText(source, cell_files)
    trace = bounded(lambda: Trace(error, cell))
    facts = (trace and bounded(lambda: facts_of(error, trace, cell).as_json())) or Facts().as_json()
    facts["values"] = (trace and bounded(lambda: live_values(trace, cell))) or []
    facts["expression"] = trace and bounded(lambda: expression_of(trace, cell))
    facts["files"] = (trace and bounded(lambda: file_facts(error, trace, cell))) or {}
    facts.update(bounded(lambda: import_homes(error)) or {})
    facts["owners"] = (trace and bounded(lambda: owners(error, trace, cell))) or []
    facts["called"] = trace and bounded(lambda: called(error, trace, cell))
    facts["tables"] = (trace and bounded(lambda: tables(error, trace, cell))) or []
    facts["values"] += (trace and bounded(lambda: named_in_text(error, trace))) or []
    return {
        "name": bounded(lambda: clean(type(error).__name__)) or "Exception",
        "message": bounded(lambda: message_of(error)) or "",
        "frames": (trace and bounded(trace.frames)) or [],
        "facts": facts,
    }


def expression_of(trace: Trace, cell: CellText) -> dict[str, Any] | None:
    """Where the expression that raised stands in the cell."""
    at = trace.position()
    place = cell.place(at) if at else None
    return dict(place._asdict()) if place else None


def facts_of(error: BaseException, trace: Trace, cell: CellText) -> Facts:
    if isinstance(error, SyntaxError):
        return syntax_facts(error, cell)
    if isinstance(error, ImportError):
        return import_facts(error, trace, cell)
    if isinstance(error, AttributeError):
        return attribute_facts(error, trace, cell)
    if isinstance(error, NameError) and trace.innermost is (trace.cell_frames or [None])[-1]:
        return name_facts(error, trace, cell)
    return KeySearch(error, trace, cell).facts()


def syntax_facts(error: SyntaxError, cell: CellText) -> Facts:
    if error.filename not in cell.files:
        return Facts()
    cell.read(str(error.filename))
    line = cell.typed_line(error.lineno or 1)
    if line is None:
        return Facts()
    column = max((error.offset or 1) - 1, 0)
    end = getattr(error, "end_offset", None) or 0
    one_line = getattr(error, "end_lineno", None) in (None, error.lineno)
    return Facts(span=Span(line, column, max(end - 1, column) if one_line else len(cell.typed[line - 1])))
