"""What a loop runs over: a number, a dictionary with two names, a collection that the loop changes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import count_of, is_a

Loop = ast.For | ast.comprehension
COUNTERS = frozenset({
    "i", "j", "k", "n", "idx", "index", "ind", "num", "number", "count", "pos", "position", "step",
    "epoch", "row_num",
})  # fmt: skip
UNPACKS = re.compile(r"cannot unpack non-iterable|(not enough|too many) values to unpack")
CHANGED = re.compile(r"(dictionary|[Ss]et|OrderedDict|deque)( keys)? (changed|mutated)")


class Iterating:
    """A loop whose collection is not what was meant."""

    name = "iterating"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "ValueError", "RuntimeError", "IndexError"}:
            return []
        failing = Failing(cell, error)
        edit = next(self._edits(failing), None)
        if edit is None:
            return []
        old = failing.source[edit.start : edit.end]
        return [failing.candidate(self.name, f"Loop over `{edit.text}`", self._why(old, error), edit)]

    def _why(self, old: str, error: CellError) -> str:
        if error.name in {"RuntimeError", "IndexError"}:
            return f"The loop changes what it runs over: `{old}`."
        return f"`{old}` does not give what this loop takes."

    def _edits(self, failing: Failing) -> Iterator[Edit]:
        message = failing.error.message
        call = failing.find(ast.Call)
        if call is not None and isinstance(call.func, ast.Attribute) and call.func.attr == "extend":
            return
        if "object is not iterable" in message:
            yield from self._over_number(failing)
        elif UNPACKS.search(message):
            yield from self._unpacked(failing)
        elif failing.error.name == "RuntimeError" and CHANGED.search(message):
            yield from self._copied(failing)
        elif failing.error.name == "IndexError" and "out of range" in message:
            yield from self._backwards(failing)

    def _over_number(self, failing: Failing) -> Iterator[Edit]:
        if "'int'" not in failing.error.message and "'int64'" not in failing.error.message:
            return
        for loop in _loops(
            failing,
            failing.find(
                ast.For,
                ast.ListComp,
                ast.SetComp,
                ast.GeneratorExp,
                ast.DictComp,
                ast.Call,
                ast.Name,
                ast.Constant,
            ),
        ):
            value = failing.value(loop.iter)
            if is_a(value, "int", "integer") or _counts(loop.iter):
                yield failing.replaced(loop.iter, f"range({failing.text(loop.iter)})")

    def _unpacked(self, failing: Failing) -> Iterator[Edit]:
        target = failing.find(ast.Tuple, ast.List)
        loops: list[Loop] = [*failing.all(ast.For), *failing.all(ast.comprehension)]
        loop = next((each for each in loops if each.target is target), None)
        if loop is None or not isinstance(target, (ast.Tuple, ast.List)) or len(target.elts) != 2:
            return
        first, second = target.elts
        over, shown = failing.value(loop.iter), failing.text(loop.iter)
        counter = isinstance(first, ast.Name) and first.id in COUNTERS
        if is_a(over, "dict"):
            yield _appended(loop.iter, ".items()", failing)
        elif is_a(over, "DataFrame"):
            if (
                (isinstance(second, ast.Name) and "row" in second.id)
                or counter
                or (isinstance(first, ast.Name) and first.id == "_")
            ):
                yield _appended(loop.iter, ".iterrows()", failing)
        elif is_a(over, "Series") and counter:
            yield _appended(loop.iter, ".items()", failing)
        elif isinstance(loop.iter, ast.Tuple) and len(loop.iter.elts) == 2:
            counts = [count_of(failing.value(each)) for each in loop.iter.elts]
            if counts[0] is not None and counts[0] == counts[1]:
                inside = ", ".join(map(failing.text, loop.iter.elts))
                yield failing.replaced(loop.iter, f"zip({inside})")
        elif counter and not is_a(over, "enumerate", "zip"):
            yield failing.replaced(loop.iter, f"enumerate({shown})")

    def _copied(self, failing: Failing) -> Iterator[Edit]:
        for loop in _loops(failing, failing.find(ast.For)):
            if not isinstance(loop.iter, ast.Call) or isinstance(loop.iter.func, ast.Attribute):
                yield failing.replaced(loop.iter, f"list({failing.text(loop.iter)})")

    def _backwards(self, failing: Failing) -> Iterator[Edit]:
        """`for i in range(len(xs)): … del xs[i]`: from the end, no item moves before its turn."""
        node = failing.find(ast.Subscript, ast.Call)
        for around in failing.around(node) if node is not None else ():
            match around:
                case (
                    ast.For(
                        target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"), args=[counted])
                    ) as loop
                ):
                    deleted = {owner for each in ast.walk(loop) if (owner := _deletes_at(each, name))}
                    if len(deleted) == 1 and ast.unparse(counted) == f"len({next(iter(deleted))})":
                        yield failing.replaced(loop.iter, f"reversed({failing.text(loop.iter)})")


def _loops(failing: Failing, node: ast.AST | None) -> Iterator[Loop]:
    """The loop that failed to begin, or whose collection failed."""
    match node:
        case ast.For():
            yield node
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from node.generators
        case ast.expr():
            parent = failing.parent(node)
            if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
                yield parent
            elif (
                isinstance(node, ast.Call)
                and len(node.args) == 1
                and isinstance(node.args[0], ast.GeneratorExp)
            ):
                yield from node.args[0].generators


def _counts(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"len", "int"}


def _appended(node: ast.expr, call: str, failing: Failing) -> Edit:
    return failing.replaced(node, failing.text(node) + call)


def _deletes_at(node: ast.AST, index: str) -> str | None:
    match node:
        case ast.Delete(targets=[ast.Subscript(value=owner, slice=ast.Name(id=name))]) if name == index:
            return ast.unparse(owner)
        case ast.Call(func=ast.Attribute(value=owner, attr="pop"), args=[ast.Name(id=name)]) if name == index:
            return ast.unparse(owner)
    return None
