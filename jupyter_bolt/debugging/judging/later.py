"""The cells after a tried one that may be broken by it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...notebooks.cells import Cell, Notebook
from ..rules.cell_code import CellCode
from .named_files import Parts, may_meet, named_files

MOST_LATER = 10


def later_cells(notebook: Notebook, cell: Cell, source: str) -> list[Cell]:
    """The cells below that have run, and use what the cell or this source gives a value, works on or names.

    What the cell itself would have made counts as well: the source may make something else instead.
    """
    at = notebook.cells.index(notebook.cell(cell.cell_id))
    trees = [CellCode(each).tree for each in (cell.source, source)]
    made = {name for tree in trees for name in _made(tree)}
    files = {path for tree in trees for path in named_files(tree)}
    below = (each for each in notebook.cells[at + 1 :] if each.cell_type == "code" and each.executed)
    return [each for each in below if _depends(CellCode(each.source).tree, made, files)][:MOST_LATER]


def _depends(tree: ast.Module | None, made: set[str], files: set[Parts]) -> bool:
    return not made.isdisjoint(_used(tree)) or may_meet(files, named_files(tree))


def _made(tree: ast.Module | None) -> Iterator[str]:
    """Names that are bound, and those whose object a store or a call may change."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.alias(asname=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name):
                yield name.partition(".")[0]
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield _root(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
                yield _root(owner)


def _root(node: ast.expr) -> str:
    """`df` of `df["a"].values[0]`."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _used(tree: ast.Module | None) -> Iterator[str]:
    nodes = ast.walk(tree) if tree is not None else ()
    return (node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
