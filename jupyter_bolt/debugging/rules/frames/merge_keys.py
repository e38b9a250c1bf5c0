"""Two frames joined by columns that are written differently in them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..similar import folded
from ..values.failing import Edit, Failing
from .asked import all_texts, is_frame, keys_of, under

CHOICES = frozenset({"how", "suffixes", "sort", "indicator", "validate", "copy"})


class MergeKeys:
    """`a.merge(b)` where one has `id` and the other `ID`."""

    name = "merge-keys"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"MergeError", "KeyError"}:
            return []
        failing = Failing(cell, error)
        match failing.find(ast.Call):
            case ast.Call(func=ast.Attribute(attr="merge"), args=[left, right]) as call:
                pass
            case ast.Call(func=ast.Attribute(value=left, attr="merge"), args=[right]) as call:
                pass
            case _:
                return []
        on = next((each for each in call.keywords if each.arg == "on"), None)
        others = {each.arg for each in call.keywords if each is not on}
        if not others <= CHOICES or (on is None) != (error.name == "MergeError"):
            return []
        pair = self._pair(left, right, on, failing)
        if pair is None:
            return []
        text = ", ".join(f'{side}_on="{key}"' for side, key in zip(("left", "right"), pair, strict=True))
        end = failing.extent(right)[1]
        edit = failing.replaced(on, text) if on is not None else Edit(end, end, f", {text}")
        why = f"The same column is `{pair[0]}` on the left and `{pair[1]}` on the right."
        return [failing.candidate(self.name, f"Join by `{pair[0]}` and `{pair[1]}`", why, edit)]

    def _pair(
        self, left: ast.expr, right: ast.expr, on: ast.keyword | None, failing: Failing
    ) -> tuple[str, str] | None:
        """The one column of each side that are the same but for case, hyphens, underscores and spaces."""
        one, other = under(left, failing), under(right, failing)
        if not is_frame(one) or not is_frame(other):
            return None
        keys, other_keys = keys_of(one), keys_of(other)
        if not all_texts(keys) or not all_texts(other_keys):
            return None
        pairs = [(str(a), str(b)) for a in keys for b in other_keys if folded(str(a)) == folded(str(b))]
        if on is not None:
            pairs = [pair for pair in pairs if isinstance(on.value, ast.Constant) and on.value.value in pair]
        plain = all('"' not in text and text.isprintable() for pair in pairs for text in pair)
        return pairs[0] if len(pairs) == 1 and pairs[0][0] != pairs[0][1] and plain else None
