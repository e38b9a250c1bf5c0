"""Functions of one number that are called with many: `int(xs)`, `math.sqrt(column)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Failing
from .imported_as import imported_as, imports_name
from .live_kinds import count_of

TOLD = re.compile(
    r"(?:argument must be .*|must be real number), not '?(?P<type>list|tuple|Series|DataFrame|ndarray)'?$"
    r"|cannot convert the (?P<series>series) to|only (?:length-1|0-dimensional) (?P<array>arrays) can be converted"
)
ALSO_NUMPYS = frozenset({
    "sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh",
    "floor", "ceil", "fabs", "radians", "degrees", "isnan", "isinf",
})  # fmt: skip


class SingleNumber:
    """One number is needed and there are many: each of them is meant."""

    name = "single-numbers"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        told = TOLD.search(error.message) if error.name == "TypeError" else None
        failing = Failing(cell, error)
        call = failing.find(ast.Call) if told else None
        if told is None or call is None or len(call.args) != 1 or call.keywords:
            return []
        many, in_python = call.args[0], told.group("type") in {"list", "tuple"}
        if not self._are_many(many, failing):
            return []
        found = self._written(call, in_python, failing, cell, notebook)
        if found is None:
            return []
        text, statement = found
        after = failing.after(failing.replaced(call, text))
        if statement:
            after = CellCode(after).with_import(statement)
        why = f"`{failing.text(call.func)}` takes one number, and `{failing.text(many)}` holds several."
        return [Candidate("Do it for each of them", why, f"rule:{self.name}", after)]

    def _are_many(self, many: ast.expr, failing: Failing) -> bool:
        if isinstance(many, ast.Call):
            return isinstance(many.func, ast.Attribute) and many.func.attr == "split"
        return failing.value(many) is not None and count_of(failing.value(many)) not in {0, 1}

    def _written(
        self, call: ast.Call, in_python: bool, failing: Failing, cell: Cell, notebook: Notebook
    ) -> tuple[str, str] | None:
        """The expression, and the import that it needs."""
        shown, function = failing.text(call.args[0]), failing.text(call.func)
        each = f"[{function}(each) for each in {shown}]"
        if function in {"int", "float"}:
            return (each, "") if in_python else (f"{shown}.astype({function})", "")
        name = function.removeprefix("math.")
        if name not in ALSO_NUMPYS or (name == function and not imports_name("math", name, cell, notebook)):
            return None
        numpy = imported_as("numpy", cell, notebook)
        if numpy:
            return f"{numpy}.{name}({shown})", ""
        return (each, "") if in_python else (f"np.{name}({shown})", "import numpy as np")
