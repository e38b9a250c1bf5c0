"""When two candidates are the same one."""

from __future__ import annotations

import ast

from ..rules.cell_code import MOST_CHARACTERS
from ..rules.trees import tree_of


def normal_form(source: str) -> str:
    """The same text for cells that do the same: spaces, comments and quotes make no difference.

    A cell that is not Python throughout is compared as it stands.
    """
    tree = tree_of(source) if len(source) <= MOST_CHARACTERS else None
    try:
        return ast.dump(tree) if tree is not None else source.strip()
    except RecursionError:
        return source.strip()
