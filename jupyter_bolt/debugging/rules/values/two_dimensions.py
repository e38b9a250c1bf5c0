"""A column or a list where scikit-learn takes a table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Failing
from .live_kinds import is_a


class TwoDimensions:
    """`model.fit(df["a"], y)` → `model.fit(df[["a"]], y)`, `model.predict([1, 2])` → `model.predict([[1, 2]])`."""

    name = "two-dimensions"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "ValueError" or not re.search(
            r"Expected 2D array, got|Expected a 2-dimensional container", error.message
        ):
            return []
        failing = Failing(cell, error)
        call = failing.find(ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute) or not call.args:
            return []
        first = call.args[0]
        why = f"`{failing.text(call.func)}` takes a table: rows and columns. `{failing.text(first)}` has one dimension."
        return [
            failing.candidate(self.name, f"Pass `{new}`", why, failing.replaced(first, new))
            for new in self._tables(first, call.func.attr, failing, cell, notebook)
        ]

    def _tables(
        self, first: ast.expr, method: str, failing: Failing, cell: Cell, notebook: Notebook
    ) -> Iterator[str]:
        shown, value = failing.text(first), failing.value(first)
        one_sample = method.startswith("predict") or method == "decision_function"
        if (
            isinstance(first, ast.Subscript)
            and is_a(value, "Series")
            and isinstance(first.slice, ast.Constant)
        ):
            owner = failing.text(first.value)
            yield f"{owner}[[{failing.text(first.slice)}]]"
        elif is_a(value, "Series"):
            yield f"{shown}.to_frame()"
        elif is_a(value, "ndarray"):
            yield (
                f"{shown}.reshape(1, -1)"
                if one_sample and _few(value.size if value else "")
                else f"{shown}.reshape(-1, 1)"
            )
        elif isinstance(first, ast.List) and one_sample:
            yield f"[{shown}]"
            if len(first.elts) > 1:
                yield f"[{', '.join(f'[{failing.text(each)}]' for each in first.elts)}]"
        elif is_a(value, "int", "float", "number"):
            yield f"[[{shown}]]"
        elif is_a(value, "list") and one_sample and isinstance(first, ast.Name):
            yield f"[{shown}]"
        elif is_a(value, "list"):
            yield f"[[each] for each in {shown}]"
        elif (isinstance(first, ast.Attribute) and first.attr == "values") or (
            isinstance(first, ast.Call)
            and ast.unparse(first.func).endswith((".array", ".to_numpy", ".arange", ".linspace"))
        ):
            yield f"{shown}.reshape(-1, 1)"


def _few(size: str) -> bool:
    """One sample of several features is short; a column is long."""
    found = re.match(r"(\d+) values", size)
    return found is not None and int(found.group(1)) == 1
