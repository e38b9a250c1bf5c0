"""A pandas column of text in arithmetic or a comparison with numbers, and of numbers with text."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .imported_as import imported_as
from .live_kinds import column_texts, is_a, is_number, number_type, numbers_type, text_of

ERRORS = frozenset(
    {
        "TypeError",
        "UFuncTypeError",
        "UFuncNoLoopError",
        "_UFuncNoLoopError",
        "ArrowNotImplementedError",
        "ArrowInvalid",
        "AttributeError",
        "ArrowTypeError",
        "DTypePromotionError",
        "_UFuncBinaryResolutionError",
    }
)
SUMMED = frozenset({
    "mean", "std", "var", "median", "sum", "round", "diff", "abs", "quantile", "prod", "cumsum",
    "sem", "skew", "interpolate", "rolling", "corr",
})  # fmt: skip


class ColumnText:
    """A column that holds numbers as text, or is to be joined to text."""

    name = "columns"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in ERRORS:
            return []
        failing = Failing(cell, error)
        if ".str accessor" in error.message:
            return self._accessor(failing)
        pandas = imported_as("pandas", cell, notebook)
        operands = self._operands(failing)
        edits = [
            failing.wrapped(each, f"{pandas}.to_numeric")
            for each in operands
            if pandas and self._holds_numbers(each, failing)
        ]
        if edits and self._meets_number(operands, failing):
            return [self._candidate(edits, "a number is needed, and this holds text", failing)]
        if len(operands) == 2 and any(self._is_text(each, failing) for each in operands):
            edits = [
                Edit(end, end, ".astype(str)")
                for each in operands
                if is_numeric_column(each, failing) and (end := failing.extent(each)[1])
            ]
            return [self._candidate(edits, "only text can be joined to text", failing)] if edits else []
        return []

    def _operands(self, failing: Failing) -> list[ast.expr]:
        match failing.find(ast.BinOp, ast.Compare, ast.Call):
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                return [_summed(left), _summed(right)]
            case ast.Call(func=ast.Attribute(value=column, attr=name)) if name in SUMMED:
                return [column]
        return []

    def _holds_numbers(self, node: ast.expr, failing: Failing) -> bool:
        return numbers_type(column_texts(failing.value(node))) is not None

    def _meets_number(self, operands: list[ast.expr], failing: Failing) -> bool:
        """Whether what stands beside the column is a number, or numbers, or there is nothing."""
        return all(
            self._holds_numbers(each, failing)
            or is_number(failing.value(each))
            or is_numeric_column(each, failing)
            for each in operands
        )

    def _is_text(self, node: ast.expr, failing: Failing) -> bool:
        text, texts = text_of(failing.value(node)), column_texts(failing.value(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._is_text(node.left, failing) or self._is_text(node.right, failing)
        adds = isinstance(failing.parent(node), ast.BinOp) and isinstance(failing.parent(node).op, ast.Add)  # type: ignore[union-attr]
        return adds and (
            (text is not None and number_type(text) is None) or (bool(texts) and numbers_type(texts) is None)
        )

    def _candidate(self, edits: list[Edit], why: str, failing: Failing) -> Candidate:
        shown = failing.source[edits[0].start : edits[0].end]
        return failing.candidate(
            self.name,
            f"Convert {f'`{shown}`' if shown else 'the column'}",
            f"In this operation {why}.",
            *edits,
        )

    def _accessor(self, failing: Failing) -> Sequence[Candidate]:
        """`df["n"].str.zfill(3)` of a column of numbers."""
        node = failing.find(ast.Attribute)
        if (
            node is None
            or node.attr != "str"
            or not re.search(
                r"int|float|bool",
                failing.error.message + (v.size if (v := failing.value(node.value)) else ""),
            )
        ):
            return []
        end = failing.extent(node.value)[1]
        return [self._candidate([Edit(end, end, ".astype(str)")], "only text has `.str`", failing)]


def _summed(node: ast.expr) -> ast.expr:
    """The column of `df["a"].sum()`, or the operand itself."""
    match node:
        case ast.Call(func=ast.Attribute(value=column, attr=name), args=[]) if name in SUMMED:
            return column
    return node


def is_numeric_column(node: ast.expr, failing: Failing) -> bool:
    value = failing.value(node)
    return (
        value is not None
        and is_a(value, "Series", "ndarray", "Index")
        and re.search(r"\b(u?int|float|Int|Float)\d+", value.size) is not None
    )
