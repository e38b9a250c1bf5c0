"""Change a cell's source at nodes of its syntax tree, everything else kept as it was typed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .cell_code import CellCode

Place = tuple[int, int]


def start_of(code: CellCode, node: ast.expr | ast.stmt | ast.keyword) -> int:
    """The offset in the source at which a node begins, in characters."""
    return _offset(code, node.lineno, node.col_offset)


def end_of(code: CellCode, node: ast.expr | ast.stmt | ast.keyword) -> int:
    return _offset(code, node.end_lineno or node.lineno, node.end_col_offset or 0)


def text_of(code: CellCode, node: ast.expr | ast.stmt) -> str:
    return code.source[start_of(code, node) : end_of(code, node)]


def with_text(code: CellCode, changes: Iterable[tuple[ast.expr, str]]) -> str:
    """The source with each of these nodes replaced; they do not overlap."""
    source = code.source
    for node, text in sorted(changes, key=lambda each: -start_of(code, each[0])):
        source = source[: start_of(code, node)] + text + source[end_of(code, node) :]
    return source


def with_keyword(code: CellCode, call: ast.Call, name: str, value: str) -> str | None:
    """The source with this keyword in a call, in the place of one that is there; None where it can't be put."""
    there = next((each for each in call.keywords if each.arg == name), None)
    if there is not None:
        return with_text(code, [(there.value, value)])
    closing = end_of(code, call) - 1
    before = code.source[:closing].rstrip()
    joint = " " if before.endswith(",") else "" if before.endswith("(") else ", "
    changed = f"{before}{joint}{name}={value}{code.source[len(before) :]}"
    return changed if CellCode(changed).tree is not None else None


def with_line_before(code: CellCode, node: ast.expr, line: str) -> str | None:
    """The source with a line of its own above the statement that holds a node."""
    holding = [each for each in statements(code.tree) if _holds(each, node)]
    for statement in reversed(holding):
        at = min((each.lineno for each in getattr(statement, "decorator_list", [])), default=statement.lineno)
        indent = code.lines[at - 1][: len(code.lines[at - 1]) - len(code.lines[at - 1].lstrip())]
        if len(indent.encode()) == statement.col_offset:
            changed = "\n".join([*code.lines[: at - 1], indent + line, *code.lines[at - 1 :]])
            return changed if CellCode(changed).tree is not None else None
    return None


def statements(tree: ast.Module | None) -> Iterator[ast.stmt]:
    """All statements, each after the one that holds it."""
    return (node for node in (ast.walk(tree) if tree is not None else ()) if isinstance(node, ast.stmt))


def quoted(text: str, like: str = '"') -> str:
    """A text as a literal with the quotes of another one."""
    quote = like[-1:] if like[-1:] in {"'", '"'} else '"'
    plain = quote not in text and "\\" not in text and text.isprintable()
    return f"{quote}{text}{quote}" if plain else repr(text)


def _holds(statement: ast.stmt, node: ast.expr) -> bool:
    return any(each is node for each in ast.walk(statement))


def _offset(code: CellCode, line: int, column_bytes: int) -> int:
    text = code.lines[line - 1]
    column = len(text.encode()[:column_bytes].decode("utf-8", "ignore"))
    return sum(len(each) + 1 for each in code.lines[: line - 1]) + column
