"""Python's own words used as names."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from .broken_code import BrokenCode, Change
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token


class ReservedName(SyntaxRule):
    """`class = 1`, `lambda = 0.1`, `df.class`, `fit(lambda=1)`."""

    name = "reserved_names"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        for word in dict.fromkeys(_words_near(code)):
            why = f"`{word}` is a word of Python's own and cannot be a name."
            quote = "'" if code.source.count("'") > code.source.count('"') else '"'
            items = [
                (dot.start, name.end, f"[{quote}{word}{quote}]")
                for dot, name in zip(code.tokens, code.tokens[1:], strict=False)
                if dot.text == "." and name.text == word and dot.end == name.start
            ]
            if items:
                yield edit(code, f"Write `[{quote}{word}{quote}]`", why, *items)
            renamed = list(_renamed(code, word))
            if renamed and not any(t.text == word + "_" for t in code.tokens):
                yield edit(code, f"Name it `{word}_`", why, *renamed)


def _words_near(code: BrokenCode) -> Iterator[str]:
    """Reserved words about where the slip is."""
    near = [t for t in code.statement(code.slip.line) if abs(t.line - code.slip.line) <= 1]
    near.sort(key=lambda token: abs(token.start - code.place))
    for token in near[:6]:
        if keyword.iskeyword(token.text) and token.text not in {"None", "True", "False"}:
            yield token.text


def _renamed(code: BrokenCode, word: str) -> Iterator[Change]:
    """Uses of the word that can only be those of a name."""
    tokens = code.code()
    for at, token in enumerate(tokens):
        if token.text == word:
            before = tokens[at - 1] if at else None
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            if _is_name(word, before, token, after) or (word == "lambda" and not _has_colon(tokens, at)):
                yield token.start, token.end, word + "_"


def _has_colon(tokens: list[Token], at: int) -> bool:
    """Whether a `lambda` has the colon that it needs to be one."""
    first = tokens[at]
    following = (t for t in tokens[at + 1 :] if t.line > first.line or t.text == ":")
    colon = next(following, None)
    return colon is not None and colon.line == first.line


def _is_name(word: str, before: Token | None, token: Token, after: Token | None) -> bool:
    if before is not None and before.text in {".", "def", "class", "for", "as"}:
        return True
    ends = after is None or after.line > token.line
    if word in {"class", "def", "import", "del", "global", "with", "raise", "try"}:
        return ends or (
            after is not None and (after.kind in {"operator", "close"} or after.text in {"in", "and", "or"})
        )
    if word == "lambda":
        return ends or (after is not None and (after.text in "=+-/),.]" or after.kind == "close"))
    if word in {"in", "is", "and", "or", "not", "if", "else"}:
        return after is not None and after.text == "="
    return after is not None and after.text in {"=", ",", ")", ".", "+="} and word not in {"return", "yield"}
