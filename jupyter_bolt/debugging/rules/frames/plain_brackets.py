"""Rows and columns asked for by the wrong brackets: plain ones, `loc` for positions, `iloc` for labels."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..rule import Candidate
from ..values.failing import Edit, Failing
from ..values.live_kinds import is_a
from .asked import all_texts, asked, is_frame, is_whole, keys_of, parts, rows_of, shape_of, under

ERRORS = frozenset({"KeyError", "InvalidIndexError", "TypeError", "ValueError", "IndexError"})
Change = tuple[str, str, Edit]


class WrongBrackets:
    """`df[0, "a"]` → `df.loc[0, "a"]`, `df.loc[0, 1]` → `df.iloc[0, 1]`, `s[-1]` → `s.iloc[-1]`."""

    name = "brackets-of-rows"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in ERRORS:
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript)
        changes = self._changes(node, failing) if node is not None else iter(())
        return [failing.candidate(self.name, title, why, edit) for title, why, edit in changes][:1]

    def _changes(self, node: ast.Subscript, failing: Failing) -> Iterator[Change]:
        message = failing.error.message
        match node.value:
            case ast.Attribute(value=owner, attr="loc") if failing.error.name in {"KeyError", "TypeError"}:
                yield from self._of_loc(node, owner, failing)
            case ast.Attribute(value=owner, attr="iloc") if "index" in message or "iloc" in message:
                yield from self._of_iloc(node, owner, failing)
            case owner if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) > 1:
                yield from self._of_two(node, node.slice, owner, failing)
            case owner if failing.error.name == "KeyError":
                yield from self._of_row(node, owner, failing)

    def _of_two(
        self, node: ast.Subscript, index: ast.Tuple, owner: ast.expr, failing: Failing
    ) -> Iterator[Change]:
        value = under(owner, failing)
        keys = [asked(each, failing) for each in index.elts]
        columns = keys_of(value)
        if not is_frame(value) or not all_texts(columns):
            return
        if all(isinstance(each, str) and each in columns for each in keys):
            if isinstance(node.ctx, ast.Load):
                why = "Several columns are asked for with a list."
                yield "Ask with a list", why, failing.replaced(index, f"[{failing.text(index)}]")
        elif failing.value(owner) is value and len(keys) == 2:
            row, column = index.elts
            if all(isinstance(each, str) and each in columns for each in map_asked(column, failing)):
                yield self._through("loc", owner, "Rows and columns by label are asked of `loc`.", failing)
            elif _is_position(row, failing) and _is_position(column, failing):
                yield self._through("iloc", owner, "Rows and columns by number are asked of `iloc`.", failing)

    def _of_row(self, node: ast.Subscript, owner: ast.expr, failing: Failing) -> Iterator[Change]:
        value, key = failing.value(owner), asked(node.slice, failing)
        if not is_whole(key) or not isinstance(key, int) or not isinstance(node.ctx, ast.Load):
            return
        why = f"`{failing.text(owner)}` has no `{key}` by name: rows by number are asked of `iloc`."
        if is_frame(value):
            shape = shape_of(value)
            if all_texts(keys_of(value)) and str(key) not in keys_of(value) and _is_within(key, shape):
                yield self._through("iloc", owner, why, failing)
        elif is_a(value, "Series") and _is_renumbered(value, key):
            yield self._through("iloc", owner, why, failing)

    def _of_loc(self, node: ast.Subscript, owner: ast.expr, failing: Failing) -> Iterator[Change]:
        value, index = failing.value(owner), node.slice
        if not is_a(value, "DataFrame", "Series") or not isinstance(node.ctx, ast.Load):
            return
        why = f"`{failing.text(node.slice)}` are positions, and no labels."
        if isinstance(index, ast.Tuple) and len(index.elts) == 2:
            if all_texts(keys_of(value)) and all(_is_position(each, failing) for each in index.elts):
                column = asked(index.elts[1], failing)
                if not (isinstance(column, int) and str(column) in keys_of(value)):
                    yield self._replaced("iloc", node.value, why, failing)
            return
        key = asked(index, failing)
        if isinstance(key, int) and is_whole(key) and _is_renumbered(value, key):
            why = f"The rows have kept other labels, and none of them is `{key}`; `iloc` counts them."
            yield self._replaced("iloc", node.value, why, failing)

    def _of_iloc(self, node: ast.Subscript, owner: ast.expr, failing: Failing) -> Iterator[Change]:
        value, index = failing.value(owner), node.slice
        if not is_frame(value) or not isinstance(node.ctx, ast.Load):
            return
        columns, rows = keys_of(value), rows_of(value)
        if isinstance(index, ast.Tuple) and len(index.elts) == 2:
            row, column = index.elts
            names = map_asked(column, failing)
            if all(isinstance(each, str) and each in columns for each in names) and _is_position(
                row, failing
            ):
                text = f"{failing.text(owner)}[{failing.text(column)}].iloc[{failing.text(row)}]"
                why = "`iloc` takes positions only: the column is asked for by its name first."
                yield f"Use `{text}`", why, failing.replaced(node, text)
        elif isinstance(key := asked(index, failing), str) and key in rows:
            yield self._replaced("loc", node.value, f"`{key}` is a label: `iloc` takes positions.", failing)

    def _through(self, indexer: str, owner: ast.expr, why: str, failing: Failing) -> Change:
        end = failing.extent(owner)[1]
        return f"Ask `{indexer}`", why, Edit(end, end, f".{indexer}")

    def _replaced(self, indexer: str, node: ast.expr, why: str, failing: Failing) -> Change:
        end = failing.extent(node)[1]
        start = failing.source.rindex(".", 0, end) + 1
        return f"Ask `{indexer}`", why, Edit(start, end, indexer)


def map_asked(node: ast.expr, failing: Failing) -> list[object]:
    return [asked(each, failing) for each in parts(node)]


def _is_position(node: ast.expr, failing: Failing) -> bool:
    """Whether it is a whole number, or a stretch between some."""
    if isinstance(node, ast.Slice):
        ends = [each for each in (node.lower, node.upper, node.step) if each is not None]
        return all(is_whole(asked(each, failing)) for each in ends)
    return all(is_whole(each) for each in map_asked(node, failing))


def _is_within(key: int, shape: tuple[int, int] | None) -> bool:
    return shape is not None and -shape[0] <= key < shape[0]


def _is_renumbered(value: LiveValue | None, key: int) -> bool:
    """Whether a number that is no label can only be a position: counted from the end, or labels are others."""
    rows = rows_of(value)
    if not rows or key in rows or str(key) in rows or not -len(rows) <= key < len(rows):
        return False
    return key < 0 or all(not isinstance(each, tuple) for each in rows)
