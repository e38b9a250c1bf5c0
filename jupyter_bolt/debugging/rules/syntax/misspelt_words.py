"""Python's own words, misspelt, wrongly capitalised, or left out."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from itertools import pairwise

from ..similar import edits as distance
from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token

KEYWORDS = tuple(word for word in keyword.kwlist if word not in {"None", "True", "False"})


class MisspeltWord(SyntaxRule):
    """`improt x`, `whlie x:`, `Def f():`, `for x ni y:`; `for x y:` and `import x y`."""

    name = "words"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        near = [t for t in code.statement(code.slip.line) if t.line == code.slip.line and t.kind == "name"]
        near.sort(key=lambda token: abs(token.start - code.place))
        for token in near[:6]:
            for word in _meant(token.text):
                why = f"`{token.text}` is not a word of Python's; `{word}` is."
                title = f"Replace `{token.text}` by `{word}`"
                yield edit(code, title, why, (token.start, token.end, word))
        yield from self._left_out(code)

    def _left_out(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.on_line(code.slip.line)
        if not line:
            return
        word, named = line[0].text, line[1:]
        if word == "for" and not any(t.text == "in" for t in line):
            yield from self._in(code, named)
        elif word in {"import", "from", "with"} and len(named) >= 2 and "as" not in [t.text for t in named]:
            last = named[-2] if named[-1].text == ":" else named[-1]
            before = next((t for t in reversed(named) if t.end < last.start), None)
            if before is not None and last.kind == "name" and before.text not in {"import", ","}:
                why = "`as` gives another name."
                yield edit(code, "Insert `as`", why, (last.start, last.start, "as "))
        if word == "def":
            yield from self._parameters(code, named)

    def _in(self, code: BrokenCode, named: list[Token]) -> Iterator[Edit]:
        why = "A `for` goes through something: `for x in y`."
        for one, two in pairwise(named):
            if two.text in {"=", ":", "of", "from", "on"} and two is not named[-1]:
                yield edit(code, f"Replace `{two.text}` by `in`", why, (two.start, two.end, "in"))
                return
            if one.kind in {"name", "close"} and two.kind in {"name", "string"} and one.end < two.start:
                yield edit(code, "Insert `in`", why, (two.start, two.start, "in "))
                return

    def _parameters(self, code: BrokenCode, named: list[Token]) -> Iterator[Edit]:
        """`def f:` and `def f x, y:`."""
        if not named or any(t.kind == "open" for t in named):
            return
        name, end = named[0], next((t for t in named if t.text == ":"), None)
        why = "The parameters of a function stand in brackets."
        if len(named) == 1 or named[1] is end:
            colon = "" if end else ":"
            yield edit(code, "Insert `()`", why, (name.end, name.end, "()" + colon))
        elif end is not None:
            last = named[named.index(end) - 1]
            yield edit(code, "Put the parameters into brackets", why, (name.end, named[1].start, "("), (last.end, last.end, ")"))  # fmt: skip


def _meant(text: str) -> list[str]:
    if keyword.iskeyword(text):
        return []
    if text.lower() in KEYWORDS and text != text.lower():
        return [text.lower()]
    meant = [
        word
        for word in KEYWORDS
        if (len(word) >= 3 or sorted(word) == sorted(text)) and distance(text, word, most=1) == 1
    ]
    return sorted(meant, key=lambda word: (sorted(word) != sorted(text), word[0] != text[0]))
