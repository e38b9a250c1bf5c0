"""A list of numbers that is multiplied, or added to, as if it were an array."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Failing
from .imported_as import imported_as
from .live_kinds import is_number, literal


class ScaledList:
    """`prices * 1.19` of a list: what a list can't do, an array does with each of its numbers."""

    name = "scaled-lists"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "TypeError" or (
            "non-int of type 'float'" not in error.message and "'list'" not in error.message
        ):
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.BinOp)
        numpy = imported_as("numpy", cell, notebook)
        if node is None or numpy is None:
            return []
        lists = [each for each in (node.left, node.right) if _is_numbers(each, failing)]
        others = [each for each in (node.left, node.right) if each not in lists]
        if not lists or not all(is_number(failing.value(each)) for each in others):
            return []
        if isinstance(node.op, ast.Mult) and others and _is_whole(others[0], failing):
            return []
        shown, kind = failing.text(lists[0]), failing.text(node)
        why = f"`{shown}` is a list, which does not calculate with each of its numbers; an array does."
        edit = failing.wrapped(lists[0], f"{numpy}.array")
        return [failing.candidate(self.name, f"Make an array for `{kind}`", why, edit)]


def _is_numbers(node: ast.expr, failing: Failing) -> bool:
    value = failing.value(node)
    items = literal(value) if value is not None and value.type == "list" else None
    if value is not None and items is None and value.type == "list":
        items = _shown(value.repr)
    return (
        isinstance(items, list) and len(items) > 1 and all(isinstance(each, (int, float)) for each in items)
    )


def _shown(text: str) -> object:
    """The items of a long list that its representation shows."""
    try:
        return ast.literal_eval(text.removesuffix(", ...]") + "]")
    except (ValueError, SyntaxError):
        return None


def _is_whole(node: ast.expr, failing: Failing) -> bool:
    number = literal(failing.value(node))
    return isinstance(number, float) and number.is_integer() and "/" in failing.text(node)
