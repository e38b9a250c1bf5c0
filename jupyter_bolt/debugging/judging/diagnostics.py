"""What a linter says of a cell after a change that it did not say before."""

from __future__ import annotations

import ast

from ..rules.cell_code import CellCode

MOST_CHARACTERS = 100_000
NOT_OF_ONE_CELL = frozenset({"UndefinedName", "ImportStarUsage", "ImportStarUsed", "UndefinedExport"})
"""What can only be judged with the other cells; that the names are there, the trial has shown."""


def new_diagnostics(before: str, after: str) -> list[str]:
    """Say what is new, in pyflakes' words. Nothing for a cell that could not be parsed before."""
    old, new = CellCode(before), CellCode(after)
    if old.tree is None or new.tree is None or len(after) > MOST_CHARACTERS:
        return []
    known = _diagnostics(old.tree)
    return [each for each in _diagnostics(new.tree) if each not in known]


def _diagnostics(tree: ast.Module) -> list[str]:
    from pyflakes.checker import Checker

    try:
        messages = Checker(tree, filename="cell").messages
    except RecursionError:
        return []
    return [
        each.message % each.message_args
        for each in sorted(messages, key=lambda each: (each.lineno, each.col))
        if type(each).__name__ not in NOT_OF_ONE_CELL
    ]
