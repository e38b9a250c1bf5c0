"""A function that changes a variable of the cell, or of the function around it, without saying so."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .hidden_names import HiddenName


class UnboundLocal:
    """`count += 1` in a function, where `count` is a variable outside it."""

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
        why = f"`{function.name}` gives `{name}` a value, so `{name}` is its own unless it says `{word} {name}`."
        return [
            failing.candidate(
                self.name, f"Add `{word} {name}`", why, self._first_line(function, f"{word} {name}", failing)
            )
        ]

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
