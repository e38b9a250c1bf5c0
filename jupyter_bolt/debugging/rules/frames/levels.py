"""Columns of two levels asked for by one of them, and columns of one level asked for by two."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Edit, Failing
from .asked import asked, is_frame, keys_of

BY_COLUMN = frozenset({"sort_values", "nlargest", "nsmallest"})


class ColumnLevels:
    """`res["mean"]` where the column is `("price", "mean")`."""

    name = "levels"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "KeyError":
            return []
        failing = Failing(cell, error)
        return [
            failing.candidate(self.name, f"Ask for `{edit.text}`", why, edit)
            for edit, why in self._edits(failing)
        ][:1]

    def _edits(self, failing: Failing) -> Iterator[tuple[Edit, str]]:
        match failing.find(ast.Subscript, ast.Call):
            case ast.Subscript(value=owner, slice=index) as node if is_frame(value := failing.value(owner)):
                yield from self._of_key(node, index, keys_of(value), failing)
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[*_, index]) if name in BY_COLUMN:
                whole = _whole(asked(index, failing), keys_of(failing.value(owner)))
                if whole is not None:
                    yield failing.replaced(index, f"({_written(whole)})"), _why(whole)

    def _of_key(
        self, node: ast.Subscript, index: ast.expr, keys: list[object], failing: Failing
    ) -> Iterator[tuple[Edit, str]]:
        key, outer = asked(index, failing), failing.parent(node)
        then = asked(outer.slice, failing) if isinstance(outer, ast.Subscript) else None
        if isinstance(outer, ast.Subscript) and outer.value is node and isinstance(then, str):
            if (then, key) in keys:
                yield (
                    failing.replaced(outer, f"{failing.text(node.value)}[{_written((then, key))}]"),
                    _why((then, key)),
                )
                return
            if then in keys and not _are_levels(keys):
                why = f"`{failing.text(node.value)}` has the column `{then}`: its columns have one level."
                yield failing.replaced(node, failing.text(node.value)), why
                return
        whole = _whole(key, keys)
        if whole is not None:
            yield failing.replaced(index, _written(whole)), _why(whole)
        elif isinstance(key, tuple) and len(key) == 2 and all(isinstance(each, str) for each in key):
            joined = [each for each in ("_".join(key), "_".join(key[::-1])) if each in keys]
            if len(joined) == 1:
                yield failing.replaced(index, f'"{joined[0]}"'), "The columns have one level."


def _whole(key: object, keys: list[object]) -> tuple[object, ...] | None:
    """The one column of two levels that is meant."""
    if not _are_levels(keys):
        return None
    found: list[tuple[object, ...]] = []
    for each in keys:
        if not isinstance(each, tuple):
            continue
        texts = [str(part) for part in each]
        meant = key in each[1:] or key == "_".join(texts) or key == each[::-1]
        if key is not None and meant:
            found.append(each)
    return found[0] if len(found) == 1 else None


def _are_levels(keys: list[object]) -> bool:
    return bool(keys) and all(isinstance(each, tuple) and len(each) == 2 for each in keys)


def _written(key: tuple[object, ...]) -> str:
    return ", ".join(f'"{each}"' if isinstance(each, str) and '"' not in each else repr(each) for each in key)


def _why(key: tuple[object, ...]) -> str:
    return f"The columns have two levels: this one is `({_written(key)})`."
