"""Flat arrays put side by side along an axis that they lack."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Failing
from ..values.live_kinds import count_of, is_a


class SideBySide:
    """`np.concatenate([a, b], axis=1)` of flat arrays of one length, which are columns: `np.column_stack([a, b])`."""

    name = "side-by-side"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if "axis 1 is out of bounds for array of dimension 1" not in error.message:
            return []
        failing = Failing(cell, error)
        match failing.find(ast.Call):
            case (
                ast.Call(
                    func=ast.Attribute(value=ast.Name() as module, attr="concatenate"),
                    args=[ast.List(elts=parts) | ast.Tuple(elts=parts) as arrays],
                    keywords=[ast.keyword(arg="axis")],
                ) as call
            ) if failing.type_of(module) == "module" and self._are_columns(parts, failing):
                new = f"{failing.text(module)}.column_stack({failing.text(arrays)})"
                why = "Flat arrays have no second axis: `column_stack` makes a column of each."
                return [failing.candidate(self.name, f"Use `{new}`", why, failing.replaced(call, new))]
        return []

    def _are_columns(self, parts: list[ast.expr], failing: Failing) -> bool:
        """Whether all are live flat arrays of one length."""
        values = [failing.value(each) for each in parts]
        sizes = {count_of(each) for each in values}
        flat = all(is_a(each, "ndarray") and each is not None and " × " not in each.size for each in values)
        return len(parts) > 1 and flat and len(sizes) == 1 and None not in sizes
