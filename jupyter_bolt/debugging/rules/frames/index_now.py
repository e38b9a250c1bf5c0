"""A column that has become the index, or a level of it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..rule import Candidate
from ..values.failing import Edit, Failing
from ..values.live_kinds import is_a
from .asked import asked, is_frame, keys_of, parts


class IndexNow:
    """`df["city"]` after `set_index("city")` or `groupby("city")`."""

    name = "index-now"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript) if error.name == "KeyError" else None
        value = failing.value(node.value) if node is not None else None
        if node is None or value is None or not isinstance(node.ctx, ast.Load):
            return []
        if not is_a(value, "DataFrame", "Series") or isinstance(node.slice, ast.Tuple):
            return []
        names = [asked(each, failing) for each in parts(node.slice)]
        there = keys_of(value)
        if any(each not in value.levels and each not in there for each in names) or all(
            each in there for each in names
        ):
            return []
        edit = self._edit(node, value, failing)
        if edit is None:
            return []
        now = ", ".join(f"`{each}`" for each in names if each in value.levels)
        why = f"{now} is no column of `{failing.text(node.value)}`: it is in its index."
        return [failing.candidate(self.name, f"Use `{edit.text}`", why, edit)]

    def _edit(self, node: ast.Subscript, value: LiveValue, failing: Failing) -> Edit | None:
        owner = failing.text(node.value)
        if isinstance(node.slice, ast.List):
            is_table = is_frame(value)
            return (
                failing.replaced(node, f"{owner}.reset_index()[{failing.text(node.slice)}]")
                if is_table
                else None
            )
        if not self._meets_rows(node, failing):
            return failing.replaced(node, f"{owner}.reset_index()[{failing.text(node.slice)}]")
        if len(value.levels) == 1:
            return failing.replaced(node, f"{owner}.index")
        return failing.replaced(node, f"{owner}.index.get_level_values({failing.text(node.slice)})")

    def _meets_rows(self, node: ast.Subscript, failing: Failing) -> bool:
        """Whether it meets the same rows again: as a mask, beside another column, as a new one."""
        source = ast.unparse(node.value)
        statement = failing.statement(node)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if any(isinstance(each, ast.Subscript) and ast.unparse(each.value) == source for each in targets):
            return True
        return any(
            isinstance(each, ast.Subscript | ast.BinOp | ast.BoolOp | ast.Compare)
            or (isinstance(each, ast.Call) and len(each.args) + len(each.keywords) > 1)
            for each in failing.around(node)
        )
