"""Where instructions and nodes of the syntax tree stand."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

T = TypeVar("T")


class Position(NamedTuple):
    """Where an instruction or a node stands: lines from 1, columns in UTF-8 bytes, end exclusive."""

    line: int
    end_line: int
    start: int | None
    end: int | None


def position_of(at: TracebackType) -> Position:
    """Where a frame was, with columns where Python knows them."""
    line = at.tb_lineno or 1
    positions = getattr(at.tb_frame.f_code, "co_positions", None)
    if positions is not None and at.tb_lasti >= 0:
        exact = next(itertools.islice(positions(), at.tb_lasti // 2, None), None)
        if exact is not None and exact[0] is not None and exact[2] is not None:
            return Position(exact[0], exact[1] or exact[0], exact[2], exact[3])
    return Position(line, line, None, None)


def position_of_node(node: Any) -> Position:
    return Position(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)


def nearest(nodes: Iterable[T], at: Position) -> T | None:
    """The node that stands where the error was raised: there exactly, ending there, within, around."""
    ranked = [(rank, order, node) for order, node in enumerate(nodes) if (rank := distance(node, at)) < 9]
    return min(ranked, key=lambda each: each[:2])[2] if ranked else None


def distance(node: Any, at: Position) -> int:
    here = position_of_node(node)
    if at.start is None or at.end is None:
        return 4 if here.line <= at.line <= here.end_line else 9
    start, end = (here.line, here.start), (here.end_line, here.end)
    at_start, at_end = (at.line, at.start), (at.end_line, at.end)
    if start == at_start and end == at_end:
        return 0
    if end == at_end:
        return 1
    if start >= at_start and end <= at_end:
        return 2
    if start <= at_start and end >= at_end:
        return 3
    return 9


def nodes_of(tree: ast.AST | None, kind: type[T]) -> Iterator[T]:
    return (node for node in ast.walk(tree) if isinstance(node, kind)) if tree is not None else iter(())
