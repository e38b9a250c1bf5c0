"""A function's own variable that hides what the function calls: `sum = sum(xs)`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Failing


class HiddenName:
    """A built-in, module or function that is called where a local of its name has no value yet."""

    name = "hidden-names"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        name = error.facts.name
        if error.name != "UnboundLocalError" or name is None:
            return []
        failing = Failing(cell, error)
        function = called_in(name, failing)
        if function is None or not _is_callable_outside(name, function, failing, notebook):
            return []
        own = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
        renamed = [each for each in own if not _is_called(each, failing)]
        fresh = f"{name}_"
        assigned = any(isinstance(each.ctx, ast.Store) for each in renamed)
        if any(True for _ in failing.code.names(fresh)) or not assigned or not is_plain(function, name):
            return []
        edits = [failing.replaced(each, fresh) for each in renamed]
        why = f"`{function.name}` gives `{name}` a value of its own, which hides the `{name}` that it calls."
        return [failing.candidate(self.name, f"Rename the local `{name}` to `{fresh}`", why, *edits)]


def is_plain(function: ast.FunctionDef, name: str) -> bool:
    """Whether the function neither declares the name nor hands it to functions inside it."""
    inner = (ast.Global, ast.Nonlocal, ast.FunctionDef, ast.Lambda, ast.JoinedStr)
    nodes = [
        each
        for node in ast.walk(function)
        if node is not function and isinstance(node, inner)
        for each in ast.walk(node)
    ]
    used = any(isinstance(each, ast.Name) and each.id == name for each in nodes)
    return not used and not any(isinstance(each, (ast.Global, ast.Nonlocal)) for each in nodes)


def called_in(name: str, failing: Failing) -> ast.FunctionDef | None:
    """The function in which a name without a value is called, or taken an attribute of."""
    span = failing.code.span(failing.error.facts)
    if span is None or span not in failing.code.names(name):
        return None
    for node in failing.all(ast.Name):
        if node.id == name and node.lineno == span.line and _is_called(node, failing):
            return next((each for each in failing.around(node) if isinstance(each, ast.FunctionDef)), None)
    return None


def _is_called(node: ast.Name, failing: Failing) -> bool:
    parent = failing.parent(node)
    if isinstance(node.ctx, ast.Load) and isinstance(parent, ast.Attribute):
        above = failing.parent(parent)
        return isinstance(above, ast.Call) and above.func is parent
    return isinstance(parent, ast.Call) and parent.func is node


def _is_callable_outside(name: str, function: ast.FunctionDef, failing: Failing, notebook: Notebook) -> bool:
    """Whether a built-in, an import or a function outside of this one has the name."""
    if callable(getattr(builtins, name, None)):
        return True
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    codes = (failing.code, *(CellCode(each.source) for each in notebook.cells if name in each.source))
    bindings = (each for code in codes for each in code.bindings(name))
    return any(isinstance(each, kinds) and each is not function for each in bindings)
