"""One number for a grid of Axes: they are counted row by row with `.flat`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Edit, Failing
from .asked import asked, is_whole


class FlatAxes:
    """`axes[2]` of a grid of two by two."""

    name = "flat-axes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "IndexError" or "is out of bounds for axis 0" not in error.message:
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript)
        value = failing.value(node.value) if node is not None else None
        if node is None or value is None or "Axes" not in value.repr:
            return []
        grid, key = re.match(r"(\d+) × (\d+),", value.size), asked(node.slice, failing)
        if grid is None or not isinstance(key, int) or not is_whole(key):
            return []
        if not int(grid.group(1)) <= key < int(grid.group(1)) * int(grid.group(2)):
            return []
        same = [
            each
            for each in failing.all(ast.Subscript)
            if ast.unparse(each.value) == ast.unparse(node.value)
            and not isinstance(each.slice, ast.Tuple | ast.Slice)
        ]
        ends = {failing.extent(each.value)[1] for each in same}
        why = f"`{failing.text(node.value)}` is a grid of Axes: `.flat` counts them row by row."
        return [
            failing.candidate(
                self.name, "Index the Axes in their order", why, *(Edit(end, end, ".flat") for end in ends)
            )
        ]
