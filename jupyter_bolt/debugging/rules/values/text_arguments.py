"""Numeric text as an argument where a number is needed, and numbers where text is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import count_of, literal, number_type, numbers_type, text_of

NUMBER_NEEDED = re.compile(
    r"'str' object cannot be interpreted as an integer|must be real number, not str|bad operand type for \w+"
    r"(\(\)| -|.*): 'str'|type str doesn't define __round__|indices must be integers.*not '?str|an integer is required"
    r"|a real number is required, not str|timedelta \w+ component: str|Unknown format code '[a-z%]' for object of type 'str'"
)
WRITTEN = re.compile(
    r"write\(\) argument must be str, not (int|float|list|dict|tuple|bool)|string argument expected, got '(int|float|list|dict|tuple|bool)'"
)


class TextArgument:
    """A call, an index or a format with an argument of the wrong kind."""

    name = "text-arguments"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "ValueError"}:
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Call, ast.Subscript, ast.UnaryOp, ast.BinOp, ast.JoinedStr)
        if node is None:
            return []
        edits = list(self._edits(node, failing))
        shown = ", ".join(f"`{failing.source[edit.start : edit.end]}`" for edit in edits)
        why = f"{shown} is of another type than what is needed here."
        return [failing.candidate(self.name, f"Convert {shown}", why, *edits)] if edits else []

    def _edits(self, node: ast.expr, failing: Failing) -> Iterator[Edit]:
        message = failing.error.message
        parts = _parts(node) if NUMBER_NEEDED.search(message) else []
        functions = [number_type(text_of(failing.value(part))) for part in parts]
        if any(functions):
            yield from (failing.wrapped(part, to) for part, to in zip(parts, functions, strict=True) if to)
        elif WRITTEN.search(message) and isinstance(node, ast.Call) and len(node.args) == 1:
            yield failing.wrapped(node.args[0], "str")
        elif isinstance(node, ast.Call):
            yield from self._in_call(node, failing)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            yield from self._in_format(node, failing)

    def _in_call(self, call: ast.Call, failing: Failing) -> Iterator[Edit]:
        """`", ".join([1, 2])`, `sum(["1", "2"])`, `sum(["a", "b"])`."""
        message = failing.error.message
        match call:
            case ast.Call(func=ast.Attribute(attr="join"), args=[joined], keywords=[]):
                if re.search(r"sequence item \d+: expected str instance, (?!NoneType|bytes)", message):
                    new = f"map(str, {failing.text(joined)})"
                    bare = (
                        isinstance(joined, ast.GeneratorExp)
                        and failing.extent(joined)[1] == failing.extent(call)[1]
                    )
                    yield failing.replaced(joined, f"({new})" if bare else new)
            case ast.Call(func=ast.Name(id="sum"), args=[summed], keywords=[]):
                texts = literal(failing.value(summed))
                if "'int' and 'str'" not in message:
                    return
                if isinstance(summed, (ast.GeneratorExp, ast.ListComp)) and isinstance(
                    summed.elt, (ast.Subscript, ast.Name)
                ):
                    yield failing.wrapped(summed.elt, "int")
                    return
                if (function := numbers_type(texts)) is not None:
                    yield failing.replaced(summed, f"map({function}, {failing.text(summed)})")
                elif isinstance(texts, (list, tuple)) and all(isinstance(each, str) for each in texts):
                    yield failing.replaced(call, f'"".join({failing.text(summed)})')

    def _in_format(self, node: ast.BinOp, failing: Failing) -> Iterator[Edit]:
        """`"%d" % "a"` → `"%s" % "a"`, and `"%s %s" % [1, 2]` → `"%s %s" % tuple([1, 2])`."""
        message, kind = failing.error.message, failing.type_of(node.right)
        form = node.left.value if isinstance(node.left, ast.Constant) else None
        places = len(re.findall(r"%[^%]", form)) if isinstance(form, str) else 0
        if (
            kind in {"list", "Series", "ndarray"}
            and places > 1
            and places == count_of(failing.value(node.right))
        ):
            yield failing.wrapped(node.right, "tuple")
        elif "not all arguments converted" in message and kind == "tuple" and places == 1:
            yield failing.replaced(node.right, f"({failing.text(node.right)},)")
        elif places == 1 and re.match(r"%[dif] format: .* not (str|datetime|list|dict|tuple)", message):
            start, written = failing.extent(node.left)[0], failing.text(node.left)
            yield from (
                Edit(start + each.start(), start + each.end(), "%s")
                for each in re.finditer("%[dif]", written)
            )


def _parts(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Call(args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords)]
        case ast.Subscript(slice=ast.Slice(lower=lower, upper=upper, step=step)):
            return [each for each in (lower, upper, step) if each is not None]
        case ast.Subscript(slice=key):
            return [key]
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.BinOp(right=ast.Tuple(elts=parts)):
            return parts
        case ast.BinOp(right=right):
            return [right]
        case ast.JoinedStr(values=values):
            return [
                each.value for each in values if isinstance(each, ast.FormattedValue) and each.format_spec
            ]
    return []
