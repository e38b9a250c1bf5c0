"""A key that is a number where the keys are texts, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..rule import Candidate
from ..values.failing import Edit, Failing
from ..values.live_kinds import is_a
from .asked import asked, is_frame, keys_of, parts, rows_of, under

BY_COLUMN = frozenset({"sort_values", "groupby", "set_index", "drop_duplicates", "nlargest", "nsmallest"})


class KeyKind:
    """`d["2020"]` where the key is `2020`, `df[2020]` where the column is `"2020"`."""

    name = "key-kinds"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "KeyError":
            return []
        failing = Failing(cell, error)
        edits: list[Edit] = []
        for node, keys in self._places(failing):
            key = asked(node, failing)
            if type(key) not in {str, int, float} or key in keys:
                continue
            twins = [each for each in keys if type(each) is not type(key) and _same(each, key)]
            if len(twins) != 1:
                return []
            edits.append(self._edit(node, twins[0], failing))
        if not edits:
            return []
        shown = ", ".join(f"`{edit.text}`" for edit in edits)
        why = "The keys are numbers, and not text." if self._to_number(edits) else "The keys are text."
        return [failing.candidate(self.name, f"Ask for {shown}", why, *edits)]

    def _places(self, failing: Failing) -> Iterator[tuple[ast.expr, list[object]]]:
        """Each key that is asked for, with the keys that there are."""
        match failing.find(ast.Subscript, ast.Call):
            case ast.Subscript(value=ast.Attribute(value=owner, attr="loc" | "at"), slice=index):
                value = failing.value(owner)
                kinds = [rows_of(value), keys_of(value)]
                both = index.elts if isinstance(index, ast.Tuple) else [index]
                for node, keys in zip(both, kinds, strict=False):
                    yield from ((each, keys) for each in parts(node))
            case ast.Subscript(value=owner, slice=index) if not isinstance(index, ast.Tuple):
                keys = _keys(failing.value(owner))
                yield from ((each, keys) for each in parts(index))
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=args) if name in BY_COLUMN:
                if is_frame(value := under(owner, failing)):
                    yield from ((each, keys_of(value)) for arg in args for each in parts(arg))

    def _edit(self, node: ast.expr, twin: object, failing: Failing) -> Edit:
        if isinstance(node, ast.Constant):
            quote = '"' if '"' in failing.source or "'" not in failing.source else "'"
            return failing.replaced(node, f"{quote}{twin}{quote}" if isinstance(twin, str) else repr(twin))
        return failing.wrapped(node, type(twin).__name__)

    def _to_number(self, edits: list[Edit]) -> bool:
        return all(edit.text[:1].isdigit() or edit.text.startswith(("int(", "float(", "-")) for edit in edits)


def _keys(value: LiveValue | None) -> list[object]:
    return rows_of(value) if is_a(value, "Series") else keys_of(value)


def _same(one: object, other: object) -> bool:
    """Whether one is the other as text: a number and its digits."""
    return {type(one), type(other)} in ({str, int}, {str, float}) and str(one) == str(other)
