"""Literal indexes of one thing, counted from one: mended together, or not at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ....notebooks.cells import Notebook
from ..bound_names import MOST_CELLS
from ..cell_code import CellCode
from .failing import Edit, Failing


def counted_down(index: ast.Constant, count: int, failing: Failing, notebook: Notebook) -> list[Edit]:
    """The index that is the number of things, less one, and with it the others of a cell that counts from one.

    It is one slip where it stands alone, or where 0 is asked for too. Where each number from one to the last is
    asked for, all are one too many. Of anything in between nobody can tell which is meant: no edits.
    """
    node = failing.parent(index)
    parts, node = (node, failing.parent(node)) if isinstance(node, ast.Tuple) else (None, node)
    if not isinstance(node, ast.Subscript):
        return []
    owner, width = ast.unparse(node.value), len(parts.elts) if parts is not None else 0
    at = parts.elts.index(index) if parts is not None else 0
    alike = list(_numbers(failing.code, owner, width, at))
    numbers = {number for _, number in alike}
    if numbers == {count} or 0 in numbers:
        return [failing.replaced(index, str(count - 1))]
    elsewhere = {
        number
        for cell in notebook.cells[:MOST_CELLS]
        if owner in cell.source and cell.cell_id != failing.cell_id
        for _, number in _numbers(CellCode(cell.source), owner, width, at)
    }
    if numbers == set(range(1, count + 1)) and 0 not in elsewhere and _stays(node.value, failing):
        return [failing.replaced(each, str(number - 1)) for each, number in alike]
    return []


def _numbers(code: CellCode, owner: str, width: int, at: int) -> Iterator[tuple[ast.Constant, int]]:
    """The whole numbers by which it is indexed at this place of so many; of none where it is no tuple."""
    for node in ast.walk(code.tree) if code.tree is not None else ():
        match node:
            case ast.Subscript(value=value, slice=asked) if ast.unparse(value) == owner:
                parts = asked.elts if isinstance(asked, ast.Tuple) else [asked]
                if width != (len(parts) if isinstance(asked, ast.Tuple) else 0):
                    continue
                part = parts[at]
                if isinstance(part, ast.Constant) and type(part.value) is int:
                    yield part, part.value


def _stays(owner: ast.expr, failing: Failing) -> bool:
    """Whether what is indexed is the same thing all through the cell."""
    names = [each.id for each in ast.walk(owner) if isinstance(each, ast.Name)]
    return all(len(list(failing.code.bindings(name))) <= 1 for name in names)
