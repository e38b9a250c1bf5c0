"""Put a part of a cell in its place: a changed line, a function, an import."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..rules.cell_code import CellCode
from .places import LIKE, indented_as, likeness, significant
from .unusable import Unusable
from .whole import left_out_lines

IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NO_PLACE = "where its lines belong in the cell can't be told"
MOST_LINES = 400
"""Lines of a part, and of a cell into which it is put: each is compared with each."""


def merged(code: str, source: str, failing_line: int | None) -> str:
    """The cell with a part of it replaced. Raises `Unusable` where its place is not plain."""
    if code.count("\n") > MOST_LINES or source.count("\n") > MOST_LINES:
        raise Unusable(NO_PLACE)
    for piece in _pieces(code, source):
        source = _merged(piece, source, failing_line)
    return source


def _pieces(code: str, source: str) -> list[str]:
    """The parts between the lines that say that something is left out."""
    lines, start, pieces = code.split("\n"), 0, []
    for at in [*left_out_lines(code, source), len(lines)]:
        piece = lines[start:at]
        if any(map(significant, piece)):
            pieces.append("\n".join(piece).strip("\n"))
        start = at + 1
    return pieces


def _merged(code: str, source: str, failing_line: int | None) -> str:
    imports, rest = _without_new_imports(code, source, failing_line)
    if any(map(significant, rest)):
        source = _with_definitions(rest, source) or _with_lines(rest, source, failing_line)
    for statement in reversed(imports):
        source = CellCode(source).with_import(statement)
    return source


def _without_new_imports(code: str, source: str, failing_line: int | None) -> tuple[list[str], list[str]]:
    """Imports at the part's top that the cell does not have, and its other lines."""
    tree, lines = CellCode(code).tree, code.split("\n")
    have = set(map(str.strip, source.split("\n")))
    failing = _line(source, failing_line)
    imports: list[str] = []
    for statement in tree.body if tree is not None else []:
        text = lines[statement.lineno - 1].strip()
        if not isinstance(statement, IMPORTS) or statement.end_lineno != statement.lineno:
            break
        if failing.lstrip().startswith(("import ", "from ")) and likeness(text, failing) >= LIKE:
            break
        lines[statement.lineno - 1] = ""
        imports += [text] if text not in have else []
    return imports, "\n".join(lines).strip("\n").split("\n")


def _with_definitions(part: Sequence[str], source: str) -> str:
    """The cell with its functions and classes of the same names replaced, or "" where it is not that."""
    new, old = CellCode("\n".join(part)).tree, CellCode(source).tree
    if new is None or not new.body or not all(isinstance(each, DEFINITIONS) for each in new.body):
        return ""
    there = {
        each.name: each for each in (old.body if old is not None else []) if isinstance(each, DEFINITIONS)
    }
    lines = source.split("\n")
    for each in sorted(new.body, key=lambda each: -_start(there.get(getattr(each, "name", "")))):
        meant = there.get(getattr(each, "name", ""))
        if meant is None:
            return ""
        lines[_start(meant) : meant.end_lineno] = part[_start(each) : each.end_lineno]
    return "\n".join(lines)


def _start(node: ast.stmt | None) -> int:
    """The first line of a definition, from 0, its decorators included."""
    if node is None:
        return -1
    decorators = node.decorator_list if isinstance(node, DEFINITIONS) else []
    return min([node.lineno, *(each.lineno for each in decorators)]) - 1


def _with_lines(part: Sequence[str], source: str, failing_line: int | None) -> str:
    """The cell with a run of its lines replaced: from the first line's counterpart to the last's."""
    lines = source.split("\n")
    known = [line for line in part if significant(line)]
    start = _counterpart(known[0], lines, failing_line)
    end = start if len(known) == 1 else _counterpart(known[-1], lines, failing_line)
    if end < start or end - start + 1 > 2 * len(part):
        raise Unusable(NO_PLACE)
    return "\n".join([*lines[:start], *indented_as(part, lines[start]), *lines[end + 1 :]])


def _counterpart(line: str, lines: Sequence[str], failing_line: int | None) -> int:
    """Which line of the cell another stands for. Raises `Unusable` unless one is plainly meant."""
    ranked = sorted(
        ((likeness(line, other), at) for at, other in enumerate(lines) if significant(other)), reverse=True
    )
    best = ranked[0][0] if ranked else 0.0
    near = [at for ratio, at in ranked if ratio >= LIKE and ratio > best - 0.1]
    if failing_line is not None and failing_line - 1 in near:
        return failing_line - 1
    if len(near) != 1:
        raise Unusable(NO_PLACE)
    return near[0]


def _line(source: str, number: int | None) -> str:
    lines = source.split("\n")
    return lines[number - 1] if number is not None and 1 <= number <= len(lines) else ""
