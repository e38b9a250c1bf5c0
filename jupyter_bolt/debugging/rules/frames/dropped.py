"""`df.drop("x")` looks for a row; columns are dropped with `columns=`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Edit, Failing
from .asked import asked, is_frame, keys_of, parts, rows_of, under


class DroppedAxis:
    """Columns dropped as if they were rows, and rows as if they were columns."""

    name = "dropped"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        call = failing.find(ast.Call) if error.name == "KeyError" else None
        match call:
            case ast.Call(func=ast.Attribute(value=owner, attr="drop"), args=[labels]):
                pass
            case ast.Call(func=ast.Attribute(value=owner, attr="drop"), args=[]):
                labels = call.keywords[0].value if call.keywords else owner
            case _:
                return []
        value = under(owner, failing)
        if not is_frame(value):
            return []
        wanted = [asked(each, failing) for each in parts(labels)]
        columns, rows = keys_of(value), rows_of(value)
        given = {each.arg: each for each in call.keywords if each.arg != "inplace"}
        if all(each in columns for each in wanted) and not any(each in rows for each in wanted):
            return self._as("columns", call, labels, given, failing)
        if all(each in rows for each in wanted) and not any(each in columns for each in wanted):
            return self._as("index", call, labels, given, failing)
        return []

    def _as(
        self,
        word: str,
        call: ast.Call,
        labels: ast.expr,
        given: dict[str | None, ast.keyword],
        failing: Failing,
    ) -> Sequence[Candidate]:
        """Say which labels they are, by the keyword that is there or by a new one."""
        start = failing.extent(labels)[0]
        if call.args and not given:
            edit = Edit(start, start, f"{word}=") if word == "columns" else None
        elif call.args and set(given) == {"axis"}:
            edit = failing.replaced(given["axis"].value, "1" if word == "columns" else "0")
        elif set(given) == {"index" if word == "columns" else "columns"} or set(given) == {"labels"}:
            edit = Edit(failing.extent(call.keywords[0])[0], start, f"{word}=")
        else:
            edit = None
        if edit is None or edit.text == failing.source[edit.start : edit.end]:
            return []
        what, other = ("columns", "rows") if word == "columns" else ("rows", "columns")
        why = f"`{failing.text(labels)}` is among the {what}, and looked for among the {other}."
        return [failing.candidate(self.name, f"Drop {what}, not {other}", why, edit)]
