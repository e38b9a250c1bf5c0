"""Blocks that are not indented, or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .lines import line_above, shifted
from .statements import COMPOUND
from .syntax_rule import Edit, SyntaxRule

STEP = "    "


class MissingBlock(SyntaxRule):
    """A header whose block is not indented, or that has none."""

    name = "blocks"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        header = self._header(code) if "expected an indented block" in code.slip.message else 0
        if not header:
            return
        last, body = _after_header(code, header)
        depth, word = code.indent(header), code.lines[header - 1].split()[0]
        apart = body is not None and body > last + 1 and word in {"def", "class", "async"}
        commented = last > _last_of_header(code, header)
        if body is None or apart or commented or len(code.indent(body)) < len(depth):
            if not _is_used(code, header):
                lines = [*code.lines[:last], depth + STEP + "pass", *code.lines[last:]]
                yield Edit("Insert `pass`", f"The block below line {header} is empty.", "\n".join(lines))
            return
        why = f"What belongs to line {header} is indented below it."
        for end in _block_ends(code, body, depth, word):
            yield Edit("Indent the block", why, shifted(code, body, end, depth, depth + STEP))

    def _header(self, code: BrokenCode) -> int:
        header = line_above(code, code.slip.line)
        while header and not _begins_block(code, header):
            header = line_above(code, header)
        return header


def _after_header(code: BrokenCode, header: int) -> tuple[int, int | None]:
    """The last line of a header with the comments indented below it, and the next line with code."""
    last, depth = _last_of_header(code, header), len(code.indent(header))
    body: int | None = None
    for at in range(last + 1, len(code.lines) + 1):
        text = code.lines[at - 1].strip()
        if text.startswith("#") and len(code.indent(at)) > depth and body is None:
            last = at
        elif text:
            body = at
            break
    return last, body


def _is_used(code: BrokenCode, header: int) -> bool:
    """Whether the cell goes on to use the function whose body is missing: then `pass` mends nothing."""
    made = re.match(r"\s*(?:async\s+)?def\s+(\w+)", code.lines[header - 1])
    return made is not None and sum(token.text == made.group(1) for token in code.tokens) > 1


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
