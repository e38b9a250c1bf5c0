"""Which other cells a failing cell depends on, by use."""

from __future__ import annotations

from ...notebooks.cells import Cell, Notebook
from ..rules.cell_code import CellCode
from ..rules.cell_names import names_of

MOST_CHARACTERS = 2_000
"""About 600 tokens: what small models still make use of."""
WHOLE_CELL = 600
"""A longer cell is shown by those of its statements that make what is needed."""
STATEMENT = 300
MOST_CELLS_READ = 300


def needed_cells(notebook: Notebook, cell: Cell) -> list[tuple[int, str]]:
    """Number and text of the cells above that make what this one needs, directly or not.

    The newest that makes a name counts; in the notebook's order, bounded together.
    """
    needed = set(names_of(CellCode(cell.source).tree).needed or _words(cell.source))
    left, found = MOST_CHARACTERS, []
    for above in reversed(notebook.above(cell.cell_id)[-MOST_CELLS_READ:]):
        code = CellCode(above.source)
        names = names_of(code.tree)
        makes = needed & names.made
        text = _text(above.source, code, makes) if makes else ""
        if not text or len(text) > left:
            continue
        left -= len(text)
        needed = (needed - makes) | names.needed
        found.append((notebook.cells.index(above) + 1, text))
    return found[::-1]


def _text(source: str, code: CellCode, makes: set[str]) -> str:
    """A cell, or of a long one the statements that make these names."""
    if len(source) <= WHOLE_CELL:
        return source.strip()
    made = {each.lineno: each for name in sorted(makes) for each in code.bindings(name)}
    texts = [
        "\n".join(code.lines[each.lineno - 1 : each.end_lineno])[:STATEMENT]
        for _, each in sorted(made.items())
    ]
    return "\n".join(texts)[: 2 * WHOLE_CELL]


def _words(source: str) -> set[str]:
    """Whatever may be a name, in a cell that can't be parsed."""
    return {word for word in "".join(c if c.isidentifier() else " " for c in source).split() if word}
