"""`errors="ignore"` where it hides nothing: the very same `drop` has taken the columns away before."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ...trials.evidence import CellError
from ..rules.cell_code import CellCode
from ..rules.similar import similar
from .statements import Statement, statements


def harmless_ignores(tree: ast.Module | None, error: CellError, ran: Iterable[str]) -> frozenset[ast.AST]:
    """The keywords `errors="ignore"` of drops that are repeated. `ran`: cells that have run before, in order.

    What such a drop is for holds already. A column that may be misspelt, or that is missing for another reason,
    is another matter.
    """
    if tree is None or error.name != "KeyError" or error.facts.owner_type != "DataFrame":
        return frozenset()
    sources = list(ran)
    return frozenset(
        node.keywords[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _is_repeated(node, error, sources)
    )


def _is_repeated(call: ast.Call, error: CellError, ran: list[str]) -> bool:
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=frame), attr="drop"),
            keywords=[*others, ast.keyword("errors")],
        ):
            plain = ast.Call(call.func, call.args, others)
        case _:
            return False
    labels = {node.value for node in ast.walk(plain) if isinstance(node, ast.Constant)}
    if error.facts.name not in labels or similar(error.facts.name or "", error.facts.known):
        return False
    return _was_dropped(frame, ast.unparse(plain), ran)


def _was_dropped(frame: str, drop: str, ran: list[str]) -> bool:
    """Whether the frame still is, as far as can be seen, what was left after this drop."""
    dropped = False
    for source in ran:
        tree = CellCode(source).tree
        for each in statements(tree) if tree is not None else ():
            dropped = _dropped_after(each, frame, drop, dropped)
        dropped = dropped and tree is not None
    return dropped


def _dropped_after(statement: Statement, frame: str, drop: str, dropped: bool) -> bool:
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == frame:
            if ast.unparse(value) == drop:
                return dropped or not statement.guards
        case ast.Expr(value=value) if ast.unparse(value) == drop and "inplace=True" in drop:
            return dropped or not statement.guards
        case ast.AugAssign():
            return dropped  # It makes its frame of what it was.
    return dropped and (not _binds(statement.node, frame) or _uses(statement.node, frame))


def _binds(node: ast.stmt, name: str) -> bool:
    return any(isinstance(each.ctx, ast.Store) for each in _names(node, name))


def _uses(node: ast.stmt, name: str) -> bool:
    return any(isinstance(each.ctx, ast.Load) for each in _names(node, name))


def _names(node: ast.stmt, name: str) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id == name]
