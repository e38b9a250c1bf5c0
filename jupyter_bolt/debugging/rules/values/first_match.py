"""`re.match` looks at the beginning of a text only; `re.search` looks everywhere."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Failing

OF_A_MATCH = frozenset({"group", "groups", "groupdict", "start", "end", "span"})


class FirstMatch:
    """A group of what `re.match` did not find at the beginning."""

    name = "first-match"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        found = self._matched(failing)
        if isinstance(found, ast.Name):
            found = self._assigned(found, failing)
        match found:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr="match") as func, args=[pattern, _, *_]
            ):
                if isinstance(pattern, ast.Constant) and str(pattern.value).startswith(("^", "\\A")):
                    return []
            case _:
                return []
        why = "`re.match` finds a pattern at the beginning of the text only, `re.search` anywhere in it."
        return [
            failing.candidate(self.name, "Search the whole text", why, failing.replaced(func, "re.search"))
        ]

    def _matched(self, failing: Failing) -> ast.expr | None:
        """What was None where a match was needed."""
        error = failing.error
        if error.name == "TypeError" and error.message == "'NoneType' object is not subscriptable":
            node = failing.find(ast.Subscript)
            return node.value if node is not None else None
        if error.name == "AttributeError" and error.message.startswith("'NoneType' object has no attribute"):
            attribute = failing.attribute()
            return attribute.value if attribute is not None and attribute.attr in OF_A_MATCH else None
        return None

    def _assigned(self, name: ast.Name, failing: Failing) -> ast.expr | None:
        """The one value that the name is given in the cell."""
        stores = [
            each for each in failing.all(ast.Name) if each.id == name.id and isinstance(each.ctx, ast.Store)
        ]
        parent = failing.parent(stores[0]) if len(stores) == 1 else None
        return parent.value if isinstance(parent, (ast.Assign, ast.NamedExpr)) else None
