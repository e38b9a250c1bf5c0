"""Tell a cell that fails by itself from one whose cells above have not run in this kernel."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..notebooks.cells import Cell
from .evidence import Evidence

SIMILAR = 0.75
"""Ratio of difflib's `SequenceMatcher` from which a name counts as another one misspelt."""

Binding = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def misses_cells_above(evidence: Evidence, above: Iterable[Cell]) -> bool:
    """Whether the cell failed for want of a name that a cell above would have made, misspelt perhaps."""
    error = evidence.error
    if error is None or error.name != "NameError" or not error.facts.name:
        return False
    cells = list(above)
    waiting = {name for cell in cells if not cell.executed for name in names_made(cell.source)}
    if error.facts.name in waiting:
        return False  # a cell run out of order: that is the error to tell of
    made = {name for cell in cells for name in names_made(cell.source)}
    return bool(get_close_matches(error.facts.name, made.difference(error.facts.known), cutoff=SIMILAR))


def names_made(source: str) -> Iterator[str]:
    """The names that a cell's code binds. Lines that are IPython's own are left out."""
    lines = source.splitlines()
    plain = "\n".join("" if line.lstrip().startswith(("%", "!", "?")) else line for line in lines)
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, Binding):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
