"""Whether something else computes what failed, or only takes its place."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence

from ...trials.evidence import CellError
from .constants import is_constant, is_question
from .silencers import TELLS, catches
from .statements import Statement

MODULES = frozenset({"pd", "np", "plt", "sns", "pl", "sp", "os", "sys", "re", "math", "json", "time"})
"""Names that stand in so much code that sharing one says nothing."""


READS = re.compile(r"read|load|open|fetch")
"""What brings data in: one way may stand for another, though they share no name."""


class Alternatives:
    """What may take the place of one failing statement."""

    def __init__(self, failing: Statement) -> None:
        used = [node for node in ast.walk(failing.node) if not isinstance(_context(node), ast.Store)]
        names = {node.id for node in used if isinstance(node, ast.Name)} - MODULES
        self._used = names or {node.attr for node in used if isinstance(node, ast.Attribute)}
        self._targets = failing.targets
        self._asks = is_question(failing.value)
        self._imports = isinstance(failing.node, (ast.Import, ast.ImportFrom))
        self._reads = any(map(_reads, used))

    def in_any(self, nodes: Sequence[ast.AST]) -> bool:
        """Whether one of these expressions, or of the statements in these blocks, is an alternative.

        Where statements give the failing one's targets a value, only that counts.
        """
        values = [value for node in nodes for value in _values(node)]
        telling = [value for targets, value in values if targets & self._targets]
        return (
            any(map(self._is_one, telling or [value for _, value in values]))
            or _has(nodes, ast.Raise)
            or ((self._imports or not values) and _has(nodes, ast.Import, ast.ImportFrom))
        )

    def _is_one(self, value: ast.expr) -> bool:
        """Whether an expression works on what failed, or leaves it to a function that may."""
        if is_constant(value) or (is_question(value) and not self._asks):
            return False
        return not self._used or any(map(self._shares, ast.walk(value)))

    def _shares(self, node: ast.AST) -> bool:
        if _name(node) in self._used or (self._reads and _reads(node)):
            return True
        return isinstance(node, ast.Call) and _is_own(node.func)


def stand_in_handlers(
    tree: ast.Module, known: ast.Module, failing: Statement, error: CellError
) -> list[ast.ExceptHandler]:
    """The new handlers that would catch this error, and compute nothing of what failed."""
    old = {ast.unparse(node) for node in _handlers(known)}
    alternatives = Alternatives(failing)
    return [
        node
        for node in _handlers(tree)
        if ast.unparse(node) not in old and catches(node, error) and not alternatives.in_any(node.body)
    ]


def _handlers(tree: ast.Module) -> Iterator[ast.ExceptHandler]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))


def _values(node: ast.AST) -> Iterator[tuple[frozenset[str], ast.expr]]:
    """What is computed, each with the targets that it is for."""
    if isinstance(node, ast.expr):
        yield frozenset(), node
        return
    for each in ast.walk(node):
        match each:
            case ast.Assign(targets=targets, value=value):
                yield frozenset(map(ast.unparse, targets)), value
            case (
                ast.AugAssign(target=target, value=value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                yield frozenset({ast.unparse(target)}), value
            case ast.Expr(value=ast.Call(func=func)) if ast.unparse(func).rpartition(".")[2] in TELLS:
                pass
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                yield frozenset(), value


def _has(nodes: Sequence[ast.AST], *kinds: type[ast.AST]) -> bool:
    return any(isinstance(each, kinds) for node in nodes for each in ast.walk(node))


def _name(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None


def _context(node: ast.AST) -> ast.expr_context | None:
    context = getattr(node, "ctx", None)
    return context if isinstance(context, ast.expr_context) else None


def _reads(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and READS.match(_name(node.func) or "") is not None


def _is_own(function: ast.expr) -> bool:
    """Whether a function is, as far as can be seen, the notebook's own."""
    return isinstance(function, ast.Name) and not hasattr(builtins, function.id)
