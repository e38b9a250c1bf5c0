"""The statements of a cell, flat, each with what it works on and what it stands behind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...trials.evidence import CellError

TRIES = (ast.Try, ast.TryStar)
GUARDS = (ast.If, ast.While, ast.For, ast.AsyncFor, *TRIES)


@dataclass(frozen=True)
class Statement:
    """One statement without a body, or the head of one with a body."""

    node: ast.stmt
    text: str
    """As `ast.unparse` writes it: spaces, quotes and comments make no difference."""
    guards: tuple[str, ...] = ()
    """The heads of what it stands behind, outermost first."""
    names: frozenset[str] = field(default=frozenset())
    """Names and attributes that it uses."""

    @property
    def targets(self) -> frozenset[str]:
        """What it gives a value."""
        return frozenset(ast.unparse(target) for target in _targets(self.node))

    @property
    def value(self) -> ast.expr | None:
        """The expression that is computed, if it computes one."""
        if isinstance(self.node, ast.Assert):
            return self.node.test
        value = getattr(self.node, "value", None)
        return value if isinstance(value, ast.expr) else None


def statements(tree: ast.Module) -> Iterator[Statement]:
    """Every statement in the order of the text."""
    yield from _within(tree.body, ())


def failing_statement(tree: ast.Module, error: CellError) -> Statement | None:
    """The innermost statement that the error's last line in the cell belongs to."""
    line = next((frame.line for frame in reversed(error.frames) if frame.file == "cell"), None)
    if line is None:
        return None
    found = [each for each in statements(tree) if each.node.lineno <= line <= _end(each.node)]
    return max(found, key=lambda each: each.node.lineno, default=None)


def _within(body: list[ast.stmt], guards: tuple[str, ...]) -> Iterator[Statement]:
    for node in body:
        yield Statement(node, head(node), guards, frozenset(_names(node)))
        for name in ("body", "orelse", "finalbody"):
            yield from _within(getattr(node, name, []), _guards(node, name, guards))
        for handler in getattr(node, "handlers", []):
            yield from _within(handler.body, (*guards, "except"))
        for case in getattr(node, "cases", []):
            yield from _within(case.body, (*guards, f"case {ast.unparse(case.pattern)}"))


def _guards(node: ast.stmt, branch: str, guards: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(node, GUARDS):
        return guards
    guard = "try" if isinstance(node, TRIES) else head(node)
    return (*guards, guard if branch == "body" else f"{branch} of {guard}")


def head(node: ast.AST) -> str:
    """The statement's text, of one with a body its first line only."""
    text = ast.unparse(node)
    return text.partition("\n")[0] if hasattr(node, "body") else text


def _end(node: ast.stmt) -> int:
    body = getattr(node, "body", None)
    return (body[0].lineno - 1 if body else node.end_lineno) or node.lineno


def _names(node: ast.stmt) -> Iterator[str]:
    for each in ast.walk(node) if not hasattr(node, "body") else ():
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def _targets(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
    return []
