"""A float where a whole number is needed: an index, a size, a count."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import is_a, literal

WHOLE_NEEDED = re.compile(
    r"'(numpy\.)?float(64|32|16)?' object cannot be interpreted as an integer|indices must be integers.*float|slice indices must be integers"
    r"|only integers, slices|can't multiply sequence by non-int of type 'float'|integer argument expected, got float|only integer scalar arrays"
    r"|Cannot index by location index with a non-integer key|of type float|must be (an )?int(eger)?,? (value|not float|got float)"
    r"|expected int(eger)?|non-integer arg|must be a positive integer, not|Only integers? (accepts|value)|must be str or None, not float"
)


class WholeNumber:
    """A division, or a float, where only a whole number is taken."""

    name = "whole-numbers"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {
            "TypeError",
            "IndexError",
            "ValueError",
            "DeprecationWarning",
        } or not WHOLE_NEEDED.search(error.message):
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript, ast.Call, ast.BinOp)
        edits = list(self._edits(node, failing)) if node is not None else []
        if not edits:
            return []
        shown = ", ".join(f"`{edit.text}`" for edit in edits)
        why = "Only a whole number can stand here, and this is a float."
        return [failing.candidate(self.name, f"Make it whole: {shown}", why, *edits)]

    def _edits(self, node: ast.expr, failing: Failing) -> Iterator[Edit]:
        parts = list(_parts(node))
        if isinstance(node, ast.BinOp) and any(self._is_broken(part, failing) for part in parts):
            return
        for part in parts:
            edit = _divided(part, failing)
            if edit is not None:
                yield edit
            elif self._is_float(part, failing) or (
                len(parts) == 1 and isinstance(part, ast.Call) and not _rounds(part)
            ):
                yield failing.wrapped(part, "int")

    def _is_broken(self, factor: ast.expr, failing: Failing) -> bool:
        """Whether a factor is a float with a rest: then no repetition was meant."""
        number = literal(failing.value(factor))
        return isinstance(number, float) and not number.is_integer()

    def _is_float(self, node: ast.expr, failing: Failing) -> bool:
        value = failing.value(node)
        if value is not None:
            return is_a(value, "float", "floating")
        match node:
            case ast.BinOp(
                left=left, right=right, op=ast.Mult() | ast.Add() | ast.Sub() | ast.Pow() | ast.Div()
            ):
                return (
                    self._is_float(left, failing)
                    or self._is_float(right, failing)
                    or isinstance(node.op, ast.Div)
                )
            case ast.Call(func=ast.Attribute(attr="sqrt" | "log" | "exp" | "mean" | "median" | "log2")):
                return True
            case ast.Call(func=ast.Attribute(attr="floor" | "ceil", value=module)):
                return ast.unparse(module) != "math"
        return False


def _divided(node: ast.expr, failing: Failing) -> Edit | None:
    """The division at the top of an expression, as one without a rest."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        node = node.left if not isinstance(node.left, ast.Constant) else node.right
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
        return None
    between = failing.source[failing.extent(node.left)[1] : failing.extent(node.right)[0]]
    if between.count("/") != 1 or any(is_a(failing.value(each), "float") for each in (node.left, node.right)):
        return None
    return Edit(
        *failing.extent(node),
        f"{failing.text(node.left)}{between.replace('/', '//')}{failing.text(node.right)}",
    )


def _rounds(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {"int", "round", "len", "range", "str", "list"}


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """What may be the number: arguments, and those in tuples; parts of an index; a factor."""
    match node:
        case ast.Call(args=args, keywords=keywords):
            yield from (
                part for each in (*args, *(keyword.value for keyword in keywords)) for part in _inside(each)
            )
        case ast.Subscript(slice=index):
            yield from _inside(index)
        case ast.BinOp(left=left, right=right, op=ast.Mult()):
            yield from (left, right)


def _inside(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Tuple(elts=parts):
            yield from (inner for part in parts for inner in _inside(part))
        case ast.Slice():
            yield from (each for each in (node.lower, node.upper, node.step) if each is not None)
        case _:
            yield node
