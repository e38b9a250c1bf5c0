"""How a notebook calls what it imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from ...notebooks.cells import Cell, Notebook
from .cell_code import CellCode
from .usual_imports import ALIASES

MOST_CELLS = 300
USUAL = {module: alias for alias, module in ALIASES.items() if module not in sys.stdlib_module_names}


class BoundNames:
    """The imports of a notebook: what its cells can use without importing it again."""

    def __init__(self, notebook: Notebook, cell: Cell) -> None:
        self._bound: dict[str, str] = {}
        for source in (*(each.source for each in notebook.cells[:MOST_CELLS]), cell.source):
            self._bound.update(imported(CellCode(source).tree))

    def written(self, dotted: str, *, ends: int = 0) -> tuple[str, str]:
        """How to write a dotted name, and the import that this needs: nothing where there is one.

        `ends` counts the last parts that are no module: 1 for a function, 2 for a class's method.
        """
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            name = self._bound.get(".".join(parts[:length]))
            if name is not None:
                return ".".join([name, *parts[length:]]), ""
        if not ends:
            alias = USUAL.get(dotted)
            return (alias, f"import {dotted} as {alias}") if alias else (dotted, f"import {dotted}")
        module, rest = ".".join(parts[:-ends]), parts[-ends:]
        if alias := USUAL.get(module):
            return ".".join([alias, *rest]), f"import {module} as {alias}"
        return ".".join(rest), f"from {module} import {rest[0]}"


def imported(tree: ast.Module | None) -> Iterator[tuple[str, str]]:
    """Each imported thing's dotted name, and the name that it is bound to."""
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, alias.asname or alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", alias.asname or alias.name


def names_elsewhere(name: str, notebook: Notebook, cell: Cell) -> bool:
    """Whether another cell uses a name."""
    others = (each for each in notebook.cells[:MOST_CELLS] if each.cell_id != cell.cell_id)
    return any(
        name in each.source and any(True for _ in CellCode(each.source).names(name)) for each in others
    )
