"""Small questions about a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .harmless import FRESH

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def names_held(value: ast.AST) -> set[str]:
    """The names whose objects, or parts of them, a value may hold."""
    if isinstance(value, ast.Constant | ast.JoinedStr | ast.Compare):
        return set()
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in FRESH:
        return set()
    return names_in(value)


def root_of(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def last_word(function: ast.AST) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def decorator_word(node: ast.AST) -> str:
    return last_word(node.func if isinstance(node, ast.Call) else node)


def is_plain(node: ast.AST) -> bool:
    """Whether an argument holds no code that the call may run."""
    return isinstance(
        node, ast.Constant | ast.JoinedStr | ast.List | ast.Tuple | ast.Dict | ast.Compare
    ) and not any(isinstance(each, ast.Name | ast.Lambda) for each in ast.walk(node))


def calls_or_assigns(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Call | ast.NamedExpr) for each in ast.walk(node))


def local_names(node: Scope) -> Iterator[str]:
    arguments = node.args
    for each in (
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ):
        if each is not None:
            yield each.arg
    if isinstance(node, ast.Lambda):
        return
    shared = {name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names}
    for statement in node.body:
        for part in ast.walk(statement):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id not in shared:
                yield part.id


def keeps_state(node: Function | ast.ClassDef) -> bool:
    """Whether a function or class may keep something from one call to the next by itself."""
    if isinstance(node, ast.ClassDef):
        stateless = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Pass, ast.AnnAssign)
        return any(keeps_state(each) for each in node.body if isinstance(each, Function)) or not all(
            isinstance(each, stateless)
            or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            for each in node.body
        )
    defaults = [each for each in (*node.args.defaults, *node.args.kw_defaults) if each is not None]
    own = any(isinstance(each, ast.Name) and each.id == node.name for each in ast.walk(node))
    return own or bool(node.decorator_list) or not all(isinstance(each, ast.Constant) for each in defaults)
