"""Indentation that is missing, too deep, uneven, or made of tabs and spaces."""

from __future__ import annotations

from collections.abc import Iterator

from .broken_code import BrokenCode
from .lines import line_above, shifted
from .syntax_rule import Edit, SyntaxRule


class Indentation(SyntaxRule):
    """Lines that stand too far left or right."""

    name = "indentation"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        message = code.slip.message
        if "\t" in "".join(code.indent(line) for line in range(1, len(code.lines) + 1)):
            yield from self._tabs(code)
        if "unindent" in message:
            yield from self._aligned(code)
        elif "unexpected indent" in message:
            yield from self._dedented(code)
        elif "outside function" in message or "outside loop" in message or "not properly in loop" in message:
            yield from self._into_the_block_above(code)

    def _tabs(self, code: BrokenCode) -> Iterator[Edit]:
        text = {line for token in code.tokens for line in range(token.line + 1, token.line + token.text.count("\n") + 1) if token.kind == "string"}  # fmt: skip
        for width in (4, 8):
            lines = [
                line if at in text else _expanded(line, width) for at, line in enumerate(code.lines, start=1)
            ]
            why = "Tabs and spaces are mixed in the indentation."
            yield Edit("Indent with spaces only", why, "\n".join(lines))

    def _aligned(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.slip.line
        here = code.indent(line)
        levels = dict.fromkeys(_levels_above(code, line))
        ranked = sorted(levels, key=lambda level: (abs(len(level) - len(here)), -len(level)))
        for level in ranked[:3]:
            why = f"Line {line} is indented like none of the lines above it."
            same = line
            while same < len(code.lines) and code.lines[same].strip() and code.indent(same + 1) == here:
                same += 1
            yield Edit("Align the line", why, shifted(code, line, same, here, level))
            if same > line:
                yield Edit("Align the line", why, shifted(code, line, line, here, level))

    def _dedented(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.slip.line
        above = line_above(code, line)
        here, level = code.indent(line), code.indent(above) if above else ""
        end = line
        for at in range(line + 1, len(code.lines) + 1):
            if code.lines[at - 1].strip():
                if not code.indent(at).startswith(here):
                    break
                end = at
        why = f"Line {line} is indented deeper than the line above it, which begins no block."
        yield Edit("Remove the indentation", why, shifted(code, line, end, here, level))
        if end > line:
            yield Edit("Remove the indentation", why, shifted(code, line, line, here, level))

    def _into_the_block_above(self, code: BrokenCode) -> Iterator[Edit]:
        """A `return` that slid out of the function above it."""
        line = code.slip.line
        above = line_above(code, line)
        here = code.indent(line)
        if not above or len(code.indent(above)) <= len(here):
            return
        levels = [each for each in dict.fromkeys(_levels_above(code, line)) if len(each) > len(here)]
        word = code.lines[line - 1].split()[0]
        why = f"`{word}` belongs to the block above it."
        for level in sorted(levels, key=len)[:2]:
            yield Edit(f"Indent the `{word}`", why, shifted(code, line, line, here, level))


def _expanded(line: str, width: int) -> str:
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(width) + body


def _levels_above(code: BrokenCode, line: int) -> Iterator[str]:
    """The indentations of the blocks that are open above a line, innermost first."""
    shallowest: int | None = None
    for at in range(line - 1, 0, -1):
        if code.lines[at - 1].strip():
            level = code.indent(at)
            if shallowest is None or len(level) < shallowest:
                shallowest = len(level)
                yield level
