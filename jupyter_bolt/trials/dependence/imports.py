"""What a cell imports."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=1_000)
def imports_of(source: str) -> dict[str, str]:
    """The modules, and parts of them, that a cell imports, by the name that they are given."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for each in node.names:
                found[each.asname or each.name.partition(".")[0]] = each.name
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module or ''}.{each.name}"
    return found
