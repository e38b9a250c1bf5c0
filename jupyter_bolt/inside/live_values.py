"""What the names in a failing line were when the error was raised."""

from __future__ import annotations

import ast
import time
from typing import TYPE_CHECKING, Any

from .bounded import clean
from .live_keys import keys_and_rows
from .positions import position_of_node
from .traces import value_of
from .variables import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cell_text import CellText
    from .traces import Trace

MOST_VALUES = 20
MOST_BASES = 12
DESCRIBING_SECONDS = 1.0


def live_values(trace: Trace, cell: CellText) -> list[dict[str, Any]]:
    """Describe each name, and chain of attributes and simple keys, in the lines that failed."""
    at = trace.position()
    if at is None:
        return []
    until = time.perf_counter() + DESCRIBING_SECONDS
    values: dict[str, dict[str, Any]] = {}
    for node in expressions(cell.tree, range(at.line, at.end_line + 1)):
        source = clean(ast.unparse(node))
        if source not in values and len(values) < MOST_VALUES:
            try:
                value = value_of(node, trace.cell_frames[-1].tb_frame)
            except Exception:  # a name without a value, or the user's code
                continue
            typed_line = cell.typed_line(position_of_node(node).line)
            values[source] = dict(
                describe(value, until), source=source, bases=bases_of(value), cell_line=typed_line
            )
            if time.perf_counter() < until:
                values[source].update(keys_and_rows(value))
    return list(values.values())


def expressions(tree: ast.AST | None, lines: range) -> Iterator[ast.expr]:
    """Names, attributes and subscripts that are read in these lines, in their order."""
    kinds = (ast.Name, ast.Attribute, ast.Subscript)
    nodes = list(ast.walk(tree)) if tree is not None else []
    changed = {node.target for node in nodes if isinstance(node, ast.AugAssign)}
    found = [
        node
        for node in nodes
        if isinstance(node, kinds)
        and (isinstance(node.ctx, ast.Load) or node in changed)
        and node.lineno in lines
    ]
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset, node.end_col_offset or 0))


def bases_of(value: object) -> list[str]:
    """The type and its bases, as `module.name`."""
    return [
        clean("%s.%s" % (each.__module__, each.__qualname__)) for each in type(value).__mro__[:MOST_BASES]
    ]
