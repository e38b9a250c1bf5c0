"""A built-in function whose name was given to a value: `list = [1]`, then `list(…)`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Failing


class ShadowedBuiltin:
    """A call of a built-in that is hidden by a variable of the same name."""

    name = "shadowed"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "TypeError" or not error.message.endswith("object is not callable"):
            return []
        failing = Failing(cell, error)
        call = failing.find(ast.Call)
        name = call.func.id if call is not None and isinstance(call.func, ast.Name) else ""
        if call is None or not callable(getattr(builtins, name, None)):
            return []
        value = failing.value(call.func)
        why = f"`{name}` is a variable here ({value.type if value else 'a value'}), which hides the built-in `{name}`."
        return [self._candidate(name, why, failing)]

    def _candidate(self, name: str, why: str, failing: Failing) -> Candidate:
        calls = {each.func for each in failing.all(ast.Call)}
        others = [each for each in failing.all(ast.Name) if each.id == name and each not in calls]
        if not others:
            return Candidate(
                f"Delete the variable `{name}`",
                why,
                f"rule:{self.name}",
                failing.code.with_import(f"del {name}"),
            )
        if any(isinstance(each.ctx, ast.Store) for each in others) and self._stored_above(others, failing):
            renamed = failing.after(*(failing.replaced(each, f"{name}_") for each in others))
            fresh = type(failing.code)(renamed).with_import(f"from builtins import {name}")
            return Candidate(f"Rename the variable `{name}`", why, f"rule:{self.name}", fresh)
        return Candidate(
            f"Get the built-in `{name}` back",
            why,
            f"rule:{self.name}",
            failing.code.with_import(f"from builtins import {name}"),
        )

    def _stored_above(self, others: list[ast.Name], failing: Failing) -> bool:
        place = failing.error.facts.expression
        return place is not None and any(
            isinstance(each.ctx, ast.Store) and each.lineno < place.line for each in others
        )
