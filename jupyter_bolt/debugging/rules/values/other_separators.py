"""A line that is split at a separator which it does not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..node_edits import quoted
from ..rule import Candidate
from .failing import Failing
from .live_kinds import literal, text_of

SEPARATORS = (",", ";", "\t", "|")
UNPACKED = re.compile(r"not enough values to unpack \(expected (\d{1,3}), got 1\)")


class OtherSeparator:
    """`line.split(",")[1]` of `a;b`: exactly one of the usual separators stands in the text."""

    name = "separators"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        found = self._split(failing)
        if found is None:
            return []
        call, text, parts, exact = found
        match call.args:
            case [ast.Constant(value=str(given)) as written] if not call.keywords and text is not None:
                there = [each for each in SEPARATORS if each in text]
                count = text.count(there[0]) + 1 if len(there) == 1 else 0
                if given in text or count < parts or (exact and count != parts):
                    return []
            case _:
                return []
        new = '"\\t"' if there[0] == "\t" else quoted(there[0], failing.text(written))
        why = f"The text holds no `{given}`: its parts are parted by {new}."
        return [failing.candidate(self.name, f"Split at {new}", why, failing.replaced(written, new))]

    def _split(self, failing: Failing) -> tuple[ast.Call, str | None, int, bool] | None:
        """The call of `split`, its text, how many parts are needed, and whether just as many."""
        error = failing.error
        if error.name == "IndexError" and error.message == "list index out of range":
            match failing.find(ast.Subscript):
                case ast.Subscript(value=parts, slice=ast.Constant(value=int(at))):
                    return self._of(parts, failing, at + 1, exact=False)
        elif error.name == "ValueError" and (told := UNPACKED.match(error.message)):
            place = error.facts.expression
            for node in failing.all(ast.Assign):
                if place is not None and node.lineno == place.line and isinstance(node.targets[0], ast.Tuple):
                    return self._of(node.value, failing, int(told.group(1)), exact=True)
        return None

    def _of(
        self, parts: ast.expr, failing: Failing, count: int, *, exact: bool
    ) -> tuple[ast.Call, str | None, int, bool] | None:
        text: str | None = None
        if isinstance(parts, ast.Name):
            whole = literal(failing.value(parts))
            text = (
                whole[0]
                if isinstance(whole, list) and len(whole) == 1 and isinstance(whole[0], str)
                else None
            )
            stores = [
                each
                for each in failing.all(ast.Name)
                if each.id == parts.id and isinstance(each.ctx, ast.Store)
            ]
            parent = failing.parent(stores[0]) if len(stores) == 1 else None
            parts = parent.value if isinstance(parent, ast.Assign) else parts
        match parts:
            case ast.Call(func=ast.Attribute(value=owner, attr="split")):
                return parts, text if text is not None else self._text(owner, failing), count, exact
        return None

    def _text(self, owner: ast.expr, failing: Failing) -> str | None:
        match owner:
            case ast.Call(func=ast.Attribute(value=inner, attr="strip" | "rstrip"), args=[]):
                owner = inner
        return text_of(failing.value(owner))
