"""When two candidates are the same one."""

from __future__ import annotations

import ast


def normal_form(source: str) -> str:
    """The same text for cells that do the same: spaces, comments and quotes make no difference.

    A cell that is not Python throughout is compared as it stands.
    """
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source.strip()
