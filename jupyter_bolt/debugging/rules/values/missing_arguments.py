"""An argument that was left out, where a variable of the notebook has just its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..node_edits import with_keyword
from ..rule import Candidate
from .failing import Failing

TOLD = re.compile(
    r"(?:[\w.<>]+\.)?(\w+)\(\) missing 1 required (?:positional|keyword-only) argument: '(\w{1,200})'"
)


class MissingArgument:
    """`area(width)` of `area(width, height)`, where there is a variable `height`."""

    name = "missing-arguments"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        told = TOLD.match(error.message) if error.name == "TypeError" else None
        failing = Failing(cell, error)
        call = failing.find(ast.Call) if told else None
        if told is None or call is None or told.group(2) in {"self", "cls"}:
            return []
        name = told.group(2)
        scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
        if any(isinstance(each, scopes) for each in failing.around(call)) or _passes(call, name):
            return []
        if not self._is_variable(name, call, failing, cell, notebook):
            return []
        after = with_keyword(failing.code, call, name, name)
        why = f"`{told.group(1)}` needs `{name}`, and the notebook has a variable of that name."
        return [Candidate(f"Pass `{name}`", why, f"rule:{self.name}", after)] if after else []

    def _is_variable(
        self, name: str, call: ast.Call, failing: Failing, cell: Cell, notebook: Notebook
    ) -> bool:
        """Whether the notebook gives it a value by assigning, outside of functions: a trial shows if it is live."""
        above = [
            each for each in failing.code.bindings(name) if (each.end_lineno or each.lineno) < call.lineno
        ]
        others = (
            statement
            for each in notebook.cells
            if each.cell_type == "code" and each.cell_id != cell.cell_id and name in each.source
            for statement in CellCode(each.source).bindings(name)
        )
        assigned = (ast.Assign, ast.AnnAssign, ast.With)
        return any(isinstance(each, assigned) for each in (*above, *others))


def _passes(call: ast.Call, name: str) -> bool:
    """Whether the value is passed already, or it can't be said what is."""
    given = (*call.args, *(each.value for each in call.keywords))
    return any(isinstance(each, ast.Starred) for each in given) or any(
        isinstance(inner, ast.Name) and inner.id == name for each in given for inner in ast.walk(each)
    )
