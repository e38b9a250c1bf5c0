"""Where in a cell a function is called, or given to what may call it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
INERT = frozenset(
    {
        *("staticmethod", "classmethod", "property", "cached_property", "abstractmethod", "overload"),
        *("cache", "lru_cache", "wraps", "contextmanager", "jit", "njit", "vectorize"),
    }
)
"""Decorators that call nothing."""
SHOWS = frozenset({"print", "display", "str", "repr", "format", "type", "id", "len", "bool", "callable"})
"""They take a function for what it is."""
CARRIES = (ast.Dict, ast.List, ast.Tuple, ast.Set, ast.Starred, ast.keyword, ast.IfExp, ast.BoolOp)
"""What passes a function on as it is, with the keyword of a call."""


@dataclass(frozen=True)
class Above:
    """What a node is a part of, as which of its fields."""

    node: ast.AST
    field: str


def all_above(tree: ast.AST) -> dict[ast.AST, Above]:
    """For each node what it is a part of."""
    return {
        child: Above(node, field)
        for node in ast.walk(tree)
        for field, value in ast.iter_fields(node)
        for child in (value if isinstance(value, list) else [value])
        if isinstance(child, ast.AST)
    }


def uses(function: Function, above: dict[ast.AST, Above]) -> list[ast.AST]:
    """The places that may call a function: itself, where it is called or passed on as it stands."""
    if _is_passed_on(function, above) or _is_decorated(function):
        return [function]
    names = set(_names(function, above))
    inside = set(ast.walk(function))
    if _is_property(function):
        return [
            node
            for node in above
            if node not in inside and isinstance(node, ast.Attribute) and node.attr in names
        ]
    return [
        node
        for node in above
        if node not in inside
        and _named(node) in names
        and _is_passed_on(node, above)
        and not (_is_lazy(function) and _is_statement(node, above))
    ]


def _is_property(function: Function) -> bool:
    decorators = [] if isinstance(function, ast.Lambda) else function.decorator_list
    return any(_named(each) in {"property", "cached_property"} for each in decorators)


def _is_lazy(function: Function) -> bool:
    """Whether calling it computes nothing yet."""
    if isinstance(function, ast.Lambda):
        return False
    yields = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function))
    return yields or isinstance(function, ast.AsyncFunctionDef)


def _is_statement(node: ast.AST, above: dict[ast.AST, Above]) -> bool:
    """Whether the call of it is a statement, so that nothing is made of what it gives."""
    up = above[node]
    return up.field == "func" and isinstance(above[up.node].node, ast.Expr)


def _is_decorated(function: Function) -> bool:
    decorators = [] if isinstance(function, ast.Lambda) else function.decorator_list
    words = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    return any(ast.unparse(each).rpartition(".")[2] not in INERT for each in words)


def _names(function: Function, above: dict[ast.AST, Above]) -> Iterator[str]:
    """By which names it can be called: a special method by that of its class."""
    held = above[function].node
    if isinstance(function, ast.Lambda):
        targets = held.targets if isinstance(held, ast.Assign) else [getattr(held, "target", None)]
        yield from (name for target in targets if target is not None and (name := _named(target)))
    elif isinstance(held, ast.ClassDef) and function.name.startswith("__"):
        yield held.name
    else:
        yield function.name


def _named(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_passed_on(node: ast.AST, above: dict[ast.AST, Above]) -> bool:
    """Whether it is called, an argument of what may call it, returned, or a decorator."""
    up = above.get(node)
    while up is not None and isinstance(up.node, CARRIES):
        up = above.get(up.node)
    match up:
        case Above(ast.Call(func=ast.Name(id=name)), "args" | "keywords"):
            return name not in SHOWS
        case Above(ast.Call()) | Above(_, "decorator_list"):
            return True
        case Above(ast.Return() | ast.Yield()):
            return not isinstance(node, ast.Attribute)
    return False
