"""What Python 2 wrote otherwise, and how Python 3 writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from .broken_code import BrokenCode, Change
from .tokens import Token


def _simple_statements(code: BrokenCode) -> Iterator[list[Token]]:
    """Statements without blocks: what stands between line ends, `;` and the colon of a header."""
    found: list[Token] = []
    depth = 0
    header = False
    for token in code.tokens:
        if token.kind == "comment":
            continue
        ends = token.kind == "newline" or token.text in {";", ":"} or token.kind == "magic"
        if token.depth == 0 and ends and not (token.text == ":" and not header):
            if found:
                yield found
            found, header = [], False
            continue
        if token.kind == "newline":
            continue
        if not found and token.text in {
            "if",
            "for",
            "while",
            "else",
            "try",
            "except",
            "elif",
            "with",
            "def",
            "class",
        }:
            header = True
        found.append(token)
    if found and depth == 0:
        yield found


def prints(code: BrokenCode) -> Iterator[Change]:
    """`print x`, `print x,`, `print >>f, x` and, among these, `print` alone."""
    statements = [each for each in _simple_statements(code) if each[0].text == "print"]
    if not any(_is_print(each) and each[1].text != "(" for each in statements):
        return
    for statement in statements:
        if _is_print(statement):
            yield from _print(code, statement)
        elif len(statement) == 1:
            yield statement[0].end, statement[0].end, "()"


def _is_print(statement: list[Token]) -> bool:
    if len(statement) < 2:
        return False
    second = statement[1]
    if second.text == "(":
        rest = statement[1 + len(_inside(statement)) :]
        return bool(rest) and rest[0].text in {",", "%"}
    return second.kind not in {"operator", "close"} or second.text in {"-", "+", "~", ">>", "`"}


def _inside(statement: list[Token]) -> list[Token]:
    """The bracketed tokens that follow the first one, brackets included."""
    inside: list[Token] = []
    for token in statement[1:]:
        inside.append(token)
        if token.kind == "close" and token.depth == statement[1].depth:
            break
    return inside


def _print(code: BrokenCode, statement: list[Token]) -> Iterator[Change]:
    first, second, last = statement[0], statement[1], statement[-1]
    tail = ""
    comma = next((t for t in statement if t.text == "," and t.depth == first.depth), None)
    if second.text == ">>" and comma is not None:
        tail = f", file={code.source[second.end : comma.start].strip()}"
        second = statement[min(statement.index(comma) + 1, len(statement) - 1)]
    closed = code.source[: last.end].endswith(")") and _closers_over(statement) > 0
    yield first.end, second.start, "("
    if last.text == ",":
        yield last.start, last.end, ', end=" "' + tail + ")"
    elif not closed:
        yield last.end, last.end, tail + ")"


def _closers_over(statement: list[Token]) -> int:
    count = 0
    for token in statement:
        count += (token.kind == "close") - (token.kind == "open")
    return count


def execs(code: BrokenCode) -> Iterator[Change]:
    """`exec x` and `exec x in names`."""
    for statement in _simple_statements(code):
        if statement[0].text == "exec" and len(statement) > 1 and statement[1].text != "(":
            yield statement[0].end, statement[1].start, "("
            for before, token in pairwise(statement):
                if token.text == "in" and token.depth == statement[0].depth:
                    yield before.end, token.end, ","
            yield statement[-1].end, statement[-1].end, ")"


def excepts(code: BrokenCode) -> Iterator[Change]:
    """`except A, e:`; two kinds of errors are put into brackets instead."""
    for statement in _simple_statements(code):
        commas = [t for t in statement if t.text == "," and t.depth == statement[0].depth]
        if statement[0].text != "except" or len(statement) < 4 or not commas:
            continue
        last = statement[-1]
        is_kind = re.match(r"[A-Z].*[a-z]", last.text) or len(commas) > 1 or statement[-2].text == "."
        if is_kind:
            named = next((t for t in statement if t.text == "as"), None)
            end = statement[statement.index(named) - 1].end if named else last.end
            yield statement[1].start, statement[1].start, "("
            yield end, end, ")"
        else:
            yield commas[0].start, last.start, " as "


def raises(code: BrokenCode) -> Iterator[Change]:
    """`raise A, "text"`."""
    for statement in _simple_statements(code):
        commas = [t for t in statement if t.text == "," and t.depth == statement[0].depth]
        if statement[0].text == "raise" and len(commas) == 1 and statement[-1] is not commas[0]:
            then = statement[statement.index(commas[0]) + 1]
            yield commas[0].start, then.start, "("
            yield statement[-1].end, statement[-1].end, ")"


def backticks(code: BrokenCode) -> Iterator[Change]:
    ticks = [token for token in code.tokens if token.text == "`"]
    for one, two in zip(ticks[::2], ticks[1::2], strict=False):
        if one.line == two.line and two.start > one.end:
            yield one.start, one.end, "repr("
            yield two.start, two.end, ")"


def inequalities(code: BrokenCode) -> Iterator[Change]:
    return ((t.start, t.end, "!=") for t in code.tokens if t.text == "<>")


def long_numbers(code: BrokenCode) -> Iterator[Change]:
    """`10L`."""
    for number, suffix in zip(code.tokens, code.tokens[1:], strict=False):
        if number.kind == "number" and suffix.text in {"L", "l"} and suffix.start == number.end:
            yield suffix.start, suffix.end, ""


def raw_texts(code: BrokenCode) -> Iterator[Change]:
    """`ur"text"`."""
    for token in code.tokens:
        if token.kind == "string" and token.text[:2].lower() == "ur":
            yield token.start, token.start + 2, "r"


CONVERSIONS: dict[str, Callable[[BrokenCode], Iterator[Change]]] = {
    "print": prints,
    "exec": execs,
    "except": excepts,
    "raise": raises,
    "`": backticks,
    "<>": inequalities,
    "10L": long_numbers,
    'ur"…"': raw_texts,
}
