"""Misspelt columns of polars' frames, against those that the message lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..edits import Edit, Edits, failing_line
from ..rule import Candidate
from ..similar import similar

LISTED = re.compile(r"unable to find column \"([^\"]+)\"; valid columns: \[([^\]]*)\]")


class PolarsColumn:
    """A column that an expression names, which its frame does not have at that step."""

    name = "polars-columns"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        found = LISTED.search(error.message) if error.name == "ColumnNotFoundError" else None
        if found is None:
            return []
        name, known = found.group(1), re.findall(r"\"([^\"]+)\"", found.group(2))
        edits = Edits(CellCode(cell.source))
        places = spelt(edits, name, failing_line(error))
        return [
            Candidate(
                title=f"Replace `{name}` by `{each}`",
                explanation=f"The frame has no column `{name}`, but it has `{each}`.",
                source=f"rule:{self.name}",
                after=edits.replaced(Edit(start, end, each) for start, end in places),
            )
            for each in (similar(name, known) if places else ())
            if re.fullmatch(r"\w+", each)
        ]


def spelt(edits: Edits, name: str, line: int) -> list[tuple[int, int]]:
    """Where the failing statement, or else the cell, names the column; without its quotes."""
    nodes = [
        (node, *edits.range(node))
        for node in edits.nodes(ast.expr)
        if isinstance(node, ast.Constant) and node.value == name and edits.text(node)[1:-1] == name
    ]
    inside = [each for each in nodes if each[0].lineno == line or within(edits, each[0], line)]
    return [(start + 1, end - 1) for _, start, end in inside or nodes]


def within(edits: Edits, node: ast.AST, line: int) -> bool:
    """Whether a node is part of the statement that stands in this line."""
    while node in edits.parents and not isinstance(node, ast.stmt):
        node = edits.parents[node]
    return getattr(node, "lineno", 0) <= line <= (getattr(node, "end_lineno", 0) or 0)
