"""`Decimal` and `float` in one operation."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Failing
from .imported_as import imported_as, imports_name


class DecimalAndFloat:
    """An operation of the two kinds of number that Python does not mix."""

    name = "decimals"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if (
            error.name != "TypeError"
            or "'decimal.Decimal'" not in error.message
            or "'float'" not in error.message
        ):
            return []
        failing = Failing(cell, error)
        node: ast.BinOp | ast.AugAssign | None = failing.find(ast.BinOp) or failing.find(ast.AugAssign)
        if node is None:
            return []
        left, right = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
        is_right = error.message.rstrip().endswith("'float'")
        function, other = self._function(cell, notebook), right if is_right else left
        if function is None or (isinstance(node, ast.AugAssign) and other is left):
            return []
        shown = failing.text(other)
        new = f'{function}("{shown}")' if isinstance(other, ast.Constant) else f"{function}(str({shown}))"
        why = f"`{shown}` is a float, which is not exact, and a Decimal is: Python does not mix them."
        return [
            failing.candidate(self.name, f"Replace `{shown}` by `{new}`", why, failing.replaced(other, new))
        ]

    def _function(self, cell: Cell, notebook: Notebook) -> str | None:
        if imports_name("decimal", "Decimal", cell, notebook):
            return "Decimal"
        module = imported_as("decimal", cell, notebook)
        return f"{module}.Decimal" if module else None
