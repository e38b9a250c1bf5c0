"""What in a cell can only silence errors."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from ...trials.evidence import CellError
from .constants import is_constant, never_runs, truth

BROAD = frozenset(
    {
        "Exception",
        "BaseException",
        "LookupError",
        "ArithmeticError",
        "OSError",
        "ImportError",
        "ValueError",
        "error",
    }
)
"""Classes of which most errors are: `error` is that of sqlite3, re, struct."""
TELLS = frozenset({"print", "display", "warn", "warning", "error", "exception", "info", "debug"})
OBJECT = frozenset({"object", "'object'", "'O'"}) | {
    f"{numpy}.{name}" for numpy in ("np", "numpy") for name in ("object", "object_", "object0")
}


@dataclass(frozen=True)
class Silencer:
    """One way to silence: how to say it, how to see it, and the word to look for in what can't be parsed."""

    reason: str
    is_one: Callable[[ast.AST], bool]
    word: str

    def count(self, tree: ast.Module | None, harmless: frozenset[ast.AST] = frozenset()) -> int:
        nodes = ast.walk(tree) if tree is not None else ()
        return sum(self.is_one(node) for node in nodes if node not in harmless)


def swallowing_handlers(tree: ast.Module | None, error: CellError) -> list[ast.ExceptHandler]:
    """The handlers that would catch this error and do nothing about it."""
    nodes = ast.walk(tree) if tree is not None else ()
    return [
        node
        for node in nodes
        if isinstance(node, ast.ExceptHandler) and catches(node, error) and all(map(_does_nothing, node.body))
    ]


def catches(handler: ast.ExceptHandler, error: CellError) -> bool:
    """Whether a handler is for this error, going by the names of classes."""
    if handler.type is None:
        return True
    classes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    named = {ast.unparse(each).rpartition(".")[2] for each in classes}
    return error.name in named or bool(named & BROAD)


def _does_nothing(node: ast.stmt) -> bool:
    """Whether a handler's statement only goes on, tells, or puts a constant in place."""
    match node:
        case ast.Pass() | ast.Continue() | ast.Break():
            return True
        case ast.Expr(value=ast.Call(func=func)) if _last(func) in TELLS:
            return True
        case ast.Expr(value=value) | ast.Return(value=value) | ast.Assign(value=value):
            return value is None or is_constant(value)
    return False


def _last(node: ast.AST) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _calls(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Call) and ast.unparse(node.func) in names


def _is_object_type(node: ast.AST) -> bool:
    match node:
        case (
            ast.keyword(arg="dtype", value=value)
            | ast.Call(func=ast.Attribute(attr="astype"), args=[value, *_])
        ):
            return ast.unparse(value) in OBJECT
    return False


def _ignores(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "errors" and ast.unparse(node.value) == "'ignore'"


def _suppresses(node: ast.AST) -> bool:
    """Whether it is `contextlib.suppress`, by whatever way or name it is brought."""
    match node:
        case (
            ast.Name(id="suppress")
            | ast.Attribute(attr="suppress")
            | ast.alias(name="suppress")
            | ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value="suppress"), *_])
        ):
            return True
    return False


def _never_runs(node: ast.AST) -> bool:
    """Whether it is written so that a part of it is never computed."""
    match node:
        case ast.IfExp(test=test):
            return truth(test) is not None
        case ast.If(test=test) | ast.While(test=test):
            return truth(test) is False
        case ast.BoolOp(op=op, values=[first, *_]):
            return truth(first) is isinstance(op, ast.Or)
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            return never_runs(node)
        case ast.Match(subject=subject):
            return is_constant(subject)
    return False


def _swallows_on_exit(node: ast.AST) -> bool:
    """Whether it is the end of a context that lets no error out."""
    match node:
        case ast.FunctionDef(name="__exit__" | "__aexit__") | ast.AsyncFunctionDef(name="__aexit__"):
            returned = (each.value for each in ast.walk(node) if isinstance(each, ast.Return))
            return any(value is not None and truth(value) for value in returned)
    return False


SILENCERS = (
    Silencer("the error is suppressed", _suppresses, "suppress"),
    Silencer("the error is suppressed", _swallows_on_exit, "__exit__"),
    Silencer("code is put behind what never holds", _never_runs, "False"),
    Silencer(
        "it ends the cell before what failed",
        _calls("exit", "quit", "sys.exit", "os._exit", "SystemExit"),
        "exit",
    ),
    Silencer("a stand-in takes the place of what failed", _calls("Mock", "MagicMock"), "Mock"),
    Silencer("types are widened to `object`", _is_object_type, "object"),
    Silencer("errors are ignored", _ignores, "ignore"),
)


def asks_with_default(tree: ast.Module | None, error: CellError) -> str:
    """Whether the key or attribute that is not there is asked for with a value to fall back on."""
    name = error.facts.name
    if name is None or error.name not in {"KeyError", "AttributeError"} or tree is None:
        return ""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=key), *_]):
                found = error.name == "KeyError" and key == name
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=key), _]):
                found = key == name
            case _:
                continue
        if found:
            return f"`{name}` is still not there: a default stands for it"
    return ""
