"""Conditions on single values, written as conditions on whole columns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from .cell_code import CellCode
from .syntax.tokens import tokens_of

Change = tuple[int, int, str]
BITS = (ast.BitAnd, ast.BitOr)


class MaskText:
    """A cell's text, with the changes that turn `and`, `or`, `not` and chains into `&`, `|`, `~`."""

    def __init__(self, code: CellCode) -> None:
        self.source = code.source
        self._lines = [line.encode() for line in code.lines]
        self._starts = [0]
        for line in code.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def changes(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.BoolOp(op=op, values=values):
                word, sign = ("and", "&") if isinstance(op, ast.And) else ("or", "|")
                for one, two in pairwise(values):
                    start, end = self.span(one)[1], self.span(two)[0]
                    if found := re.search(rf"\b{word}\b", self.source[start:end]):
                        yield start + found.start(), start + found.end(), sign
                for value in values:
                    yield from self._operand(value)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                start, inner = self.span(node)[0], self.span(operand)[0]
                gap = self.source[start:inner]
                yield start, start + len("not") + len(gap[3:]) - len(gap[3:].lstrip()), "~"
                yield from self._operand(operand)
            case ast.Compare() if is_unbracketed(node):
                yield from self._bracketed(node)
            case ast.Compare(ops=ops) if len(ops) > 1:
                yield (*self.span(node), self._chain(node))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node stands in the source, in characters."""
        return (
            self._offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0)),
            self._offset(getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)),
        )

    def place(self, line: int, column: int) -> int:
        """Where a line's character stands in the source."""
        return self._starts[line - 1] + column

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.source[start:end]

    def changed(self, changes: Iterator[Change]) -> str:
        source = self.source
        for start, end, text in sorted(changes, reverse=True):
            source = source[:start] + text + source[end:]
        return source

    def in_brackets(self, node: ast.AST) -> bool:
        start, end = self.span(node)
        return self.source[:start].rstrip().endswith("(") and self.source[end:].lstrip().startswith(")")

    def _operand(self, node: ast.AST) -> Iterator[Change]:
        """An operand of `&`, `|` or `~`, in brackets where they bind stronger than what is in it."""
        start, end = self.span(node)
        wraps = isinstance(node, ast.Compare | ast.BoolOp | ast.IfExp | ast.Lambda) and not self.in_brackets(
            node
        )
        if wraps:
            yield start, start, "("
        yield from self.changes(node)
        if wraps:
            yield end, end, ")"

    def _bracketed(self, node: ast.Compare) -> Iterator[Change]:
        """`a > 1 & b < 2`: brackets around each comparison."""
        start, end = self.span(node)
        tokens = tokens_of(self.source[start:end])
        part = []
        for token in [*tokens, None]:
            if token is not None and not (token.depth == 0 and token.text in {"&", "|"}):
                part.append(token)
                continue
            if any(
                each.depth == 0 and each.text in {"<", ">", "<=", ">=", "==", "!=", "in"} for each in part
            ):
                yield start + part[0].start, start + part[0].start, "("
                yield start + part[-1].end, start + part[-1].end, ")"
            part = []

    def _chain(self, node: ast.Compare) -> str:
        """`1 < a < 5`: two comparisons."""
        parts = [node.left, *node.comparators]
        pairs = (
            f"({self.text(one)}{self.source[self.span(one)[1] : self.span(two)[0]]}{self.text(two)})"
            for one, two in pairwise(parts)
        )
        return " & ".join(pairs)

    def _offset(self, line: int, column_bytes: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column_bytes].decode("utf-8", "ignore"))


def is_unbracketed(node: ast.Compare) -> bool:
    """Whether `&` or `|` took the operands of comparisons for its own."""
    return any(
        isinstance(each, ast.BinOp) and isinstance(each.op, BITS) for each in (node.left, *node.comparators)
    )
