"""Colons that are missing, doubled, or written as something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .broken_code import BrokenCode
from .statements import COMPOUND
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token

KEY = "A dictionary's key is followed by a colon."


class MissingColon(SyntaxRule):
    """A line that begins a block and has no colon, and a key or a `lambda` that lacks its own."""

    name = "colons"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        statement = code.statement(code.slip.line)
        first = _header(statement, code.slip.line)
        if first is not None:
            yield from self._header(code, first, [t for t in statement if t.start >= first.start])
        yield from self._inside(code)

    def _header(self, code: BrokenCode, first: Token, statement: list[Token]) -> Iterator[Edit]:
        why = f"A line that begins with `{first.text}` ends with a colon."
        last = statement[-1]
        if last.text in {";", ",", "=", "."} and len(statement) > 1:
            yield edit(code, f"Replace `{last.text}` by a colon", why, (last.start, last.end, ":"))
        if last.text == ":" and statement[-2].text == ":":
            yield edit(code, "Remove a colon", why, (last.start, last.end, ""))
        if last.text == "{" and last.line == code.slip.line:
            yield edit(code, "Replace `{` by a colon", why, (statement[-2].end, last.end, ":"))
        if last.text == "then" or last.text == "do":
            yield edit(code, f"Replace `{last.text}` by a colon", why, (statement[-2].end, last.end, ":"))
        elif len(statement) > 2 and statement[-2].text in {"then", "do"} and last.text == ":":
            word = statement[-2]
            yield edit(code, f"Remove `{word.text}`", why, (statement[-3].end, last.start, ""))
        if last.text != ":":
            yield edit(code, "Insert a colon", why, (last.end, last.end, ":"))
            place = code.place
            before = next((t for t in reversed(statement) if t.end <= place), None)
            if before is not None and before is not last:
                yield edit(code, "Insert a colon", why, (before.end, before.end, ":"))

    def _inside(self, code: BrokenCode) -> Iterator[Edit]:
        """`{"a" 1}`, `{"a" = 1}` and `lambda x x + 1`."""
        tokens = code.around(code.statement(code.slip.line))
        for one, two in pairwise(tokens):
            if one.line > code.slip.line:
                break
            keyed = one.depth > 0 and _in_braces(tokens, one)
            if keyed and one.kind == "string" and two.kind in {"string", "number", "name", "open"}:
                yield edit(code, "Insert a colon", KEY, (one.end, one.end, ":"))
            if one.kind == two.kind == "name" and _after_lambda(tokens, one):
                why = "The parameters of a `lambda` are followed by a colon."
                yield edit(code, "Insert a colon", why, (one.end, one.end, ":"))
            if keyed and one.text in {"=", ";"}:
                yield self._replaced(code, tokens, one, two)

    def _replaced(self, code: BrokenCode, tokens: list[Token], one: Token, two: Token) -> Edit:
        """Colons for all signs that were taken for one in the same braces."""
        end = two.end if (one.text, two.text) == ("=", ">") else one.end
        written = code.source[one.start : end]
        changes = [
            (before.end, t.start + len(written), ":")
            for before, t in pairwise(tokens)
            if t.depth == one.depth and code.source.startswith(written, t.start)
        ]
        return edit(code, f"Replace `{written}` by a colon", KEY, *changes)


def _header(statement: list[Token], line: int) -> Token | None:
    """The word that begins a block: the first one of the statement, or of its line."""
    if not statement:
        return None
    if statement[0].text in COMPOUND:
        return statement[0]
    first = next((t for t in statement if t.line == line), None)
    return first if first is not None and first.text in COMPOUND else None


def _in_braces(tokens: list[Token], inner: Token) -> bool:
    opening = [t for t in tokens if t.kind == "open" and t.start < inner.start and t.depth == inner.depth - 1]
    return bool(opening) and opening[-1].text == "{"


def _after_lambda(tokens: list[Token], name: Token) -> bool:
    """Whether a name ends the parameters of a `lambda` that has no colon yet."""
    before = [t for t in tokens if t.end <= name.start]
    for token in reversed(before):
        if token.text == "lambda":
            return True
        if token.kind != "name" and token.text != ",":
            return False
    return False
