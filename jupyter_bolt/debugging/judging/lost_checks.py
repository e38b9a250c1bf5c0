"""Tell when an assertion that failed does not check any more."""

from __future__ import annotations

import ast

from ...trials.evidence import CellError
from ..rules.cell_code import CellCode
from .constants import truth
from .statements import failing_statement


def loses_check(old: CellCode, new: CellCode, error: CellError) -> bool:
    """Whether the assertion that failed is left out, or always holds."""
    if old.tree is None or new.tree is None or (failing := failing_statement(old.tree, error)) is None:
        return False
    return isinstance(failing.node, ast.Assert) and _checks(new.tree) < _checks(old.tree)


def _checks(tree: ast.Module) -> int:
    return sum(map(_is_check, ast.walk(tree)))


def _is_check(node: ast.AST) -> bool:
    match node:
        case ast.Assert(test=test):
            return truth(test) is not True
        case ast.Call(func=func):
            return "assert" in ast.unparse(func)
    return isinstance(node, ast.Raise)
