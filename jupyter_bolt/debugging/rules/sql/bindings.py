"""Values for the placeholders of an SQL statement that were not passed as a tuple."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..edits import Edit, Edits
from ..rule import Candidate

ONE = re.compile(
    r"Incorrect number of bindings supplied\. The current statement uses 1, and there are \d+ supplied"
)
UNSUPPORTED = "parameters are of unsupported type"
TOO_MANY = re.compile(r"^execute expected at most 2 arguments, got \d+$")
SIMPLE = frozenset({"int", "float", "bool"})
WHY = "The values for a statement's placeholders are passed as one tuple"


class BoundValues:
    """`execute(sql, name)`, which is to be `execute(sql, (name,))`."""

    name = "sql-bindings"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        edits = Edits(CellCode(cell.source))
        found = [edit for call in edits.calls(error) for edit in self._changes(call, edits, error)]
        if len(found) != 1:
            return []
        after = edits.replaced(found)
        return [
            Candidate(
                title=f"Pass `{found[0].text}`",
                explanation=f"{WHY}: a text by itself counts as one value for each of its letters."
                if ONE.search(error.message)
                else f"{WHY}.",
                source=f"rule:{self.name}",
                after=after,
            )
        ]

    def _changes(self, call: ast.Call, edits: Edits, error: CellError) -> Iterator[Edit]:
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        given = parameters(call, method)
        if TOO_MANY.match(error.message) and error.name == "TypeError":
            if method == "execute" and plain(call) and len(call.args) > 2:
                start, end = edits.range(call.args[1])[0], edits.range(call.args[-1])[1]
                yield Edit(start, end, f"({edits.source[start:end]})")
            return
        one, unsupported = ONE.search(error.message), UNSUPPORTED in error.message
        if (
            given is None
            or not (one or unsupported)
            or error.name not in {"ProgrammingError", "DatabaseError"}
        ):
            return
        if method == "executemany":
            kind = "str" if one else "number"
            if items_of(given, error) == kind:
                yield edits.replacing(given, f"[(each,) for each in {edits.text(given)}]")
        elif unsupported and isinstance(given, ast.Set):
            items = ", ".join(edits.text(each) for each in given.elts)
            yield edits.replacing(given, f"({items})" if len(given.elts) > 1 else f"({items},)")
        elif type_of(given, error) in ({"str"} if one else SIMPLE):
            yield in_tuple(given, edits)


def parameters(call: ast.Call, method: str) -> ast.expr | None:
    """What a call passes for the placeholders."""
    if method in {"execute", "executemany"} and len(call.args) == 2 and plain(call):
        return call.args[1]
    if method in {"read_sql", "read_sql_query"}:
        return next((each.value for each in call.keywords if each.arg == "params"), None)
    return None


def plain(call: ast.Call) -> bool:
    return not call.keywords and not any(isinstance(each, ast.Starred) for each in call.args)


def in_tuple(node: ast.expr, edits: Edits) -> Edit:
    """A tuple of the one value; brackets that stand around it already are used."""
    start, end = edits.range(node)
    opened, closed = edits.source[:start].rstrip(), edits.source[end:].lstrip()
    before = opened[:-1].rstrip()[-1:]
    if opened.endswith("(") and closed.startswith(")") and before in {",", "="}:
        return Edit(len(opened) - 1, len(edits.source) - len(closed) + 1, f"({edits.text(node)},)")
    return Edit(start, end, f"({edits.text(node)},)")


def type_of(node: ast.expr, error: CellError) -> str:
    """The type of what was passed, where it is written out or live."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    if isinstance(node, ast.JoinedStr):
        return "str"
    source = ast.unparse(node)
    return next((each.type for each in error.facts.values if each.source == source), "")


def items_of(node: ast.expr, error: CellError) -> str:
    """What a list or tuple holds, by how it begins: `str` or `number`."""
    source = ast.unparse(node)
    live = next((each for each in error.facts.values if each.source == source), None)
    if isinstance(node, (ast.List, ast.Tuple)):
        begins = source
    elif live is not None and live.type in {"list", "tuple"}:
        begins = live.repr
    else:
        return ""
    found = re.match(r"[\[(]\s*(?:(['\"])|[-\d])", begins)
    return "" if found is None else "str" if found.group(1) else "number"
