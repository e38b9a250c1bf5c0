"""Text that was written by `str` or `repr` of Python values, and is read as JSON."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Failing
from .imported_as import imported_as
from .live_kinds import is_a, text_of

PLACE = re.compile(r"Expecting (?:property name enclosed in double quotes|value): .*\(char (\d{1,9})\)")


class PythonText:
    """`json.loads("{'a': 1}")`: single quotes are Python's, and `ast.literal_eval` reads them."""

    name = "python-text"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        told = PLACE.match(error.message) if error.name == "JSONDecodeError" else None
        failing = Failing(cell, error)
        match failing.find(ast.Call) if told else None:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(), attr="loads") as func, args=[text], keywords=[]
            ):
                if told is None or not _has_python_quote(failing.value(text), int(told.group(1))):
                    return []
            case _:
                return []
        name = imported_as("ast", cell, notebook)
        after = failing.after(failing.replaced(func, f"{name or 'ast'}.literal_eval"))
        if name is None:
            after = CellCode(after).with_import("import ast")
        why = "The text holds Python values in single quotes; JSON has only double ones."
        return [Candidate("Read it by `ast.literal_eval`", why, f"rule:{self.name}", after)]


def _has_python_quote(value: LiveValue | None, at: int) -> bool:
    """Whether a single quote stands where JSON wants a double one, in text that Python can read."""
    text = text_of(value)
    if text is None:  # only its beginning is known
        shown = value.repr if value is not None and is_a(value, "str") else ""
        return shown.startswith('"') and "\\" not in shown[: at + 2] and shown[at + 1 : at + 2] == "'"
    try:
        read = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return text[at : at + 1] == "'" and isinstance(read, (dict, list))
