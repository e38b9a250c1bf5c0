"""A function that changes a variable outside it without saying so, or makes one of its own of the same name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .hidden_names import HiddenName, is_plain


class UnboundLocal:
    """`count += 1` or `data = data[data > 0]` in a function, where `count` and `data` are variables outside it."""

    name = "unbound"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        name = error.facts.name
        if error.name != "UnboundLocalError" or name is None:
            return []
        if HiddenName().candidates(cell, error, notebook):
            return []
        failing = Failing(cell, error)
        spans = {failing.code.span(error.facts)}
        node = next(
            (
                each
                for each in failing.all(ast.Name)
                if not spans.isdisjoint(failing.code.names(name))
                and each.id == name
                and each.lineno == error.facts.line
            ),
            None,
        )
        function = self._function(node, failing) if node is not None else None
        if function is None or not self._updates(function, name):
            return []
        outer = next((each for each in failing.around(function) if isinstance(each, ast.FunctionDef)), None)
        if outer is not None and _binds(outer, name, but=function):
            word = "nonlocal"
        elif any(value.source == name for value in error.facts.values) or _binds_in_module(failing, name):
            word = "global"
        else:
            return []
        edits = None if _is_counted(function, name) else _renamed(function, name, failing)
        if edits is not None:
            title = f"Rename the local `{name}` to `{name}_`"
            why = f"`{function.name}` makes a `{name}` of its own, which hides the one that it starts from."
        else:
            title = f"Add `{word} {name}`"
            why = f"`{function.name}` gives `{name}` a value, so `{name}` is its own unless it says `{word} {name}`."
            edits = [self._first_line(function, f"{word} {name}", failing)]
        return [failing.candidate(self.name, title, why, *edits)] if edits else []

    def _function(self, node: ast.Name, failing: Failing) -> ast.FunctionDef | None:
        return next((each for each in failing.around(node) if isinstance(each, ast.FunctionDef)), None)

    def _updates(self, function: ast.FunctionDef, name: str) -> bool:
        """Whether the function goes on from the value that there is, and does not make one of its own."""
        for node in ast.walk(function):
            match node:
                case ast.AugAssign(target=ast.Name(id=target)) if target == name:
                    return True
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value))
        return False

    def _first_line(self, function: ast.FunctionDef, text: str, failing: Failing) -> Edit:
        first = function.body[0]
        documented = (
            isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(function.body) > 1
        )
        return failing.line_before(function.body[1] if documented else first, text)


def _binds(function: ast.FunctionDef, name: str, *, but: ast.FunctionDef) -> bool:
    inner = set(ast.walk(but))
    arguments = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    stores = (
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each not in inner
    )
    return name in arguments or any(each.id == name for each in stores)


def _binds_in_module(failing: Failing, name: str) -> bool:
    body = failing.code.tree.body if failing.code.tree else []
    return any(
        isinstance(each, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in each.targets)
        for each in body
    )


def _is_counted(function: ast.FunctionDef, name: str) -> bool:
    """Whether it is added to, as a counter or a collection is: `n += x`, `n = n + 1`."""
    for node in ast.walk(function):
        match node:
            case ast.AugAssign(target=ast.Name(id=target)) if target == name:
                return True
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub(), right=ast.Constant()),
            ) if target == left == name:
                return True
    return False


def _renamed(function: ast.FunctionDef, name: str, failing: Failing) -> list[Edit] | None:
    """Give the local a name of its own: the variable outside stays as it is.

    None where nothing of the function's own reads it afterwards: then only the one outside can be meant. No edits
    where it does, and which of the two is meant, or where, can't be told.
    """
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
    first = next((each for each in function.body if any(use in set(ast.walk(each)) for use in uses)), None)
    inside = set(ast.walk(first)) if first is not None else set()
    after = [each for each in uses if each not in inside]
    if not any(isinstance(each.ctx, ast.Load) for each in after):
        return None
    match first:
        case ast.Assign(targets=[ast.Name(id=target) as made], value=value) if target == name:
            grown = (
                isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name) and value.left.id == name
            )
            if (
                not grown
                and is_plain(function, name)
                and not any(True for _ in failing.code.names(f"{name}_"))
            ):
                return [failing.replaced(each, f"{name}_") for each in (made, *after)]
    return []
