"""One too far: an index or a range that ends one behind the last item."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .literal_indexes import counted_down
from .live_kinds import count_of, literal
from .other_separators import OtherSeparator

TOO_FAR = re.compile(r"out of range|out[- ]of[- ]bounds")
REMOVES = frozenset({"pop", "remove", "clear", "drop"})


class OneTooFar:
    """An index that is the number of items, where the last item has that number less one."""

    name = "indexes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"IndexError", "KeyError"} or (
            error.name == "IndexError" and not TOO_FAR.search(error.message)
        ):
            return []
        if OtherSeparator().candidates(cell, error, notebook):
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript)
        index = _index(node, error.message) if node is not None else None
        if node is None or index is None:
            return []
        count = self._count(node, failing)
        if not count or self._position(index, failing, count) != count:
            return []
        if isinstance(index, ast.Constant) and error.name == "IndexError":
            edits = counted_down(index, count, failing, notebook)
        else:
            edit = self._edit(node, index, failing)
            edits = [edit] if edit is not None else []
        if not edits:
            return []
        owner = failing.text(_indexed(node))
        why = f"`{owner}` has {count} items: the last one has the index {count - 1}."
        title = f"Replace `{failing.source[edits[0].start : edits[0].end]}` by `{edits[0].text}`"
        return [
            failing.candidate(self.name, title if len(edits) == 1 else f"Count `{owner}` from 0", why, *edits)
        ]

    def _count(self, node: ast.Subscript, failing: Failing) -> int | None:
        if failing.error.name == "KeyError" and failing.type_of(_indexed(node)) not in {
            "Series",
            "DataFrame",
        }:
            return None
        value = failing.value(_indexed(node))
        if value is not None and "Axes" in value.repr:
            return None  # A grid: the number may count all of its places.
        count = count_of(value)
        told = re.search(r"index (\d+) is out of bounds for axis 0 with size (\d+)", failing.error.message)
        return int(told.group(2)) if count is None and told else count

    def _position(self, index: ast.expr, failing: Failing, count: int) -> int | None:
        match index:
            case ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=int(ahead))):
                at = literal(failing.value(left))
                return at + ahead if isinstance(at, int) and at < count else None
            case ast.Call():
                return count if _counts(index) else None
        at = literal(failing.value(index))
        return at if isinstance(at, int) else None

    def _edit(self, node: ast.Subscript, index: ast.expr, failing: Failing) -> Edit | None:
        match index:
            case ast.Call():
                return failing.replaced(index, f"{failing.text(index)} - 1")
            case ast.Name(id=name):
                return next(self._in_loop(node, index, name, failing), None)
            case ast.BinOp(left=ast.Name(id=name), right=ast.Constant(value=int(ahead))):
                ranges = (call for _, call in _ranges(node, name, failing))
                ends = (end for call in ranges if _counts(end := call.args[-1 if len(call.args) < 3 else 1]))
                return next((failing.replaced(end, f"{failing.text(end)} - {ahead}") for end in ends), None)
        return None

    def _in_loop(self, node: ast.Subscript, index: ast.expr, name: str, failing: Failing) -> Iterator[Edit]:
        for around, call in _ranges(node, name, failing):
            if any(_removes(each) for each in ast.walk(around)):
                return
            match call.args:
                case [ast.BinOp(left=end, op=ast.Add(), right=ast.Constant(value=1)) as past] if _counts(end):
                    yield failing.replaced(past, failing.text(end))
                case [
                    ast.Constant(value=0),
                    ast.BinOp(left=end, op=ast.Add(), right=ast.Constant(value=1)) as past,
                ] if _counts(end):
                    yield failing.replaced(past, failing.text(end))
                case [
                    ast.Constant(value=1),
                    ast.BinOp(left=end, op=ast.Add(), right=ast.Constant(value=1)),
                ] if _counts(end):
                    yield failing.replaced(index, f"{name} - 1")
                case [ast.Constant(value=int(end))] if end - 1 == count_of(failing.value(_indexed(node))):
                    yield failing.replaced(call.args[0], f"len({failing.text(_indexed(node))})")
        for loop in failing.around(node):
            match loop:
                case ast.While(test=ast.Compare(left=ast.Name(id=left), ops=[ast.LtE()], comparators=[end])):
                    if left == name and _counts(end) and not any(_removes(each) for each in ast.walk(loop)):
                        shown = failing.text(loop.test)
                        yield failing.replaced(loop.test, shown.replace("<=", "<", 1))


def _index(node: ast.Subscript, message: str) -> ast.expr | None:
    """The index of an item or a row."""
    if isinstance(node.slice, ast.Slice):
        return None
    if not isinstance(node.slice, ast.Tuple):
        return node.slice
    rows = _indexed(node) is not node.value or "for axis 0" in message
    return node.slice.elts[0] if rows and node.slice.elts else None


def _indexed(node: ast.Subscript) -> ast.expr:
    """What is indexed, without pandas' `.iloc`."""
    if isinstance(node.value, ast.Attribute) and node.value.attr in {"iloc", "loc", "iat", "at"}:
        return node.value.value
    return node.value


def _counts(node: ast.AST) -> bool:
    """`len(xs)`, `df.shape[0]`, `a.size`."""
    return re.fullmatch(
        r"len\(.+\)|.+\.shape\[0\]|.+\.size", ast.unparse(node), re.S
    ) is not None and not isinstance(node, ast.BinOp)


def _ranges(node: ast.AST, name: str, failing: Failing) -> Iterator[tuple[ast.AST, ast.Call]]:
    """The loops around a node that run this name over a `range`."""
    for around in failing.around(node):
        loops = (
            around.generators
            if isinstance(around, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp))
            else [around]
        )
        for loop in loops:
            match loop:
                case (
                    ast.For(target=ast.Name(id=target), iter=ast.Call(func=ast.Name(id="range")) as call)
                    | ast.comprehension(
                        target=ast.Name(id=target), iter=ast.Call(func=ast.Name(id="range")) as call
                    )
                ) if target == name and call.args:
                    yield around, call


def _removes(node: ast.AST) -> bool:
    match node:
        case ast.Delete():
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in REMOVES
    return False
