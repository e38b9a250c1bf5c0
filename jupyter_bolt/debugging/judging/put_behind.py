"""Tell when what failed stands in the cell still, where it is not computed any more."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from ...trials.evidence import CellError
from ..rules.cell_code import CellCode
from .alternatives import Alternatives, stand_in_handlers
from .guards import Guard, Guards, names_in
from .statements import failing_statement, head

ASKS = frozenset({"hasattr", "getattr", "get", "isinstance"})
BLANKS = re.compile(r"\\n|\s+")
MISSING = frozenset({"KeyError", "AttributeError", "NameError"})


def put_behind(old: CellCode, new: CellCode, error: CellError) -> str:
    """Say what keeps from being computed what failed, or "" where it still is, or something instead of it."""
    if old.tree is None or new.tree is None or (failing := failing_statement(old.tree, error)) is None:
        return ""
    if stand_in_handlers(new.tree, old.tree, failing, error):
        return "the error is caught, and something else takes the place of what failed"
    failed = _failing_expression(old, error) or failing.value or failing.node
    then = Guards(old.tree).of(failed)
    now, alternatives = Guards(new.tree), Alternatives(failing)
    added = [
        [each for each in _added(now.of(place), then) if _keeps(each, alternatives, error)]
        for place in _places(new.tree, failed, error)
    ]
    return f"what failed is only put behind `{added[0][0].text}`" if added and all(added) else ""


def puts_off(old: CellCode, new: CellCode) -> bool:
    """Whether a name is given a function that would compute what it was given before."""
    if old.tree is None or new.tree is None:
        return False
    given = {pair for node in ast.walk(old.tree) for pair in _given(node)}
    return any(
        isinstance(value, ast.Lambda) and (target, _plain(value.body)) in given
        for node in ast.walk(new.tree)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and (value := node.value) is not None
        for target, _ in _given(node)
    )


def _given(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What gets a value, with that value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((ast.unparse(target), _plain(value)) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield ast.unparse(target), _plain(value)


def _added(now: list[Guard], then: list[Guard]) -> Iterator[Guard]:
    """The guards that are new: one of the same kind as an old one stands for that, unless nothing gets past it."""
    known = {each.text for each in then}
    spare = Counter(each.kind for each in then if each.text not in {guard.text for guard in now})
    for each in now:
        if each.text in known:
            continue
        if spare[each.kind] and not each.never:
            spare[each.kind] -= 1
            continue
        yield each


def _keeps(guard: Guard, alternatives: Alternatives, error: CellError) -> bool:
    """Whether a guard keeps what failed from being computed, rather than choose where it can be.

    It chooses where it goes by what changes from one time to the next, and does not ask for what is missing.
    """
    if guard.never:
        return True
    if alternatives.in_any(guard.instead):
        return False
    if guard.test is None:
        return True
    chooses = bool(guard.varies & names_in(guard.test))
    return not chooses or (error.name in MISSING and _mentions(guard.test, error.facts.name))


def _mentions(node: ast.AST, name: str | None) -> bool:
    return name is not None and any(_stands_for(each, name) for each in ast.walk(node))


def _stands_for(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Constant(value=word) | ast.Name(id=word, ctx=ast.Load()) | ast.Attribute(attr=word):
            return word == name
    return False


def _places(tree: ast.Module, failed: ast.expr | ast.stmt, error: CellError) -> list[ast.AST]:
    """Where what failed stands now; where the same expression does not, whatever asks for what is missing."""
    text = _plain(failed)
    same: list[ast.AST] = [
        each for each in ast.walk(tree) if type(each) is type(failed) and _plain(each) == text
    ]
    name = error.facts.name
    if same or name is None or error.name not in MISSING:
        return same
    asking = set(_asking(tree))
    return [each for each in ast.walk(tree) if each not in asking and _stands_for(each, name)]


def _plain(node: ast.AST) -> str:
    """Its text without blanks: a text of several lines is often indented with the code around it."""
    return BLANKS.sub("", head(node))


def _asking(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands in a question whether something is there."""
    for each in ast.walk(tree):
        match each:
            case ast.Compare(ops=[ast.In() | ast.NotIn()]):
                yield from ast.walk(each)
            case ast.Call(func=func) if ast.unparse(func).rpartition(".")[2] in ASKS:
                yield from ast.walk(each)


def _failing_expression(code: CellCode, error: CellError) -> ast.expr | None:
    place = error.facts.expression
    if code.tree is None or place is None or place.column is None or place.end_column is None:
        return None
    if not 1 <= place.line <= place.end_line <= len(code.lines):
        return None
    start = len(code.lines[place.line - 1][: place.column].encode())
    end = len(code.lines[place.end_line - 1][: place.end_column].encode())
    at = (place.line, start, place.end_line, end)
    return next(
        (each for each in ast.walk(code.tree) if isinstance(each, ast.expr) and _span(each) == at), None
    )


def _span(node: ast.expr) -> tuple[int, int, int | None, int | None]:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
