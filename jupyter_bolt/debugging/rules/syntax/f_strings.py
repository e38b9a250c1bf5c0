"""f-strings with quotes, backslashes or braces that Python before 3.12 refuses, or that are not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .broken_code import BrokenCell, BrokenCode, Change, broken_cell
from .slip import Slip
from .syntax_rule import ERRORS, Edit, SyntaxRule, edit

OPENING = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])(?=['\"])")

LONGEST_LINE, MOST_IN_A_LINE = 2_000, 50


class FString(SyntaxRule):
    """The same quotes inside, a backslash inside, a brace without its counterpart."""

    name = "f_strings"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        """Newer Pythons may accept what the kernel's refused: then its own word is taken."""
        broken = broken_cell(cell.source) if error.name in ERRORS else None
        if broken is None and error.name == "SyntaxError" and "f-string" in error.message:
            line = min(max(error.facts.line or 1, 1), cell.source.count("\n") + 1)
            broken = BrokenCell(cell.source, Slip(error.message, line, 0))
        return self.mended(broken) if broken else []

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        changes: list[Change] = []
        unclosed: list[tuple[Change, ...]] = []
        for line, text in enumerate(code.lines, start=1):
            for match in islice(OPENING.finditer(text[:LONGEST_LINE]), MOST_IN_A_LINE):
                start = code.starts[line - 1] + match.end()
                if not _in_other_text(code, start):
                    found, missing = _read(code.source, start, code.starts[line] - 1)
                    changes += [change for change in found if change not in changes]
                    unclosed += [missing] if missing and line == code.slip.line else []
        if changes:
            why = "Before Python 3.12 the quotes around an f-string cannot be used inside its braces."
            yield edit(code, "Use the other quotes inside the f-string", why, *changes)
        why = "Each brace of an f-string has its counterpart."
        for each in unclosed:
            for change in each:
                title = "Insert `}`" if change[2] == "}" else "Double the brace"
                yield edit(code, title, why, change)
        if "backslash" in code.slip.message:
            yield from _without_backslash(code)


def _in_other_text(code: BrokenCode, at: int) -> bool:
    return any(
        t.start < at < t.end and not OPENING.match(t.text)
        for t in code.tokens
        if t.kind in {"string", "comment"} and t.start < at
    )


def _read(source: str, start: int, end: int) -> tuple[list[Change], tuple[Change, ...]]:
    """Quotes in braces that are to be others, and braces that may be wrong; `start` is the opening quote."""
    quote = source[start]
    if source.startswith(quote * 3, start):
        return [], ()
    other = "'" if quote == '"' else '"'
    opened: list[int] = []
    wrong: list[int] = []
    inner = False
    at = start + 1
    while at < end:
        letter = source[at]
        if letter == "\\":
            at += 2
            continue
        if letter in "{}" and not opened and source[at + 1 : at + 2] == letter:
            at += 2
            continue
        if letter == "{":
            opened.append(at)
        elif letter == "}":
            if not opened:
                return [], ((at, at + 1, "}}"),)
            opened.pop()
        elif letter == other and opened:
            inner = True
        elif letter == quote and opened:
            wrong.append(at)
        elif letter == quote:
            return ([] if inner else [(place, place + 1, other) for place in wrong]), ()
        at += 1
    return [], _closings(source, start, opened[0], end) if opened else ()


def _closings(source: str, start: int, opened: int, end: int) -> tuple[Change, ...]:
    """Where the brace that is open may be closed: before the quote, or before the next blank."""
    last = source.find(source[start], opened, end)
    if last < 0:
        return ()
    word = re.compile(r"\{[\w.]+(?:\[[^\]\s]*\]|\([^)\s]*\))?(?::[^\s{}'\"]*)?").match(source, opened)
    places = dict.fromkeys(([word.end()] if word and word.end() <= last else []) + [last])
    return tuple((place, place, "}") for place in places)


def _without_backslash(code: BrokenCode) -> Iterator[Edit]:
    r"""`f"{'\n'.join(x)}"`: the character is asked for by its number."""
    text = code.lines[code.slip.line - 1]
    base = code.starts[code.slip.line - 1]
    numbers = {"\\n": "chr(10)", "\\t": "chr(9)", "\\\\": "chr(92)"}
    changes = [
        (base + match.start(), base + match.end(), numbers[match.group(2)])
        for match in re.finditer(r"(?<=[{(+ ,])(['\"])(\\n|\\t|\\\\)\1", text)
        if text[: match.start()].count("{") > text[: match.start()].count("}")
    ]
    if changes:
        why = "Before Python 3.12 no backslash can stand in the braces of an f-string."
        yield edit(code, "Ask for the character by its number", why, *changes)
