"""Conditions on whole columns and arrays, which have no single truth value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .mask_text import Change, MaskText, is_unbracketed
from .rule import MOST_CANDIDATES, Candidate

Found = tuple[str, str, list[Change]]


class AmbiguousTruth:
    """`and`, `or`, `not` between columns; `&` without brackets; a function for one value called with many."""

    name = "truth_values"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        ambiguous = "truth value of" in error.message and "ambiguous" in error.message
        code = CellCode(cell.source)
        line = _failing_line(error, code)
        if (
            code.tree is None
            or line is None
            or not (ambiguous or error.name in {"TypeError", "UFuncTypeError"})
        ):
            return []
        text = MaskText(code)
        statement = _statement(code.tree, line, text, error)
        found = [*_masks(text, statement, line, chains=ambiguous)]
        if ambiguous:
            found += [*_emptiness(text, statement, error), *_calls(text, code.tree, error, notebook)]
        return [
            Candidate(title, why, f"rule:{self.name}", text.changed(iter(changes)))
            for title, why, changes in found[:MOST_CANDIDATES]
        ]


def _failing_line(error: CellError, code: CellCode) -> int | None:
    expression = error.facts.expression
    line = (
        expression.line
        if expression
        else next((f.line for f in reversed(error.frames) if f.file == "cell"), None)
    )
    return line if line is not None and 1 <= line <= len(code.lines) else None


def _statement(tree: ast.Module, line: int, text: MaskText, error: CellError) -> ast.AST:
    """The innermost statement that raised, by its line, and by its column where several share that."""
    at = error.facts.expression
    place = text.place(line, at.column) if at is not None and at.column is not None else None
    holding = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
        and (place is None or text.span(node)[0] <= place < text.span(node)[1])
    ]
    return min(holding, key=lambda node: (node.end_lineno or 0) - node.lineno, default=tree)


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    """The outermost conditions in a statement: not the statements inside it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            continue
        if (
            isinstance(child, ast.BoolOp)
            or (isinstance(child, ast.UnaryOp) and isinstance(child.op, ast.Not))
            or (isinstance(child, ast.Compare) and (len(child.ops) > 1 or is_unbracketed(child)))
        ):
            yield child
        else:
            yield from _expressions(child)


def _masks(text: MaskText, statement: ast.AST, line: int, *, chains: bool) -> Iterator[Found]:
    tests = [statement.test] if isinstance(statement, ast.If | ast.While | ast.Assert) else []
    for node in _expressions(statement):
        first, last = getattr(node, "lineno", line), getattr(node, "end_lineno", line)
        bits = isinstance(node, ast.Compare) and is_unbracketed(node)
        if node in tests or not first <= line <= last or not (chains or bits):
            continue
        changes = list(text.changes(node))
        if bits:
            yield "Put the comparisons into brackets", "`&` and `|` bind stronger than comparisons.", changes
        elif changes:
            why = "`and`, `or` and `not` ask for one truth value; `&`, `|` and `~` go item by item."
            yield "Compare item by item", why, changes


def _emptiness(text: MaskText, statement: ast.AST, error: CellError) -> Iterator[Found]:
    """`if df:` asks whether there is anything in it."""
    if not isinstance(statement, ast.If | ast.While):
        return
    node, negated = statement.test, False
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node, negated = node.operand, True
    live = next((each for each in error.facts.values if each.source == ast.unparse(node)), None)
    if not isinstance(node, ast.Name | ast.Attribute) or live is None:
        return
    owner = text.text(node)
    why = f"`{owner}` holds many values; asked is whether it holds any."
    if any(base.startswith("pandas.") for base in live.bases):
        written = f"{owner}.empty" if negated else f"not {owner}.empty"
    elif "numpy.ndarray" in live.bases:
        written = f"{owner}.size == 0" if negated else f"{owner}.size > 0"
    else:
        return
    yield f"Write `{written}`", why, [(*text.span(statement.test), written)]


def _calls(text: MaskText, tree: ast.Module, error: CellError, notebook: Notebook) -> Iterator[Found]:
    """A function with an `if` for one value, called with a whole column: call it for each value."""
    frames = [frame for frame in error.frames if frame.file == "cell"]
    if len(frames) != 2 or frames[0].function != "<module>":
        return
    name = frames[1].function
    numpy = any("import numpy as np" in each.source for each in notebook.cells)
    lists = any("numpy.ndarray" in each.bases for each in error.facts.values)
    columns = any("pandas.core.series.Series" in each.bases or "pandas.Series" in each.bases for each in error.facts.values)  # fmt: skip
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.lineno == frames[0].line and not node.keywords):
            continue
        if not (isinstance(node.func, ast.Name) and node.func.id == name and len(node.args) == 1):
            continue
        given = text.text(node.args[0])
        why = f"`{name}` asks about one value; it was given a whole column."
        if columns and isinstance(node.args[0], ast.Name | ast.Attribute | ast.Subscript):
            yield f"Apply `{name}` to each value", why, [(*text.span(node), f"{given}.apply({name})")]
        elif lists and numpy:
            written = f"np.array([{name}(each) for each in {given}])"
            yield f"Call `{name}` for each value", why, [(*text.span(node), written)]
