"""Arrays and lists of numbers that are texts, where numbers are needed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..rule import Candidate
from .columns import ERRORS
from .failing import Edit, Failing
from .imported_as import imported_as
from .live_kinds import is_a, is_number, literal, numbers_type

ARRAY = re.compile(r"array\((\[[^\[\]]*\])(?:,\s*dtype=[^()]*)?\)", re.S)
SUMMED = frozenset({"mean", "sum", "std", "var", "median", "prod", "cumsum", "average"})
STATISTICS = frozenset({"mean", "fmean", "median", "stdev", "pstdev", "variance", "pvariance"})


class NumericTexts:
    """`np.array(["1", "2"]) * 2.5`, `np.mean(["1", "2"])`, `statistics.mean(["1", "2"])`."""

    name = "numeric-texts"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in ERRORS:
            return []
        failing = Failing(cell, error)
        edits = list(self._edits(failing, imported_as("numpy", cell, notebook)))
        shown = ", ".join(f"`{failing.source[each.start : each.end]}`" for each in edits)
        why = f"{shown} holds numbers as text."
        return [failing.candidate(self.name, f"Make numbers of {shown}", why, *edits)] if edits else []

    def _edits(self, failing: Failing, numpy: str | None) -> Iterator[Edit]:
        match failing.find(ast.BinOp, ast.Compare, ast.Call):
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                sides = (left, right)
                if all(self._is_of_numbers(each, failing) for each in sides):
                    yield from (_converted(each, failing) for each in sides if _texts(failing.value(each)))
            case ast.Call(func=ast.Attribute(value=array, attr=name), args=[]) if name in SUMMED:
                if _texts(failing.value(array)):
                    yield _converted(array, failing)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), args=[many, *_]):
                yield from self._argument(module, name, many, failing, numpy)

    def _argument(
        self, module: str, name: str, many: ast.expr, failing: Failing, numpy: str | None
    ) -> Iterator[Edit]:
        value = failing.value(many)
        kind = numbers_type(literal(value)) if is_a(value, "list", "tuple") else None
        if module == numpy and name in SUMMED:
            if _texts(value):
                yield _converted(many, failing)
            elif kind:
                yield failing.replaced(many, f"[{kind}(each) for each in {failing.text(many)}]")
        elif module == "statistics" and name in STATISTICS and kind:
            yield failing.replaced(many, f"map({kind}, {failing.text(many)})")

    def _is_of_numbers(self, node: ast.expr, failing: Failing) -> bool:
        value = failing.value(node)
        numbers = (
            is_a(value, "ndarray")
            and value is not None
            and not re.search(r"dtype=('<U|object)|'", value.repr)
        )
        return is_number(value) or _texts(value) or numbers


def _texts(value: LiveValue | None) -> bool:
    """Whether it is an array of which every text is a number."""
    found = ARRAY.fullmatch(value.repr) if value is not None and is_a(value, "ndarray") else None
    try:
        return found is not None and numbers_type(ast.literal_eval(found.group(1))) is not None
    except (ValueError, SyntaxError):
        return False


def _converted(node: ast.expr, failing: Failing) -> Edit:
    end = failing.extent(node)[1]
    return Edit(end, end, ".astype(float)")
