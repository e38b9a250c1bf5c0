"""Quotes that are missing, of the wrong kind, or part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule, edit, further
from .tokens import PAIRS, Token

CLOSED = "Texts end with the quote that they begin with."
LOOKALIKES = "”“’‘`´"


class Quote(SyntaxRule):
    """A text that does not end in its line."""

    name = "quotes"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        broken = next((token for token in code.tokens if token.kind == "broken"), None)
        if broken is None:
            return
        prefix = re.match(r"\w*", broken.text)
        opening = broken.start + (prefix.end() if prefix else 0)
        if code.source.startswith(('"""', "'''"), opening):
            yield from _first_that_compiles(code, self._long(code, broken, opening))
            return
        replaced = [*self._apostrophe(code, broken), *self._other_kind(code, broken, opening)]
        yield from replaced
        if not any(further(code, each.after) for each in replaced):
            yield from self._not_opened(code, broken, opening)
            yield from self._not_closed_before(code, broken, opening)
            yield from self._not_closed(code, broken, opening)

    def _long(self, code: BrokenCode, broken: Token, opening: int) -> Iterator[Edit]:
        quotes = code.source[opening : opening + 3]
        other = "'''" if quotes == '"""' else '"""'
        wrong = code.source.find(other, opening + 3)
        why = f"The text that begins in line {broken.line} is never closed."
        if wrong >= 0:
            yield edit(code, f"Replace `{other}` by `{quotes}`", why, (wrong, wrong + 3, quotes))
        short = re.compile(rf"(?<![{quotes[0]}])[{quotes[0]}]{{1,2}}(?=[ \t\)]*(?:\n|$))")
        if match := short.search(code.source, opening + 3):
            yield edit(code, f"Replace `{match.group()}` by `{quotes}`", why, (*match.span(), quotes))
        line_end = code.starts[broken.line] - 1
        if code.source[opening + 3 : line_end].strip():
            yield edit(code, f"Close the text with `{quotes}`", why, (line_end, line_end, quotes))
        end = len(code.source.rstrip())
        indent = code.indent(broken.line)
        yield edit(code, f"Close the text with `{quotes}`", why, (end, end, f"\n{indent}{quotes}"))

    def _apostrophe(self, code: BrokenCode, broken: Token) -> Iterator[Edit]:
        """`'it's'`: an apostrophe between letters ended the text too early."""
        first = next(
            (t for t in code.on_line(broken.line) if t.text.endswith("'") and t.kind == "string"), None
        )
        if first is None or first.text[0] != "'":
            return
        end = code.starts[broken.line] - 1
        closing = code.source.rfind("'", first.end, end)
        text = code.source[first.start + 1 : closing]
        if not re.search(r"\w'\w", text):
            return
        why = "The apostrophe ends the text."
        inner = [first.start + 1 + at.start() for at in re.finditer(r"(?<=\w)'(?=\w)", text)]
        if '"' not in text and "\\" not in text:
            quotes = ((first.start, first.start + 1, '"'), (closing, closing + 1, '"'))
            yield edit(code, "Put the text into double quotes", why, *quotes)
        else:
            yield edit(code, "Escape the apostrophe", why, *((at, at, "\\") for at in inner))

    def _other_kind(self, code: BrokenCode, broken: Token, opening: int) -> Iterator[Edit]:
        """`"text'`: the other kind of quote, or one that looks like it, ends the text."""
        quote = code.source[opening]
        others = ("'" if quote == '"' else '"') + LOOKALIKES
        line_end = code.starts[broken.line] - 1
        for at in reversed(range(opening + 1, line_end)):
            after = code.source[at + 1 : line_end].lstrip()
            if code.source[at] in others and (not after or after[0] in ")]},:.;#+ "):
                yield edit(code, f"Replace {code.source[at]} by {quote}", CLOSED, (at, at + 1, quote))
                break
        else:
            return
        first = next(i for i in range(opening + 1, line_end) if code.source[i] in others)
        if first != at:
            yield edit(code, f"Replace {code.source[first]} by {quote}", CLOSED, (first, first + 1, quote))

    def _not_opened(self, code: BrokenCode, broken: Token, opening: int) -> Iterator[Edit]:
        """`print(hello')`: the text has no quote in front."""
        rest = code.source[opening + 1 : code.starts[broken.line] - 1].strip()
        if rest and rest[0] not in ")]}:,;":
            return
        before = code.source[code.starts[broken.line - 1] : opening]
        match = re.search(r"[^([{,=:+]*$", before)
        if match and match.group().strip():
            at = code.starts[broken.line - 1] + match.start()
            at += len(match.group()) - len(match.group().lstrip())
            quote = code.source[opening]
            yield edit(code, f"Insert {quote}", "A text begins with a quote.", (at, at, quote))

    def _not_closed_before(self, code: BrokenCode, broken: Token, opening: int) -> Iterator[Edit]:
        """`open('a.csv, 'r')`: a text before this one in the line has no end."""
        quote = code.source[opening]
        for token in code.on_line(broken.line):
            if token.kind == "string" and token.text[0] == quote and len(token.text) > 2:
                for match in list(re.finditer(r"[,\]:)}]", token.text[1:-1]))[:2]:
                    at = token.start + 1 + match.start()
                    yield edit(code, f"Insert {quote}", CLOSED, (at, at, quote))

    def _not_closed(self, code: BrokenCode, broken: Token, opening: int) -> Iterator[Edit]:
        quote, end = code.source[opening], code.starts[broken.line] - 1
        for at in _ends(code, opening, end):
            yield edit(code, f"Insert {quote}", CLOSED, (at, at, quote))


def _first_that_compiles(code: BrokenCode, edits: Iterator[Edit]) -> Iterator[Edit]:
    """The edits up to the first that leaves nothing broken: what swallows more of the cell runs as well."""
    for each in edits:
        yield each
        if further(code, each.after) is True:
            return


def _ends(code: BrokenCode, opening: int, end: int) -> Iterator[int]:
    """Where a text without an end may have been meant to end, likeliest first."""
    text = code.source[opening + 1 : end].rstrip()
    end = opening + 1 + len(text)
    opened = [t for t in code.tokens if t.start < opening and t.line >= code.slip.line]
    stack: list[str] = []
    for token in opened:
        if token.kind == "open":
            stack.append(PAIRS[token.text])
        elif token.kind == "close" and stack:
            stack.pop()
    closers = "".join(reversed(stack))
    for tail in (closers + ":", closers):
        if tail and text.endswith(tail):
            yield end - len(tail)
    if match := re.search(r"[\]:,)}]", text):
        yield opening + 1 + match.start()
    comment = text.find("  #")
    if comment > 0:
        yield opening + 1 + comment
    yield end
