"""Under which name the cell, or the notebook above it, has a module."""

from __future__ import annotations

import re

from ....notebooks.cells import Cell, Notebook


def imported_as(module: str, cell: Cell, notebook: Notebook) -> str | None:
    """The name of an imported module: `np` for numpy after `import numpy as np`."""
    written = re.compile(rf"^[ \t]*import {re.escape(module)}(?: as (\w+))?[ \t]*(?:$|[;#])", re.M)
    sources = [cell.source, *(each.source for each in notebook.cells if each.cell_type == "code")]
    found = next((match for source in sources if (match := written.search(source))), None)
    return None if found is None else found.group(1) or module


def imports_name(module: str, name: str, cell: Cell, notebook: Notebook) -> bool:
    """Whether there is `from module import name`."""
    written = re.compile(rf"^[ \t]*from {re.escape(module)} import [^#\n]*\b{re.escape(name)}\b", re.M)
    return any(written.search(each.source) for each in (cell, *notebook.cells))
