"""What was asked of a live mapping, frame or column, and what it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....trials.evidence import LiveValue
from ..values.failing import Failing
from ..values.live_kinds import is_a, literal


def read(texts: Sequence[str]) -> list[object]:
    """Keys or labels, from how they are written."""
    found: list[object] = []
    for text in texts:
        try:
            found.append(ast.literal_eval(text))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
    return found


def keys_of(value: LiveValue | None) -> list[object]:
    return read(value.keys) if value is not None else []


def rows_of(value: LiveValue | None) -> list[object]:
    return read(value.rows) if value is not None else []


def is_frame(value: LiveValue | None) -> bool:
    return is_a(value, "DataFrame")


def under(node: ast.expr, failing: Failing) -> LiveValue | None:
    """The frame itself, or the one that a chain of calls starts at: `df` of `df.dropna().head()`."""
    while not is_frame(value := failing.value(node)) and isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return value


def shape_of(value: LiveValue | None) -> tuple[int, int] | None:
    """Rows and columns of a frame."""
    found = re.match(r"(\d+) rows × (\d+) columns", value.size) if value else None
    return (int(found.group(1)), int(found.group(2))) if found else None


def parts(node: ast.expr) -> list[ast.expr]:
    """What a list or tuple is written with, or the one thing itself."""
    return list(node.elts) if isinstance(node, ast.List | ast.Tuple) else [node]


def asked(node: ast.expr, failing: Failing) -> object:
    """A key, as it is written out or as it was live; None where that is not known."""
    return literal(failing.value(node))


def is_whole(key: object) -> bool:
    return type(key) is int


def all_texts(keys: Sequence[object]) -> bool:
    return bool(keys) and all(isinstance(key, str) for key in keys)
