"""Indentation that is missing, too deep, uneven, or made of tabs and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .statements import COMPOUND
from .syntax_rule import Edit, SyntaxRule

STEP = "    "


class Indentation(SyntaxRule):
    """Lines that stand too far left or right."""

    name = "indentation"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        message = code.slip.message
        if "\t" in "".join(code.indent(line) for line in range(1, len(code.lines) + 1)):
            yield from self._tabs(code)
        if "expected an indented block" in message:
            yield from self._indented(code)
        elif "unindent" in message:
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

    def _indented(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.slip.line
        header = _line_above(code, line)
        while header and not _begins_block(code, header):
            header = _line_above(code, header)
        if not header:
            return
        depth = code.indent(header)
        why = f"What belongs to line {header} is indented below it."
        last = _last_of_header(code, header)
        body = next((at for at in range(last + 1, len(code.lines) + 1) if code.lines[at - 1].strip()), None)
        comment = body is not None and code.lines[body - 1].lstrip().startswith("#")
        if body is None or body > last + 1 or comment or len(code.indent(body)) < len(depth):
            while (
                body is not None
                and code.lines[body - 1].lstrip().startswith("#")
                and len(code.indent(body)) > len(depth)
            ):
                last, body = body, body + 1 if body < len(code.lines) else None
            lines = [*code.lines[:last], depth + STEP + "pass", *code.lines[last:]]
            if (
                body is None
                or body > last + 1
                or len(code.indent(body)) < len(depth)
                or not code.lines[body - 1].strip()
            ):
                yield Edit("Insert `pass`", f"The block below line {header} is empty.", "\n".join(lines))
                if body is None or not code.lines[body - 1].strip() or len(code.indent(body)) < len(depth):
                    return
        for end in _block_ends(code, body or line, depth, code.lines[header - 1].split()[0]):
            yield Edit("Indent the block", why, _shifted(code, body or line, end, depth, depth + STEP))

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
            yield Edit("Align the line", why, _shifted(code, line, same, here, level))
            if same > line:
                yield Edit("Align the line", why, _shifted(code, line, line, here, level))

    def _dedented(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.slip.line
        above = _line_above(code, line)
        here, level = code.indent(line), code.indent(above) if above else ""
        end = line
        for at in range(line + 1, len(code.lines) + 1):
            if code.lines[at - 1].strip():
                if not code.indent(at).startswith(here):
                    break
                end = at
        why = f"Line {line} is indented deeper than the line above it, which begins no block."
        yield Edit("Remove the indentation", why, _shifted(code, line, end, here, level))
        if end > line:
            yield Edit("Remove the indentation", why, _shifted(code, line, line, here, level))

    def _into_the_block_above(self, code: BrokenCode) -> Iterator[Edit]:
        """A `return` that slid out of the function above it."""
        line = code.slip.line
        above = _line_above(code, line)
        here = code.indent(line)
        if not above or len(code.indent(above)) <= len(here):
            return
        levels = [each for each in dict.fromkeys(_levels_above(code, line)) if len(each) > len(here)]
        word = code.lines[line - 1].split()[0]
        why = f"`{word}` belongs to the block above it."
        for level in sorted(levels, key=len)[:2]:
            yield Edit(f"Indent the `{word}`", why, _shifted(code, line, line, here, level))


def _expanded(line: str, width: int) -> str:
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(width) + body


def _line_above(code: BrokenCode, line: int) -> int:
    """The next line above with code in it; 0 where there is none."""
    for at in range(line - 1, 0, -1):
        text = code.lines[at - 1].strip()
        if text and not text.startswith("#"):
            return at
    return 0


def _begins_block(code: BrokenCode, line: int) -> bool:
    word = re.match(r"\s*(\w+)", code.lines[line - 1])
    return word is not None and word.group(1) in COMPOUND


def _last_of_header(code: BrokenCode, header: int) -> int:
    statement = code.statement(header)
    return statement[-1].line if statement else header


def _block_ends(code: BrokenCode, body: int, depth: str, word: str) -> Iterator[int]:
    """The last lines that a block may have, likeliest first."""
    run = body
    for at in range(body, len(code.lines) + 1):
        text = code.lines[at - 1]
        first = re.match(r"\s*(\w*)", text)
        stops = first is not None and first.group(1) in {"else", "elif", "except", "finally", "def", "class"}
        if not text.strip() or len(code.indent(at)) < len(depth) or (at > body and stops):
            break
        run = at
    if word in {"def", "async", "class"}:
        returns = [at for at in range(body, run + 1) if code.lines[at - 1].split()[:1] == ["return"]]
        yield from returns[-1:]
        yield run
    statement = code.statement(body)
    first_end = max(statement[-1].line if statement else body, body)
    while first_end < run and len(code.indent(first_end + 1)) > len(code.indent(body)):
        first_end += 1
    yield first_end
    yield run


def _levels_above(code: BrokenCode, line: int) -> Iterator[str]:
    """The indentations of the blocks that are open above a line, innermost first."""
    shallowest: int | None = None
    for at in range(line - 1, 0, -1):
        if code.lines[at - 1].strip():
            level = code.indent(at)
            if shallowest is None or len(level) < shallowest:
                shallowest = len(level)
                yield level


def _shifted(code: BrokenCode, first: int, last: int, old: str, new: str) -> str:
    """The source with these lines moved from one indentation to another; deeper ones move along."""
    lines = list(code.lines)
    for at in range(first - 1, last):
        if lines[at].strip():
            own = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            base = old if own.startswith(old) else own
            lines[at] = new + lines[at][len(base) :]
    return "\n".join(lines)
