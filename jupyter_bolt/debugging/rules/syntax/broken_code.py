"""A cell that does not compile, as rules see it: its tokens, its lines, and the slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from ..cell_code import MOST_CHARACTERS
from .slip import UNREADABLE, Slip, find_slip, is_foreign
from .tokens import Token, tokens_of

Change = tuple[int, int, str]
"""Start and end in the source, and what is put there."""

MOST_TOKENS = 12_000
"""In the stretch that is looked at; nobody types more in so many lines."""
LONG, BEFORE, AFTER = 600, 150, 250
"""Lines: of a longer cell only so many before and after the slip are looked at."""
NEAR = 1_500
"""Characters."""


class BrokenCode:
    """A stretch of Python with one known slip."""

    def __init__(self, source: str, slip: Slip, tokens: list[Token] | None = None) -> None:
        self.source = source
        self.slip = slip
        self.lines = source.split("\n")
        self.tokens = tokens_of(source) if tokens is None else tokens

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @property
    def place(self) -> int:
        """Where the slip is in the source."""
        return self.starts[self.slip.line - 1] + self.slip.column

    def on_line(self, line: int) -> list[Token]:
        """The tokens that begin in a line, without comments and its end."""
        return [t for t in self.tokens if t.line == line and t.kind not in {"comment", "newline"}]

    def statement(self, line: int) -> list[Token]:
        """The tokens of the statement that a line belongs to, without comments."""
        found: list[Token] = []
        for token in self.tokens:
            if token.kind == "newline" and token.depth == 0:
                if token.line >= line and found:
                    break
                found = []
            elif token.line > line and not found:
                break
            elif token.kind not in {"comment", "newline"}:
                found.append(token)
        return found

    def around(self, tokens: list[Token]) -> list[Token]:
        """Those of some tokens that stand near the slip."""
        return [token for token in tokens if abs(token.start - self.place) <= NEAR]

    def code(self) -> list[Token]:
        """All tokens but comments and line ends."""
        return [t for t in self.tokens if t.kind not in {"comment", "newline"}]

    def indent(self, line: int) -> str:
        text = self.lines[line - 1]
        return text[: len(text) - len(text.lstrip())]

    def changed(self, changes: Iterable[Change]) -> str:
        """The source with some stretches replaced; they do not overlap."""
        parts, at = [], 0
        for start, end, text in sorted(changes):
            parts += [self.source[at:start], text]
            at = end
        return "".join([*parts, self.source[at:]])


class BrokenCell:
    """A whole cell; where it is long, its broken part is looked at alone."""

    def __init__(self, source: str, slip: Slip) -> None:
        tokens = tokens_of(source)
        lines = source.split("\n")
        first, last = 0, len(lines)
        if len(lines) > LONG:
            first, last = _window(lines, tokens, slip.line)
        self._head, self._tail = lines[:first], lines[last:]
        text = "\n".join(lines[first:last])
        moved = Slip(slip.message, slip.line - first, slip.column, slip.parsed)
        self.code = BrokenCode(text, moved, tokens if len(lines) == last - first else None)

    def whole(self, part: str) -> str:
        """The cell's source with its broken part replaced."""
        return "\n".join([*self._head, part, *self._tail])


@lru_cache(maxsize=4)
def broken_cell(source: str) -> BrokenCell | None:
    """Read a cell; None where it compiles, is another language's, or is more than can be read."""
    if len(source) > MOST_CHARACTERS or is_foreign(source):
        return None
    try:
        slip = find_slip(source)
    except UNREADABLE:
        return None
    cell = BrokenCell(source, slip) if slip else None
    return cell if cell and len(cell.code.tokens) <= MOST_TOKENS else None


def _window(lines: list[str], tokens: list[Token], line: int) -> tuple[int, int]:
    """Lines from one statement without indentation to another, around the slip."""
    starts = [at for at in _statement_starts(tokens) if at <= line - BEFORE]
    after = (at for at in range(line + AFTER, len(lines)) if lines[at][:1].strip(" \t)]}#"))
    return (starts[-1] - 1 if starts else 0), next(after, len(lines))


def _statement_starts(tokens: list[Token]) -> Iterator[int]:
    fresh, column = True, 0
    for token in tokens:
        begins = fresh and token.kind in {"name", "magic"} and token.start == column
        if begins and token.text not in {"else", "elif", "except", "finally"}:
            yield token.line
        fresh = token.kind == "newline" and token.depth == 0
        column = token.end
