"""A function of the cell that works out its result, and does not return it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .in_place import METHODS


class MissingReturn:
    """A result that is None because the function's last line is no `return`."""

    name = "missing-return"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "AttributeError"} or "None" not in error.message:
            return []
        failing = Failing(cell, error)
        called = {name for call in self._nones(failing) if (name := _called(call))}
        functions = [
            each for each in failing.all(ast.FunctionDef) if each.name in called and not _returns(each)
        ]
        if len(functions) != 1:
            return []
        edit = _with_return(functions[0], failing)
        why = f"`{functions[0].name}` returns nothing: what it works out in its last line is lost."
        return (
            [failing.candidate(self.name, f"Return the result of `{functions[0].name}`", why, edit)]
            if edit
            else []
        )

    def _nones(self, failing: Failing) -> list[ast.AST]:
        """Calls that may have given the None: in the failing expression, and to names that are None."""
        at = failing.find(ast.expr, ast.stmt)
        found = (
            [] if at is None else [each for each in ast.iter_child_nodes(at) if isinstance(each, ast.Call)]
        )
        for node in failing.all(ast.Assign):
            if any(failing.type_of(target) == "NoneType" for target in node.targets) or (
                at is not None and node.targets and at is node.targets[0]
            ):
                found.append(node.value)  # type: ignore[arg-type]
        return list(found)


def _called(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name
    return None


def _returns(function: ast.FunctionDef) -> bool:
    inside = [each for each in ast.walk(function) if isinstance(each, (ast.Return, ast.Yield, ast.YieldFrom))]
    return bool(inside)


def _with_return(function: ast.FunctionDef, failing: Failing) -> Edit | None:
    match function.body[-1]:
        case ast.Expr(value=ast.Constant()):
            return None
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))) as last if (
            method in METHODS
        ):
            line = failing.code.lines[last.lineno - 1]
            end = failing.extent(last)[1]
            return Edit(end, end, f"\n{line[: len(line) - len(line.lstrip())]}return {name}")
        case ast.Expr(
            value=ast.BinOp()
            | ast.Name()
            | ast.Subscript()
            | ast.ListComp()
            | ast.Compare()
            | ast.Tuple() as value
        ):
            start, _ = failing.extent(value)
            return Edit(start, start, "return ")
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)) as last:
            line = failing.code.lines[last.lineno - 1]
            end = failing.extent(last)[1]
            return Edit(end, end, f"\n{line[: len(line) - len(line.lstrip())]}return {name}")
        case ast.For() | ast.While() as loop:
            names = [
                each.target
                for each in ast.walk(loop)
                if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
            ]
            if len({each.id for each in names}) == 1 and loop.col_offset == function.body[0].col_offset:
                line = failing.code.lines[loop.lineno - 1]
                end = failing.extent(loop)[1]
                return Edit(end, end, f"\n{line[: len(line) - len(line.lstrip())]}return {names[0].id}")
    return None
