"""The expression that raised: its syntax, what its parts were, and how it is rewritten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from ....notebooks.cells import Cell
from ....trials.evidence import CellError, LiveValue
from ..cell_code import CellCode
from ..rule import Candidate

Node = TypeVar("Node", bound=ast.AST)


class Edit(NamedTuple):
    """Characters of the source, end exclusive, and what stands there instead."""

    start: int
    end: int
    text: str


class Failing:
    """One failing cell, with what rules ask of the place where it failed."""

    def __init__(self, cell: Cell, error: CellError) -> None:
        self.cell_id = cell.cell_id
        self.source = cell.source
        self.error = error
        self.code = CellCode(cell.source)
        self._values = {value.source: value for value in error.facts.values}
        self._starts = [0]
        for line in self.code.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.code.tree)) if self.code.tree is not None else []

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What the node is part of, innermost first."""
        while (parent := self._parents.get(node)) is not None:
            yield parent
            node = parent

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self._parents.get(node)

    def all(self, *kinds: type[Node]) -> list[Node]:
        return [node for node in self.nodes if isinstance(node, kinds)]

    def find(self, *kinds: type[Node]) -> Node | None:
        """The innermost node of this kind that raised; without exact columns, the only one in its line."""
        place = self.error.facts.expression
        if place is None:
            return None
        if place.column is None:
            there = [each for each in self.all(*kinds) if getattr(each, "lineno", 0) == place.line]
            return there[0] if len(there) == 1 else None
        if not (1 <= place.line <= place.end_line <= len(self.code.lines)) or place.end_column is None:
            return None
        start = self._starts[place.line - 1] + place.column
        end = self._starts[place.end_line - 1] + place.end_column
        there = [
            each
            for each in self.all(*kinds)
            if self.extent(each) == (start, end) and not self._is_format(each)
        ]
        return there[-1] if there else None

    def _is_format(self, node: ast.AST) -> bool:
        """Whether it is the `.2f` of an f-string, to which Python gives the place of the whole."""
        parent = self.parent(node)
        return isinstance(parent, ast.FormattedValue) and parent.format_spec is node

    def attribute(self) -> ast.Attribute | None:
        """The attribute that its object lacks, as the facts name it."""
        span, name = self.code.span(self.error.facts), self.error.facts.name
        if span is None:
            return None
        end = self._starts[span.line - 1] + span.end_column
        return next(
            (each for each in self.all(ast.Attribute) if each.attr == name and self.extent(each)[1] == end),
            None,
        )

    def extent(self, node: ast.AST) -> tuple[int, int]:
        """Where a node stands in the source, in characters; nowhere for a node without a place."""
        if not isinstance(node, (ast.expr, ast.stmt, ast.arg, ast.keyword)):
            return -1, -1
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def _offset(self, line: int | None, byte: int | None) -> int:
        at = (line or 1) - 1
        text = self.code.lines[at] if at < len(self.code.lines) else ""
        return self._starts[at] + len(
            text.encode("utf-8", "surrogatepass")[: byte or 0].decode("utf-8", "ignore")
        )

    def text(self, node: ast.AST) -> str:
        start, end = self.extent(node)
        return self.source[start:end]

    def value(self, node: ast.AST) -> LiveValue | None:
        """What an expression was: as it is written out, or as it was live in the failing line."""
        source = ast.unparse(node)
        if source in self._values:
            return self._values[source]
        try:
            literal = ast.literal_eval(node)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return DISPLAYS.get(type(node))
        kind = type(literal).__name__
        size = f"{len(literal)} items" if isinstance(literal, (list, tuple, dict, set)) else ""
        return LiveValue(source=source, type=kind, bases=[f"builtins.{kind}"], size=size, repr=repr(literal))

    def type_of(self, node: ast.AST) -> str:
        value = self.value(node)
        return value.type if value else ""

    def replaced(self, node: ast.AST, text: str) -> Edit:
        return Edit(*self.extent(node), text)

    def wrapped(self, node: ast.AST, function: str) -> Edit:
        """The node as the argument of a function; parentheses around it are used for the call."""
        start, end = self.extent(node)
        before, after = self.source[:start], self.source[end:]
        in_parentheses = before.endswith("(") and after.startswith(")")
        if in_parentheses and not CALLED.search(before[:-1]) and not self._is_argument(node):
            return Edit(start - 1, start - 1, function)
        return Edit(start, end, f"{function}({self.source[start:end]})")

    def _is_argument(self, node: ast.AST) -> bool:
        parent = self.parent(node)
        return isinstance(parent, ast.Call) and node is not parent.func

    def after(self, *edits: Edit) -> str:
        """The source with these edits, which do not overlap."""
        source = self.source
        for start, end, text in sorted(edits, reverse=True):
            source = source[:start] + text + source[end:]
        return source

    def line_before(self, statement: ast.stmt, text: str) -> Edit:
        """A line of its own above a statement, indented as it is."""
        start = self._starts[statement.lineno - 1]
        line = self.code.lines[statement.lineno - 1]
        return Edit(start, start, line[: len(line) - len(line.lstrip())] + text + "\n")

    def statement(self, node: ast.AST) -> ast.stmt | None:
        return next((each for each in (node, *self.around(node)) if isinstance(each, ast.stmt)), None)

    def candidate(self, rule: str, title: str, explanation: str, *edits: Edit) -> Candidate:
        return Candidate(title, explanation, f"rule:{rule}", self.after(*edits))


CALLED = re.compile(r"[\w)\]}\"']\s*\Z")
"""What stands before a parenthesis that makes it a call's."""

DISPLAYS = {
    ast.JoinedStr: LiveValue(source="", type="str", bases=["builtins.str"]),
    ast.List: LiveValue(source="", type="list", bases=["builtins.list"]),
    ast.ListComp: LiveValue(source="", type="list", bases=["builtins.list"]),
    ast.Tuple: LiveValue(source="", type="tuple", bases=["builtins.tuple"]),
    ast.Dict: LiveValue(source="", type="dict", bases=["builtins.dict"]),
    ast.DictComp: LiveValue(source="", type="dict", bases=["builtins.dict"]),
    ast.Set: LiveValue(source="", type="set", bases=["builtins.set"]),
}
"""What an expression is by its form alone."""
