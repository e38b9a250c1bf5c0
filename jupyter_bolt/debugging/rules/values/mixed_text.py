"""Text and numbers in one operation: `"n = " + 3`, `"3" * 2.0`, `age < 18`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import is_a, is_number, number_type, text_of

NOT_WRITTEN_OUT = (
    "NoneType",
    "bytes",
    "bytearray",
    "function",
    "method",
    "builtin_function_or_method",
    "type",
    "module",
)
"""What is not meant as text, whatever stands beside it."""
TEXT_METHODS = frozenset(
    {"format", "join", "strftime", "upper", "lower", "title", "strip", "isoformat", "replace"}
)

CODE = re.compile(r"0\d{2,}")
"""Digits that are no number: of a telephone, a postcode, an article."""
REPEATED = "can't multiply sequence by non-int"
READS = frozenset(
    {"get", "group", "pop", "read", "readline", "strip", "next", "get_text", "getenv", "findtext"}
)
"""Methods that give text which may be a number."""


class MixedText:
    """An operation on text and something else, where the live values say which of the two was meant."""

    name = "mixed-text"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "UFuncTypeError", "_UFuncNoLoopError", "UFuncNoLoopError"} or (
            "str" not in error.message + error.name
            and "<U" not in error.message
            and "non-int" not in error.message
            and "StrDType" not in error.message
        ):
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.BinOp, ast.AugAssign, ast.Compare)
        return (
            list(self._of(node, failing)) if isinstance(node, (ast.BinOp, ast.AugAssign, ast.Compare)) else []
        )

    def _of(self, node: ast.BinOp | ast.AugAssign | ast.Compare, failing: Failing) -> Iterator[Candidate]:
        for left, right in _pairs(node):
            text, other = self._sides(left, right, failing)
            if text is None or other is None:
                continue
            edits = self._as_numbers(text, other, node, failing)
            if edits and isinstance(_operator(node), ast.Add) and _is_code(text, other, failing):
                if self._is_joined(text, other, node, failing):
                    yield self._candidate("text", other, [failing.wrapped(other, "str")], failing)
            elif edits:
                yield self._candidate("number", text, edits, failing)
            elif isinstance(_operator(node), ast.Add) and self._is_written_out(text, other, node, failing):
                yield self._candidate("text", other, [failing.wrapped(other, "str")], failing)

    def _sides(
        self, left: ast.expr, right: ast.expr, failing: Failing
    ) -> tuple[ast.expr | None, ast.expr | None]:
        """The operand that is text, and the one that is not, or is the other text."""
        types = re.findall(r"'([\w.]+)'", failing.error.message)
        only = re.search(r'can only concatenate str \(not "([\w.]+)"\)', failing.error.message)
        told = ["str", only.group(1)] if only else types if len(types) == 2 else ["", ""]
        kinds = [failing.type_of(each) or kind for each, kind in zip((left, right), told, strict=True)]
        if any(kind in {"Series", "DataFrame", "ndarray", "Index"} for kind in kinds):
            return None, None
        if REPEATED in failing.error.message and "" in kinds:
            kinds = [kind or "str" for kind in kinds]
        if kinds[0] == "str":
            return left, right
        return (right, left) if kinds[1] == "str" else (None, None)

    def _as_numbers(self, text: ast.expr, other: ast.expr, node: ast.AST, failing: Failing) -> list[Edit]:
        """Edits that make numbers of the operands that are numeric text, where there is a number."""
        functions = [self._function(each, failing) for each in (text, other)]
        beside = failing.value(other)
        told = re.search(r"'(int|float)'|\"(int|float)\"", failing.error.message)
        if functions[0] is None or not (is_number(beside) or functions[1] or (beside is None and told)):
            return []
        edits = []
        for each, function in zip((text, other), functions, strict=True):
            if function is not None and isinstance(node, ast.AugAssign) and each is node.target:
                operator = failing.source[failing.extent(node.target)[1] : failing.extent(node.value)[0]]
                right = (
                    failing.wrapped(node.value, functions[1]).text
                    if functions[1]
                    else failing.text(node.value)
                )
                plain = f"{failing.text(each)} = {function}({failing.text(each)}) {operator.strip().rstrip('=')} {right}"
                return [failing.replaced(node, plain)]
            if function is not None:
                edits.append(failing.wrapped(each, function))
        return edits

    def _function(self, node: ast.expr, failing: Failing) -> str | None:
        """What makes a number of this text. Of what is not known, `int`, which the trial proves or not."""
        value = failing.value(node)
        if value is None and re.search(rf"str|{REPEATED}", failing.error.message) and _is_read(node):
            return "int"
        return number_type(text_of(value))

    def _is_written_out(self, text: ast.expr, other: ast.expr, node: ast.AST, failing: Failing) -> bool:
        value = failing.value(other)
        if is_a(value, *NOT_WRITTEN_OUT) or re.search(r'(not "|\')(NoneType|bytes)', failing.error.message):
            return False
        if isinstance(node, ast.AugAssign) and text is not node.target:
            return False
        return is_words(text, failing)

    def _is_joined(self, text: ast.expr, other: ast.expr, node: ast.AST, failing: Failing) -> bool:
        """Whether a code is surely joined to the other: not counted up by a number that is written out."""
        value = failing.value(other)
        return not isinstance(other, ast.Constant) and is_number(value) and is_a(value, "int", "integer")

    def _candidate(self, to: str, node: ast.expr, edits: list[Edit], failing: Failing) -> Candidate:
        shown, value = failing.text(node), failing.value(node)
        kind = f"a `{value.type}`" if value else "no text"
        why = (
            f"`{shown}` is text; here a number is needed."
            if to == "number"
            else f"`{shown}` is {kind}, and only text can be joined to text."
        )
        return failing.candidate(
            self.name, f"Convert `{shown}` to {'a number' if to == 'number' else 'text'}", why, *edits
        )


def is_words(node: ast.expr, failing: Failing) -> bool:
    """Whether the expression is surely text that is not a number."""
    text = text_of(failing.value(node))
    if text is not None:
        return number_type(text) is None
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return is_words(left, failing) or is_words(right, failing)
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod()):
            return True
        case (
            ast.Call(func=ast.Name(id="str")) | ast.Call(func=ast.Attribute(value=ast.Constant(value=str())))
        ):
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in TEXT_METHODS
    return False


def _is_code(text: ast.expr, other: ast.expr, failing: Failing) -> bool:
    """Whether the digits of a text are no number, by the zeros that they begin with; a total stays a number.

    Two digits may be an hour, a day or a month.
    """
    if CODE.fullmatch(text_of(failing.value(text)) or "") is None:
        return False
    match failing.statement(text):
        case ast.AugAssign(target=target) | ast.Assign(targets=[target]):
            return ast.unparse(target) != ast.unparse(other)
    return True


def _is_read(node: ast.expr) -> bool:
    """Whether it takes a part of some text, or of what was read."""
    match node:
        case ast.Subscript():
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in READS
    return False


def _operator(node: ast.BinOp | ast.AugAssign | ast.Compare) -> ast.operator | None:
    return None if isinstance(node, ast.Compare) else node.op


def _pairs(node: ast.BinOp | ast.AugAssign | ast.Compare) -> Iterator[tuple[ast.expr, ast.expr]]:
    match node:
        case ast.BinOp(left=left, right=right):
            yield left, right
        case ast.AugAssign(target=target, value=value):
            yield target, value
        case ast.Compare(left=left, comparators=comparators):
            yield from zip([left, *comparators], comparators, strict=False)
