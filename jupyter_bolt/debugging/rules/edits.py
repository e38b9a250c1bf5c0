"""Change expressions of a cell and leave the rest of its text as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from ...trials.evidence import CellError
from .cell_code import CellCode

Node = TypeVar("Node", bound=ast.AST)


class Edit(NamedTuple):
    """A stretch of the cell's source, in characters from its start, and what is to stand there."""

    start: int
    end: int
    text: str


class Edits:
    """One cell's syntax tree, with the exact text of each node."""

    def __init__(self, code: CellCode) -> None:
        self.source = code.source
        self.tree = code.tree or ast.Module([], [])
        self._lines = [line.encode() for line in code.lines]
        self._starts = [0]
        for line in code.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def calls(self, error: CellError, *, within: str = "") -> list[ast.Call]:
        """The calls in the line that failed, innermost last; of what is called `within`, where that is said."""
        line = failing_line(error)
        return [
            call
            for call in self.nodes(ast.Call)
            if call.lineno <= line <= (call.end_lineno or call.lineno)
            and (not within or ast.unparse(call.func) == within)
        ]

    def range(self, node: ast.AST) -> tuple[int, int]:
        """Where a node stands, in characters."""
        start = self._offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        end = self._offset(getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0))
        return start, end

    def text(self, node: ast.AST) -> str:
        start, end = self.range(node)
        return self.source[start:end]

    def exact(self, node: ast.expr) -> bool:
        """Whether the node stands where the tree says: not so in f-strings before Python 3.12."""
        try:
            return ast.dump(ast.parse(f"({self.text(node)}\n)", mode="eval").body) == ast.dump(node)
        except (SyntaxError, ValueError):
            return False

    def replaced(self, edits: Iterable[Edit]) -> str:
        """The source with these changes; those that overlap an earlier one in the cell are left out."""
        source, last = self.source, len(self.source) + 1
        for edit in sorted(set(edits), reverse=True):
            if edit.end <= last:
                source = source[: edit.start] + edit.text + source[edit.end :]
                last = edit.start
        return source

    def replacing(self, node: ast.AST, text: str) -> Edit:
        return Edit(*self.range(node), text)

    def without(self, call: ast.Call, keyword: ast.keyword) -> Edit:
        """Take a keyword argument out of a call, with one of the commas beside it."""
        start, end = self.range(keyword)
        before, after = self.source[:start].rstrip(), self.source[end:].lstrip()
        if before.endswith(","):
            return Edit(len(before) - 1, end, "")
        if after.startswith(","):
            return Edit(start, len(self.source) - len(after[1:].lstrip()), "")
        return Edit(start, end, "")

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column].decode("utf-8", "ignore"))


def failing_line(error: CellError) -> int:
    """The innermost line of the cell's own that was running."""
    return next((frame.line for frame in reversed(error.frames) if frame.file == "cell"), 0)
