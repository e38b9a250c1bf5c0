"""What a number with a percent sign is to be: 12.5 of a hundred, or 0.125 of one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from ....notebooks.cells import Notebook
from ..bound_names import MOST_CELLS
from ..cell_code import CellCode
from .failing import Failing

OF_A_HUNDRED = re.compile(r"percent|\bper cent\b|(\b|_)(pct|perc)(\b|_)", re.I)
OF_ONE = re.compile(r"(\b|_)(fractions?|ratios?|proportions?|probabilit(y|ies)|probs?)(\b|_)", re.I)
Meaning = Literal["of a hundred", "of one"]


def meaning_of(call: ast.expr, failing: Failing, notebook: Notebook) -> Meaning | None:
    """What is done with the number, its name or the comment beside it say; None where they say nothing, or both."""
    parent = failing.parent(call)
    made = parent if isinstance(parent, ast.ListComp) and parent.elt is call else call
    match failing.parent(made):
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target) as statement:
            name = ast.unparse(target)
            said = set(_named(f"{name} {_comment(statement, failing)}"))
            for tree in (failing.code.tree, *_others(target, failing, notebook)):
                said.update(_used(name, tree))
        case ast.BinOp() as around:
            said = set(_calculated(around, ast.unparse(call)))
        case _:
            said = set()
    return said.pop() if len(said) == 1 else None


def _named(words: str) -> Iterator[Meaning]:
    if OF_A_HUNDRED.search(words):
        yield "of a hundred"
    if OF_ONE.search(words):
        yield "of one"


def _comment(statement: ast.stmt, failing: Failing) -> str:
    """The comment behind the statement, in its last line."""
    line = failing.code.lines[(statement.end_lineno or statement.lineno) - 1].encode()
    behind = line[statement.end_col_offset or 0 :].decode("utf-8", "ignore").strip()
    return behind if behind.startswith("#") else ""


def _others(target: ast.expr, failing: Failing, notebook: Notebook) -> Iterator[ast.Module | None]:
    """The other cells in which the variable stands that the number is in."""
    name = next((each.id for each in ast.walk(target) if isinstance(each, ast.Name)), "")
    for cell in notebook.cells[:MOST_CELLS]:
        if name and name in cell.source and cell.cell_id != failing.cell_id:
            yield CellCode(cell.source).tree


def _used(name: str, tree: ast.Module | None) -> Iterator[Meaning]:
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.BinOp):
            yield from _calculated(node, name)
        elif isinstance(node, ast.JoinedStr):
            yield from _shown(node, name)


def _calculated(node: ast.BinOp, name: str) -> Iterator[Meaning]:
    """`x / 100` and `n * x / 100` take it of a hundred, `1 - x` of one."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=100)):
            product = isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult)
            parts = (left.left, left.right) if product and isinstance(left, ast.BinOp) else (left,)
            if any(ast.unparse(each) == name for each in parts):
                yield "of a hundred"
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Add() | ast.Sub(), right=right):
            if ast.unparse(right) == name:
                yield "of one"


def _shown(node: ast.JoinedStr, name: str) -> Iterator[Meaning]:
    """`{x}%` shows it of a hundred, `{x:.1%}` of one."""
    for value, behind in pairwise([*node.values, ast.Constant("")]):
        if not isinstance(value, ast.FormattedValue) or ast.unparse(value.value) != name:
            continue
        if _text(behind).lstrip().startswith("%"):
            yield "of a hundred"
        elif isinstance(value.format_spec, ast.JoinedStr) and _text(value.format_spec.values[-1]).endswith(
            "%"
        ):
            yield "of one"


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
