"""JSON read from what is no text, or taken for what it holds; values that JSON does not know."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Edit, Failing
from .imported_as import imported_as
from .live_kinds import is_a

NOT_SERIALIZABLE = re.compile(r"Object of type (\w+) is not JSON serializable")
WRITTEN_BY = {
    **dict.fromkeys(
        ("set", "frozenset", "dict_keys", "dict_values", "map", "filter", "range", "deque"), "list"
    ),
    **dict.fromkeys(
        ("datetime", "date", "time", "Timestamp", "Path", "PosixPath", "UUID", "Decimal", "timedelta"), "str"
    ),
    **dict.fromkeys(
        ("int64", "int32", "uint8", "float32", "float64", "bool_", "bool", "ndarray"),
        "lambda value: value.tolist()",
    ),
    "Series": "list",
}


class JsonText:
    """`json.loads` of a dictionary or a file, a key of JSON text, `json.dumps` of a number of numpy's."""

    name = "json"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "AttributeError"}:
            return []
        failing = Failing(cell, error)
        if "indices must be integers" in error.message or "string index" in error.message:
            return list(self._of_text(failing, cell, notebook))
        call = failing.find(ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) != "json":
            return []
        return [
            failing.candidate(self.name, title, "JSON is text; what stands here is something else.", edit)
            for title, edit in self._changes(call, call.func.attr, failing)
        ]

    def _changes(self, call: ast.Call, name: str, failing: Failing) -> Iterator[tuple[str, Edit]]:
        message, first = failing.error.message, call.args[0] if call.args else None
        if told := NOT_SERIALIZABLE.search(message):
            if (function := WRITTEN_BY.get(told.group(1))) and not any(
                each.arg == "default" for each in call.keywords
            ):
                end = failing.extent(call)[1] - 1
                end -= len(failing.source[:end]) - len(failing.source[:end].rstrip(", \n"))
                yield f"Write `{told.group(1)}` by `{function}`", Edit(end, end, f", default={function}")
        elif first is None:
            return
        elif name == "loads" and re.search(r"not '?(dict|list)'?", message):
            yield "Use the value as it is", failing.replaced(call, failing.text(first))
        elif name == "loads" and re.search(r"not '?(TextIOWrapper|BufferedReader|StringIO)'?", message):
            yield (
                "Read the file by `json.load`",
                Edit(failing.extent(call.func)[1] - 1, failing.extent(call.func)[1], ""),
            )
        elif name == "load" and re.search(r"'(dict|list)' object has no attribute 'read'", message):
            yield "Use the value as it is", failing.replaced(call, failing.text(first))

    def _of_text(self, failing: Failing, cell: Cell, notebook: Notebook) -> Iterator[Candidate]:
        match failing.find(ast.Subscript):
            case ast.Subscript(value=ast.expr() as owner, slice=ast.Constant(value=str())):
                value = failing.value(owner)
                if is_a(value, "str") and value is not None and re.match(r"['\"]\s*[{\[]", value.repr):
                    after = failing.after(failing.wrapped(owner, "json.loads"))
                    if imported_as("json", cell, notebook) is None:
                        after = CellCode(after).with_import("import json")
                    why = f"`{failing.text(owner)}` is text that holds JSON, not the object itself."
                    yield Candidate("Read the JSON first", why, f"rule:{self.name}", after)
