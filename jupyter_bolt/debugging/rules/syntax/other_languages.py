"""Habits from other languages: `else if`, `x++`, `&&`, `||`, `!`, `//`, `===`, `int x = 1`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .broken_code import BrokenCode, Change
from .statements import is_operand_end
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token

TYPES = frozenset({"int", "float", "double", "string", "String", "str", "bool", "boolean", "char", "let", "var", "const", "auto", "long"})  # fmt: skip
WORDS = {"elseif": "elif", "elsif": "elif", "catch": "except", "throw": "raise", "function": "def", "func": "def", "fn": "def", "foreach": "for"}  # fmt: skip


class OtherLanguage(SyntaxRule):
    """What C, JavaScript, R and their like write otherwise."""

    name = "other_languages"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        tokens = code.code()
        why = "Python writes this otherwise."
        for title, found in (
            ("Write `elif`", _else_ifs(tokens, code)),
            ("Write `and`, `or` and `not`", _logic(tokens, code)),
            ("Write `+= 1`", _steps(tokens, code)),
            ("Write `==` and `!=`", _equalities(tokens)),
            ("Write `#` for a comment", _comments(code)),
            ("Remove the declaration", _declarations(tokens)),
            ("Use Python's word", _words(tokens)),
            ("Write the choice with `if` and `else`", _choices(tokens, code)),
        ):
            changes = list(found)
            if changes:
                yield edit(code, title, why, *changes)


def _else_ifs(tokens: list[Token], code: BrokenCode) -> Iterator[Change]:
    for one, two in pairwise(tokens):
        if one.text == "else" and two.text == "if" and _begins_line(code, one):
            yield one.start, two.end, "elif"
        elif one.text == "else" and two.text != ":" and _begins_line(code, one):
            line = code.on_line(one.line)
            if two.line == one.line and line[-1].text == ":":
                yield one.start, one.end, "elif"


def _begins_line(code: BrokenCode, token: Token) -> bool:
    return code.on_line(token.line)[0] is token


def _logic(tokens: list[Token], code: BrokenCode) -> Iterator[Change]:
    skip = False
    for one, two in pairwise(tokens):
        if skip:
            skip = False
            continue
        if one.text == two.text and one.text in {"&", "|"} and one.end == two.start:
            skip = True
            word = "and" if one.text == "&" else "or"
            before = "" if code.source[one.start - 1].isspace() else " "
            after = "" if code.source[two.end : two.end + 1].isspace() else " "
            yield one.start, two.end, before + word + after
        elif one.text == "!" and two.text != "=":
            yield one.start, two.start, "not "


def _steps(tokens: list[Token], code: BrokenCode) -> Iterator[Change]:
    """`x++` as a statement."""
    for at, (one, two) in enumerate(pairwise(tokens)):
        if one.text == two.text and one.text in {"+", "-"} and one.end == two.start and at:
            name = tokens[at - 1]
            after = tokens[at + 2] if at + 2 < len(tokens) else None
            ends = after is None or after.line > one.line or after.text == ";"
            if is_operand_end(name) and name.line == one.line and ends and one.depth == 0:
                yield name.end, two.end, f" {one.text}= 1"


def _equalities(tokens: list[Token]) -> Iterator[Change]:
    """`===`, `!==`, `= =`, `=>`, `=<`, `=!`, `! =`, `> =`."""
    meant = {
        ("==", "="): "==", ("!=", "="): "!=", ("=", "="): "==", ("=", ">"): ">=", ("=", "<"): "<=", ("!", "="): "!=",
        (">", "="): ">=", ("<", "="): "<=", ("=", "!"): "!=", ("=", "=="): "==", ("!", "=="): "!=", (">", "=="): ">=", ("<", "=="): "<=",
    }  # fmt: skip
    for one, two in pairwise(tokens):
        if (one.text, two.text) in meant and two.start - one.end <= 1:
            yield one.start, two.end, meant[one.text, two.text]


def _comments(code: BrokenCode) -> Iterator[Change]:
    """`// text` where nothing stands in front, or behind a whole statement."""
    for line in range(1, len(code.lines) + 1):
        tokens = code.on_line(line)
        for at, token in enumerate(tokens):
            words = [each for each in tokens[at + 1 :] if each.kind == "name"]
            wide = at == 0 or code.source[token.start - 2 : token.start] == "  " or tokens[at - 1].text == ";"
            if token.text == "//" and (at == 0 or (wide and len(words) > 1)):
                yield token.start, token.end, "#"
                break


def _declarations(tokens: list[Token]) -> Iterator[Change]:
    before: Token | None = None
    for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
        first = before is None or before.line < one.line
        if first and one.text in TYPES and two.kind == "name" and three.text == "=" and one.depth == 0:
            yield one.start, two.start, ""
        before = one


def _words(tokens: list[Token]) -> Iterator[Change]:
    before: Token | None = None
    for one, two in pairwise(tokens):
        first = before is None or before.line < one.line
        if first and one.text in WORDS and two.line == one.line and two.kind in {"name", "open", "string"}:
            yield one.start, one.end, WORDS[one.text]
        before = one


def _choices(tokens: list[Token], code: BrokenCode) -> Iterator[Change]:
    """`a ? b : c`."""
    marks = [token for token in tokens if token.text == "?"]
    if not marks or marks[0].line != code.slip.line:
        return
    line_start, line_end = code.starts[marks[0].line - 1], code.starts[marks[0].line] - 1
    match = re.match(
        r"(\s*(?:[\w.\[\]'\"]+\s*=|return)\s*)([^?#]+?)\s*\?\s*([^?:#]+?)\s*:\s*([^?#:;]+?)\s*$",
        code.source[line_start:line_end],
    )
    if match:
        start, condition, yes, no = match.groups()
        yield line_start, line_end, f"{start}{yes} if {condition} else {no}"
