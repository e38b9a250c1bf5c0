"""Which variables a cell makes, reads and may change."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from .harmless import DYNAMIC, DYNAMIC_METHODS
from .use import FILES, RANDOM_STATE, CellUse
from .visitor import CellVisitor

WORD = re.compile(r"[^\W\d]\w*")
REACHES_ALL = DYNAMIC | DYNAMIC_METHODS | {"load", "reset", "run", "store", "who"}
"""Words of code, and of magics, that may use any variable."""


@lru_cache(maxsize=1_000)
def cell_use(source: str, imported: tuple[tuple[str, str], ...]) -> CellUse:
    """Analyse a cell; the result is not to be changed. A cell that is no plain Python is opaque.

    `imported`: what the notebook imports, as pairs of a name and a module.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = set(WORD.findall(source))
        dynamic = not words.isdisjoint(REACHES_ALL)
        shared = {RANDOM_STATE, FILES} | words
        return CellUse(made=words, read=shared, changed=set(shared), opaque=True, dynamic=dynamic)
    visitor = CellVisitor(dict(imported))
    try:
        visitor.visit(tree)
    except RecursionError:
        return CellUse(opaque=True, dynamic=True)
    return visitor.use
