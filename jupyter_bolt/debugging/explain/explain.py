"""Put an error into plain words."""

from __future__ import annotations

import os.path
import re

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, ErrorFacts, Frame
from .causes import Case, likely_cause
from .explanation import Explanation
from .kinds import kind_of
from .origins import data_values, origins

SHOWN_CHARACTERS = 200
PACKAGE = re.compile(r"(?:site|dist)-packages/([^/]+)")
LIBRARY = re.compile(r"lib/python3\.\d+/")


def explain(error: CellError, notebook: Notebook, cell: Cell) -> Explanation:
    """Explain an error that a cell raised."""
    line = _line(error)
    values = data_values(error.facts.values)
    made_by = origins(notebook, cell, values, line)
    return Explanation(
        kind=kind_of(error.name),
        what=_what(error),
        where=_where(error, line),
        line=line,
        cause=likely_cause(Case(error, values, made_by, notebook, cell)),
        values=values,
        made_by=made_by,
    )


def _line(error: CellError) -> int | None:
    """The line of the cell's own that was running."""
    return next((frame.line for frame in reversed(error.frames) if frame.file == "cell"), error.facts.line)


def _what(error: CellError) -> str:
    facts = error.facts
    if facts.name is not None and (told := _missing(error.name, facts)):
        return told
    message = error.message.strip().partition("\n")[0][:SHOWN_CHARACTERS]
    return f"{error.name}: {message}" if message else f"{error.name}, without a message."


def _missing(name: str, facts: ErrorFacts) -> str:
    owner = f"`{facts.owner_source}`" if facts.owner_source else "What stands there"
    match name:
        case "NameError" | "UnboundLocalError":
            return f"`{facts.name}` has no value here."
        case "AttributeError" if facts.owner_type == "NoneType":
            return f"{owner} is None, and None has no `{facts.name}`."
        case "AttributeError" if facts.owner_type:
            return f"{owner} ({facts.owner_type}) has no `{facts.name}`."
        case "KeyError" if facts.owner_type:
            what = "column" if "Frame" in facts.owner_type else "key"
            return f"{owner} ({facts.owner_type}) has no {what} `{facts.name}`."
        case "ModuleNotFoundError":
            return f"There is no module `{facts.name}` that this kernel can import."
        case "ImportError" if facts.owner_source:
            return f"{owner} has no `{facts.name}` that could be imported."
    return ""


def _where(error: CellError, line: int | None) -> str:
    """`Line 3: total = df["pric"].mean() (raised inside pandas)`."""
    here = [frame for frame in error.frames if frame.file == "cell"]
    if not here:
        return f"Line {line} of this cell." if line else "Before the cell's first line ran."
    frame, inner = here[-1], error.frames[-1]
    function = "" if frame.function.startswith("<") else f", in `{frame.function}`"
    text = f": {frame.text}" if frame.text else ""
    return f"Line {frame.line}{function}{text}{_inside(inner)}"


def _inside(inner: Frame) -> str:
    """What was called from the cell and raised."""
    if inner.file == "cell":
        return ""
    package = PACKAGE.search(inner.file)
    if package:
        return f" (raised inside {package.group(1)})"
    if LIBRARY.search(inner.file) or inner.file.startswith("<"):
        return " (raised inside Python's own library)"
    return f" (raised in {os.path.basename(inner.file)}, line {inner.line}: {inner.text})"
