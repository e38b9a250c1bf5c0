"""Values that stand outside of the brackets of the format that they are for."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import count_of, is_a

PLACES = re.compile(r"%(?!%)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")


class FormatArguments:
    """`"%s %s" % a, b`, `"{} {}".format(a), b`, `"{} {}".format(pair)`, and `"{}" % a`."""

    name = "formats"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        if error.name == "TypeError" and "not enough arguments for format string" in error.message:
            edits = self._percent(failing)
        elif error.name == "TypeError" and "not all arguments converted" in error.message:
            edits = self._braces_by_percent(failing)
        elif error.name == "IndexError" and error.message.startswith("Replacement index"):
            edits = self._braces(failing)
        else:
            return []
        why = "The format has other places than values in its brackets."
        return [
            failing.candidate(self.name, f"Write `{edit.text}`", why, edit) for edit in edits if edit.text
        ][:1]

    def _percent(self, failing: Failing) -> Iterator[Edit]:
        match failing.find(ast.BinOp):
            case ast.BinOp(left=ast.Constant(value=str(form)) as left, op=ast.Mod(), right=first) as node:
                rest = _following(node, failing)
                between = failing.source[failing.extent(left)[1] : failing.extent(first)[0]]
                plain = not isinstance(first, (ast.Tuple, ast.Dict)) and failing.type_of(first) != "tuple"
                places = len(PLACES.findall(form.replace("%%", "")))
                if plain and between.strip() == "%" and rest and places == 1 + len(rest):
                    start, end = failing.extent(first)[0], failing.extent(rest[-1])[1]
                    yield Edit(start, end, f"({failing.source[start:end]})")

    def _braces_by_percent(self, failing: Failing) -> Iterator[Edit]:
        match failing.find(ast.BinOp):
            case ast.BinOp(left=ast.Constant(value=str(form)) as left, op=ast.Mod(), right=right) as node:
                values = right.elts if isinstance(right, ast.Tuple) else [right]
                single = isinstance(right, ast.Tuple) or failing.type_of(right) not in {"tuple", ""}
                if single and not PLACES.search(form) and _fields(form) == len(values):
                    written = ", ".join(map(failing.text, values))
                    yield failing.replaced(node, f"{failing.text(left)}.format({written})")

    def _braces(self, failing: Failing) -> Iterator[Edit]:
        match failing.find(ast.Call):
            case (
                ast.Call(
                    func=ast.Attribute(value=ast.Constant(value=str(form)), attr="format"),
                    args=args,
                    keywords=[],
                ) as node
            ) if args and not any(isinstance(each, ast.Starred) for each in args):
                fields, rest = _fields(form), _following(node, failing)
                if rest and fields == len(args) + len(rest):
                    start, end = failing.extent(args[0])[0], failing.extent(rest[-1])[1]
                    written = ", ".join(map(failing.text, (*args, *rest)))
                    yield Edit(start, end, f"{written})")
                elif fields is not None and len(args) == 1 and fields == _items(args[0], failing):
                    yield failing.replaced(args[0], f"*{failing.text(args[0])}")


def _following(node: ast.expr, failing: Failing) -> list[ast.expr]:
    """The values that stand behind a format in a `print`, or in a tuple without brackets."""
    match failing.parent(node):
        case ast.Call(func=ast.Name(id="print"), args=args) if args[0] is node:
            return [] if any(isinstance(each, ast.Starred) for each in args) else args[1:]
        case ast.Tuple(elts=elts) as parent if (
            elts[0] is node and failing.extent(parent)[1] == failing.extent(elts[-1])[1]
        ):
            return elts[1:] if failing.extent(parent)[0] == failing.extent(node)[0] else []
    return []


def _items(node: ast.expr, failing: Failing) -> int | None:
    """How many items a list or tuple has."""
    value = failing.value(node)
    return count_of(value) if is_a(value, "tuple", "list") else None


def _fields(form: str) -> int | None:
    """How many `{}` without a name or number a format has; None where it has others."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(form) if name is not None]
    except ValueError:
        return None
    return None if any(names) else len(names)
