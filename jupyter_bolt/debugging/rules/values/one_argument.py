"""Several arguments where one collection is taken, and one collection where several are."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing

TUPLES = frozenset({"zeros", "ones", "empty", "full"})
LISTS = frozenset(
    {"array", "concat", "concatenate", "hstack", "vstack", "dstack", "stack", "column_stack", "block", "cat"}
)
BUILT_IN = {
    "set": "{%s}",
    "list": "[%s]",
    "tuple": "(%s)",
    "sum": "sum([%s])",
    "any": "any([%s])",
    "all": "all([%s])",
    "sorted": "sorted([%s])",
}
SEPARATE = frozenset({"rand", "randn"})


class OneArgument:
    """`np.zeros(2, 3)`, `pd.concat(a, b)`, `np.random.rand((2, 3))`, `isinstance(x, [int, str])`."""

    name = "one-argument"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "ValueError", "AxisError"}:
            return []
        failing = Failing(cell, error)
        call = failing.find(ast.Call)
        edit = self._edit(call, error.message, failing) if call is not None else None
        if call is None or edit is None:
            return []
        why = f"`{failing.text(call.func)}` takes its arguments in another form."
        return [failing.candidate(self.name, f"Pass `{edit.text}`", why, edit)]

    def _edit(self, call: ast.Call, message: str, failing: Failing) -> Edit | None:
        name, arguments = _name(call.func), call.args
        if (
            name in TUPLES
            and len(arguments) > 1
            and re.search(r"Cannot interpret|data type|cannot be interpreted|positional arg|at most", message)
        ):
            sizes = [each for each in arguments if failing.type_of(each) in {"int", "int64"} or _counts(each)]
            sizes = sizes[:-1] if name == "full" else sizes
            return (
                _joined(sizes, "(%s)", failing)
                if sizes == arguments[: len(sizes)] and len(sizes) > 1
                else None
            )
        if (
            name in LISTS
            and len(arguments) > 1
            and not any(isinstance(each, (ast.List, ast.Tuple)) for each in arguments[:1])
            | (name == "array" and not _all_numbers(arguments, failing))
        ):
            return _joined(arguments, "[%s]", failing)
        if (
            isinstance(call.func, ast.Name)
            and name in BUILT_IN
            and len(arguments) > 1
            and not call.keywords
            and re.search(r"expected at most|takes|not iterable|positional", message)
        ):
            return failing.replaced(call, BUILT_IN[name] % ", ".join(map(failing.text, arguments)))
        if name in SEPARATE and len(arguments) == 1 and "'tuple' object cannot be interpreted" in message:
            inside = failing.text(arguments[0])
            return failing.replaced(
                arguments[0], inside.strip("()") if isinstance(arguments[0], ast.Tuple) else f"*{inside}"
            )
        return self._as_tuple(call, name, message, failing)

    def _as_tuple(self, call: ast.Call, name: str, message: str, failing: Failing) -> Edit | None:
        """`isinstance(x, [int, str])`, `text.startswith(["a", "b"])`."""
        wanted = {
            "isinstance": "arg 2 must be a type",
            "issubclass": "arg 2 must be a class",
            "startswith": "not list",
            "endswith": "not list",
        }
        if name in wanted and wanted[name] in message and call.args:
            at = call.args[1] if name.startswith("is") and len(call.args) > 1 else call.args[0]
            if isinstance(at, ast.List):
                return failing.replaced(
                    at,
                    f"({failing.text(at)[1:-1].rstrip().removesuffix(',')}{',' if len(at.elts) == 1 else ''})",
                )
            return failing.wrapped(at, "tuple") if failing.type_of(at) == "list" else None
        return None


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _joined(arguments: list[ast.expr], form: str, failing: Failing) -> Edit:
    start, end = failing.extent(arguments[0])[0], failing.extent(arguments[-1])[1]
    return Edit(start, end, form % failing.source[start:end])


def _counts(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "len"


def _all_numbers(arguments: list[ast.expr], failing: Failing) -> bool:
    return all(failing.type_of(each) in {"int", "float", "int64", "float64"} for each in arguments)
