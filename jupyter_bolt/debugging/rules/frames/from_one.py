"""Columns, and axes of arrays, counted from one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Edit, Failing
from ..values.literal_indexes import counted_down
from .asked import is_frame, shape_of

OUT_OF_BOUNDS = re.compile(r"index (\d+) is out of bounds for axis ([1-9]) with size (\d+)")
NO_AXIS = re.compile(
    r"axis (\d) is out of bounds for array of dimension (\d)|No axis named (2) for object type DataFrame"
)

JOINING = frozenset({"concatenate", "concat", "stack", "append"})
"""What joins arrays along an axis: one that they lack is another shape that is meant, not another axis."""


class CountedFromOne:
    """`df.iloc[:, 3]` of three columns, `a.sum(axis=2)` of a table."""

    name = "from-one"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"IndexError", "AxisError", "ValueError"}:
            return []
        failing = Failing(cell, error)
        edits = self._columns(failing, notebook) or list(self._axes(failing))
        if not edits:
            return []
        why = "Columns and axes are counted from 0: the last of them has the number less one."
        if len(edits) > 1:
            title = "Count the columns from 0"
        else:
            title = f"Replace `{failing.source[edits[0].start : edits[0].end]}` by `{edits[0].text}`"
        return [failing.candidate(self.name, title, why, *edits)]

    def _columns(self, failing: Failing, notebook: Notebook) -> list[Edit]:
        node, told = failing.find(ast.Subscript), OUT_OF_BOUNDS.search(failing.error.message)
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=owner, attr="iloc" | "iat"), slice=ast.Tuple(elts=[_, column])
            ):
                shape = shape_of(failing.value(owner)) if is_frame(failing.value(owner)) else None
                if (shape and "out-of-bounds" in failing.error.message) or told:
                    return _less(column, shape[1] if shape else 0, failing, notebook)
            case ast.Subscript(slice=ast.Tuple(elts=parts)) if told and len(parts) > int(told.group(2)):
                if not any(map(_is_open, parts)):
                    return _less(parts[int(told.group(2))], int(told.group(3)), failing, notebook)
        return []

    def _axes(self, failing: Failing) -> Iterator[Edit]:
        told, call = NO_AXIS.search(failing.error.message), failing.find(ast.Call)
        if told is None or call is None or (told.group(1) and _joins(call)):
            return
        axis, count = int(told.group(1) or 2), int(told.group(2) or 2)
        given = [each.value for each in call.keywords if each.arg == "axis"]
        if axis == count and [each.value for each in given if isinstance(each, ast.Constant)] == [axis]:
            yield failing.replaced(given[0], str(axis - 1))


def _joins(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in JOINING


def _less(column: ast.expr, count: int, failing: Failing, notebook: Notebook) -> list[Edit]:
    """The number of things as an index, or a list of numbers from one on, each less one."""
    if isinstance(column, ast.Constant) and column.value == count and count:
        return counted_down(column, count, failing, notebook)
    if isinstance(column, ast.List) and count:
        numbers = [
            each.value for each in column.elts if isinstance(each, ast.Constant) and type(each.value) is int
        ]
        if (
            len(numbers) == len(column.elts)
            and max(numbers, default=0) == count
            and min(numbers, default=0) > 0
        ):
            return [failing.replaced(column, f"[{', '.join(str(each - 1) for each in numbers)}]")]
    return []


def _is_open(part: ast.expr) -> bool:
    """Whether the axes behind it can't be counted: `...`, `None`, `*parts`."""
    return isinstance(part, ast.Starred) or (isinstance(part, ast.Constant) and part.value in (None, ...))
