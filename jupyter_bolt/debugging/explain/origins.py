"""Which statement, in which cell, gave a name its value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import LiveValue
from ..rules.cell_code import CellCode
from .explanation import Origin

MOST_ORIGINS = 5
SHOWN_CHARACTERS = 200
NO_DATA = frozenset(
    {"module", "function", "builtin_function_or_method", "type", "ufunc", "method", "ABCMeta"}
)
"""Types of what is called or looked into, and is seldom what is wrong."""


def data_values(values: Sequence[LiveValue]) -> list[LiveValue]:
    """The values that may be what is wrong."""
    return [each for each in values if each.type.rpartition(".")[2] not in NO_DATA]


def origins(notebook: Notebook, cell: Cell, values: Sequence[LiveValue], line: int | None) -> list[Origin]:
    """Where the names in these values come from, each once, in the values' order."""
    names = dict.fromkeys(each.source.partition(".")[0].partition("[")[0] for each in values)
    found = (_origin(notebook, cell, name, line) for name in names if name.isidentifier())
    return [each for each in found if each is not None][:MOST_ORIGINS]


def _origin(notebook: Notebook, cell: Cell, name: str, line: int | None) -> Origin | None:
    """The last statement that gives the name a value: above in this cell, or in the cells that ran before it."""
    for place, before in [(cell, line), *((each, None) for each in reversed(_above(notebook, cell)))]:
        statement = _last(CellCode(place.source), name, before)
        if statement is not None:
            text = place.source.split("\n")[statement.lineno - 1].strip()
            number = notebook.cells.index(place) + 1
            return Origin(
                name=name,
                cell_id=place.cell_id,
                cell_number=number,
                line=statement.lineno,
                text=text[:SHOWN_CHARACTERS],
            )
    return None


def _above(notebook: Notebook, cell: Cell) -> list[Cell]:
    above = notebook.above(cell.cell_id)
    return [each for each in above if each.executed] or above


def _last(code: CellCode, name: str, before: int | None) -> ast.stmt | None:
    found = [statement for statement in code.bindings(name) if before is None or statement.lineno < before]
    return found[-1] if found else None


def unrun_definitions(notebook: Notebook, cell: Cell, name: str) -> Iterator[int]:
    """Numbers of the other cells that would define a name and, as far as is known, have not run."""
    for number, other in enumerate(notebook.cells, 1):
        is_other = other.cell_type == "code" and other.cell_id != cell.cell_id and not other.executed
        if is_other and any(True for _ in CellCode(other.source).bindings(name)):
            yield number
