"""The cell as it was typed, aligned with what IPython ran."""

from __future__ import annotations

import ast
import difflib
import linecache
import re
from typing import TYPE_CHECKING

from .facts import Place, Span

if TYPE_CHECKING:
    from .positions import Position

MAGIC_FILES = {"<timed exec>", "<timed eval>", "<magic-timeit>"}
"""Where `%%time` and `%%timeit` compile the cell's body to, line 1 being the line below the magic."""


class CellText:
    """The cell as it was typed, and its syntax tree as IPython ran it."""

    def __init__(self, source: str, files: set[str]) -> None:
        self.files = files
        self.typed = source.replace("\r\n", "\n").split("\n")
        self._read_for: str | None = None
        self._run: list[str] = []
        self._typed_line: dict[int, int] = {}
        self.tree: ast.Module | None = None

    def holds(self, file: str) -> bool:
        return file in self.files or (file in MAGIC_FILES and self._magic_line() is not None)

    def read(self, file: str) -> None:
        """Read what was compiled under this name, and align its lines with the typed ones."""
        if self._read_for == file:
            return
        self._read_for = file
        self._run, self._typed_line = self._align(file)
        try:
            self.tree = ast.parse("\n".join(self._run))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self.tree = None

    def typed_line(self, line: int) -> int | None:
        """The typed line for a line that ran; None for a line that IPython wrote itself."""
        return self._typed_line.get(line)

    def span(self, line: int, start_byte: int, token: str) -> Span | None:
        """Where a token of the code that ran stands in what was typed, if it stands there."""
        typed_line = self._typed_line.get(line)
        if typed_line is None:
            return None
        column = self._column(line, typed_line, start_byte)
        if self.typed[typed_line - 1][column : column + len(token)] == token:
            return Span(typed_line, column, column + len(token))
        return None

    def place(self, at: Position) -> Place | None:
        """Where an expression of the code that ran stands in what was typed."""
        line, end_line = self._typed_line.get(at.line), self._typed_line.get(at.end_line)
        if line is None or end_line is None:
            return None
        if at.start is None or at.end is None:
            return Place(line, None, end_line, None)
        column = self._column(at.line, line, at.start)
        return Place(line, column, end_line, self._column(at.end_line, end_line, at.end))

    def _column(self, line: int, typed_line: int, byte: int) -> int:
        """The character of a typed line at which a byte of the line that ran stands."""
        run, typed = self._run[line - 1], self.typed[typed_line - 1]
        before = run.encode("utf-8", "surrogatepass")[:byte].decode("utf-8", "ignore")
        return len(before) + len(typed) - len(typed.lstrip()) - (len(run) - len(run.lstrip()))

    def find(self, line: int, token: str) -> Span | None:
        """The one place in a line that ran where a word stands, for what has no exact column."""
        typed_line = self._typed_line.get(line)
        if typed_line is None:
            return None
        found = list(re.finditer(rf"(?<!\w){re.escape(token)}(?!\w)", self.typed[typed_line - 1]))
        return Span(typed_line, found[0].start(), found[0].end()) if found else None

    def _magic_line(self) -> int | None:
        for at, line in enumerate(self.typed):
            if line.strip():
                return at if line.startswith("%%") else None
        return None

    def _align(self, file: str) -> tuple[list[str], dict[int, int]]:
        if file in MAGIC_FILES:
            below = (self._magic_line() or 0) + 1
            while below < len(self.typed) and not self.typed[below].strip():
                below += 1
            body = self.typed[below:]
            return body, {line: line + below for line in range(1, len(body) + 1)}
        run = [line.rstrip("\n") for line in linecache.getlines(file)] or list(self.typed)
        blank = next((at for at, line in enumerate(self.typed) if line.strip()), 0)
        for skipped in (0, blank):
            typed = self.typed[skipped:]
            if run == typed or (run == typed[: len(run)] and not any(map(str.strip, typed[len(run) :]))):
                return run, {line: line + skipped for line in range(1, len(run) + 1)}
        return run, self._matching_lines(run)

    def _matching_lines(self, run: list[str]) -> dict[int, int]:
        """Align by the lines that IPython left as they are; magics and prompts are no match."""
        matcher = difflib.SequenceMatcher(
            None,
            [line.strip() for line in run],
            [line.strip() for line in self.typed],
            autojunk=len(run) > 2_000,
        )
        return {
            block.a + at + 1: block.b + at + 1
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        }
