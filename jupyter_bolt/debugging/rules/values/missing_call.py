"""A method that was named and not called: `df.head[0]`, `len(df.keys)`, `for k in d.keys`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, LiveValue
from ..rule import Candidate
from .failing import Edit, Failing

FUNCTIONS = {
    "method",
    "builtin_function_or_method",
    "function",
    "method_descriptor",
    "method-wrapper",
    "type",
    "_ArrayFunctionDispatcher",
    "ufunc",
}
WITHOUT_ARGUMENTS = frozenset({
    "keys", "values", "items", "describe", "mean", "sum", "std", "min", "max", "median", "count",
    "copy", "upper", "lower", "strip", "split", "splitlines", "reset_index", "dropna", "transpose",
    "to_numpy", "tolist", "to_list", "nunique", "unique", "value_counts", "mode", "var", "info",
    "read", "readlines", "isna", "isnull", "notna", "notnull", "any", "all", "abs",
    "cumsum", "to_dict", "flatten", "ravel", "title", "capitalize", "lstrip", "rstrip", "iterrows",
    "itertuples", "conj", "drop_duplicates", "duplicated", "corr", "cov", "size", "first", "last",
    "now", "today", "date", "time", "json",
})  # fmt: skip
"""Methods that are usually called without arguments."""


class MissingCall:
    """A function that is used where its result is meant, or that has its arguments in square brackets."""

    name = "missing-call"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "AttributeError"} or not _names_function(error.message):
            return []
        failing = Failing(cell, error)
        edits = next(self._changes(failing), None)
        if not edits:
            return []
        why = "A function is used here where its result is needed."
        return [failing.candidate(self.name, "Add the parentheses of a call", why, *edits)]

    def _changes(self, failing: Failing) -> Iterator[list[Edit]]:
        node = failing.find(ast.Subscript)
        if node is not None and "subscriptable" in failing.error.message:
            yield self._subscripted(node, failing)
            return
        at = failing.find(ast.expr, ast.stmt)
        for part in self._named(at, failing):
            end = failing.extent(part)[1]
            yield [Edit(end, end, "()")]

    def _subscripted(self, node: ast.Subscript, failing: Failing) -> list[Edit]:
        owner_end, end = failing.extent(node.value)[1], failing.extent(node)[1]
        name = node.value.attr if isinstance(node.value, ast.Attribute) else ""
        if name in WITHOUT_ARGUMENTS or (
            name in {"head", "tail"} and not isinstance(node.slice, ast.Constant)
        ):
            return [Edit(owner_end, owner_end, "()")]
        if not isinstance(node.ctx, ast.Load):
            return []
        inside = failing.source[owner_end:end].strip()[1:-1]
        if isinstance(node.slice, ast.Slice) or any(
            isinstance(each, ast.Slice) for each in ast.iter_child_nodes(node.slice)
        ):
            return []
        as_list = name == "array" or (isinstance(node.value, ast.Name) and node.value.id == "sum")
        return [Edit(owner_end, end, f"([{inside}])" if as_list else f"({inside})")]

    def _named(self, at: ast.AST | None, failing: Failing) -> Iterator[ast.expr]:
        """The parts of the failing node that are functions where something else is needed."""
        if isinstance(at, ast.Attribute):
            at_parts: list[ast.AST] = [at.value]
        elif isinstance(at, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            at_parts = [at.generators[0].iter]
        elif isinstance(at, ast.For):
            at_parts = [at.iter]
        elif isinstance(at, ast.Call):
            at_parts = list(at.args)
        else:
            at_parts = list(ast.iter_child_nodes(at)) if at is not None else []
        for part in at_parts:
            if isinstance(part, ast.Attribute) and _is_function(failing.value(part), part.attr):
                yield part


def _names_function(message: str) -> bool:
    return (
        any(re.search(rf"'{re.escape(kind)}'", message) for kind in FUNCTIONS)
        or re.match(r"type '\w+' is not subscriptable", message) is not None
    )


def _is_function(value: LiveValue | None, name: str) -> bool:
    """Whether it is a function; where the value is unknown, whether its name is that of a usual method."""
    return value.type in FUNCTIONS if value is not None else name in WITHOUT_ARGUMENTS
