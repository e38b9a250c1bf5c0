"""Dates as text, compared with dates or subtracted; dates and times of two kinds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Edit, Failing
from .imported_as import imported_as, imports_name
from .live_kinds import column_texts, is_a, is_date, text_of

DATED = (
    "Timestamp",
    "datetime",
    "date",
    "datetime64",
    "DatetimeArray",
    "DatetimeIndex",
    "Timedelta",
    "timedelta",
)

CALLS = {
    **dict.fromkeys(("date", "date.today", "date.fromisoformat"), "date"),
    **dict.fromkeys(("datetime", "now", "datetime.now", "datetime.today", "datetime.strptime"), "datetime"),
    **dict.fromkeys(("pd.to_datetime", "pd.Timestamp", "pd.Timestamp.now"), "stamp"),
    **dict.fromkeys(("pd.Timedelta", "timedelta"), "delta"),
}
"""What a call gives, by its function."""


class DateText:
    """An operation on text that is a date."""

    name = "dates"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "AttributeError", "ArrowNotImplementedError", "InvalidComparison"}:
            return []
        failing = Failing(cell, error)
        if ".dt accessor" in error.message:
            return self._accessor(failing, cell, notebook)
        operands: list[ast.expr] = []
        match failing.find(ast.BinOp, ast.Compare):
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                operands = [left, right]
        if len(operands) != 2:
            return []
        kinds = [self._kind(each, failing) for each in operands]
        if kinds in (["datetime", "date"], ["date", "datetime"]):
            edit = failing.replaced(each := operands[kinds.index("datetime")], f"{failing.text(each)}.date()")
            why = "One is a moment, the other is a day."
            return [failing.candidate(self.name, f"Compare the days by `{edit.text}`", why, edit)]
        if "text" not in kinds or not set(kinds) <= {"text", "date", "datetime", "stamp", "column", "delta"}:
            return []
        edits, import_ = self._edits(operands, kinds, failing, cell, notebook)
        return [self._candidate(operands[kinds.index("text")], edits, import_, failing)]

    def _kind(self, node: ast.expr, failing: Failing) -> str:
        value = failing.value(node)
        if is_date(text_of(value)) or (column_texts(value) and all(map(is_date, column_texts(value)))):
            return "text"
        if is_a(value, "Timestamp"):
            return "stamp"
        if is_a(value, "Timedelta", "timedelta"):
            return "delta"
        if is_a(value, "Series") and "datetime64" in (value.size + value.repr if value else ""):
            return "column"
        if is_a(value, "datetime"):
            return "datetime"
        if is_a(value, "date"):
            return "date"
        match node:
            case ast.Call(func=ast.Attribute(value=column, attr="max" | "min"), args=[]):
                return self._kind(column, failing)
            case ast.Call(func=function):
                return CALLS.get(ast.unparse(function).removeprefix("datetime."), "")
        return ""

    def _edits(
        self, operands: list[ast.expr], kinds: list[str], failing: Failing, cell: Cell, notebook: Notebook
    ) -> tuple[list[Edit], str]:
        pandas = imported_as("pandas", cell, notebook)
        texts = [each for each, kind in zip(operands, kinds, strict=True) if kind == "text"]
        if pandas and not {"datetime", "date"} & set(kinds):
            return [failing.wrapped(each, f"{pandas}.to_datetime") for each in texts], ""
        kind = "date" if "date" in kinds else "datetime"
        if imports_name("datetime", kind, cell, notebook):
            function, import_ = f"{kind}.fromisoformat", ""
        elif module := imported_as("datetime", cell, notebook):
            function, import_ = f"{module}.{kind}.fromisoformat", ""
        else:
            function, import_ = f"{kind}.fromisoformat", f"from datetime import {kind}"
        return [failing.wrapped(each, function) for each in texts], import_

    def _candidate(self, text: ast.expr, edits: list[Edit], import_: str, failing: Failing) -> Candidate:
        after = failing.after(*edits)
        why = f"`{failing.text(text)}` is text; as a date it can be compared and subtracted."
        title = f"Convert `{failing.text(text)}` to a date"
        return Candidate(
            title, why, f"rule:{self.name}", CellCode(after).with_import(import_) if import_ else after
        )

    def _accessor(self, failing: Failing, cell: Cell, notebook: Notebook) -> Sequence[Candidate]:
        """`df["date"].dt.year` of a column that is text."""
        node, pandas = failing.find(ast.Attribute), imported_as("pandas", cell, notebook)
        if (
            node is None
            or node.attr != "dt"
            or pandas is None
            or not all(map(is_date, column_texts(failing.value(node.value))))
        ):
            return []
        return list(self._whole_column(node.value, pandas, failing))

    def _whole_column(self, column: ast.expr, pandas: str, failing: Failing) -> Iterator[Candidate]:
        shown = failing.text(column)
        why = f"`{shown}` holds text, not dates: only dates have `.dt`."
        yield failing.candidate(
            self.name, f"Convert `{shown}` to dates", why, failing.wrapped(column, f"{pandas}.to_datetime")
        )
