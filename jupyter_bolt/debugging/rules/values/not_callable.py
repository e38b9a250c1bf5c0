"""Parentheses behind what can't be called: `df.shape()`, `xs(0)`, `2(x + 1)`, `ax.title("…")`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import is_a, is_number

INDEXED = ("list", "tuple", "dict", "str", "ndarray", "Series", "DataFrame", "Index")
SETTERS = frozenset({"title", "xaxis", "yaxis"})


class NotCallable:
    """A call of a value: an attribute, an index in the wrong brackets, a missing operator or comma."""

    name = "not-callable"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "TypeError" or not error.message.endswith("object is not callable"):
            return []
        failing = Failing(cell, error)
        call = failing.find(ast.Call)
        if call is None:
            return []
        return [
            failing.candidate(
                self.name, title, f"`{failing.text(call.func)}` is a value, not a function.", *edits
            )
            for title, edits in self._changes(call, failing, notebook)
        ][:1]

    def _changes(
        self, call: ast.Call, failing: Failing, notebook: Notebook
    ) -> Iterator[tuple[str, list[Edit]]]:
        func, value = call.func, failing.value(call.func)
        shown, arguments = failing.text(func), [*call.args, *call.keywords]
        end = failing.extent(func)[1]
        if isinstance(func, (ast.Tuple, ast.List, ast.Dict, ast.Set)) or (
            isinstance(func, ast.Constant) and isinstance(func.value, str)
        ):
            if isinstance(failing.parent(call), (ast.List, ast.Tuple, ast.Set)):
                yield "Add the missing comma", [Edit(end, end, ",")]
        elif (
            "'Text' object" in failing.error.message
            and isinstance(func, ast.Attribute)
            and func.attr == "title"
        ):
            yield "Call `set_title`", [Edit(end - len("title"), end, "set_title")]
        elif not arguments and isinstance(func, (ast.Attribute, ast.Subscript)):
            yield f"Take `{shown}` without a call", [Edit(end, failing.extent(call)[1], "")]
        elif isinstance(func, (ast.Constant, ast.BinOp)) or self._is_factor(func, call, failing, notebook):
            if len(arguments) == 1 and isinstance(arguments[0], ast.expr):
                closed = failing.source.index(")", end) + 1 if isinstance(func, ast.BinOp) else end
                yield "Multiply", [Edit(closed, closed, " * ")]
        elif is_a(value, *INDEXED) and len(arguments) == 1 and isinstance(arguments[0], ast.expr):
            inside = failing.text(arguments[0])
            yield f"Index `{shown}` in square brackets", [Edit(end, failing.extent(call)[1], f"[{inside}]")]

    def _is_factor(self, func: ast.expr, call: ast.Call, failing: Failing, notebook: Notebook) -> bool:
        """Whether a number's name stands before a term in parentheses, and is no function's elsewhere."""
        if not (isinstance(func, ast.Name) and is_number(failing.value(func))):
            return False
        defined = (
            any(f"def {func.id}(" in each.source for each in notebook.cells)
            or f"def {func.id}(" in failing.source
        )
        return not defined and len(call.args) == 1 and isinstance(call.args[0], ast.BinOp)
