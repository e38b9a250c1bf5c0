"""Characters pasted from a document that only look like Python's."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from .broken_code import BrokenCode, Change
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token

MEANT = {
    **dict.fromkeys("“”„‟″＂«»", '"'),
    **dict.fromkeys("‘’‚‛′´＇", "'"),
    **dict.fromkeys("–—−‐‑‒―﹣－", "-"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
    "×": "*", "·": "*", "∗": "*", "⋅": "*", "÷": "/", "∕": "/", "⁄": "/", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->",
    "…": "...", "，": ",", "、": ",", "；": ";", "：": ":", "（": "(", "）": ")", "【": "[", "】": "]", "。": ".",
    "⟨": "<", "⟩": ">", "‹": "<", "›": ">", "∶": ":", "ˆ": "^", "∣": "|", "¦": "|", "²": "**2", "³": "**3", "∞": 'float("inf")',
}  # fmt: skip
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#39|#34|#x27);")


class LookAlike(SyntaxRule):
    """Curly quotes, long dashes, unbreakable spaces and their like, outside of texts and comments."""

    name = "lookalikes"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        changes = [change for token in code.tokens for change in _changes(token)]
        if changes:
            seen = "".join(dict.fromkeys(code.source[start : start + 1] for start, _, _ in changes))[:5]
            shown = " ".join(each if each.isprintable() and each != "\xa0" else _named(each) for each in seen)
            why = f"{shown}: not Python's own, though it may look like it."
            yield edit(code, "Replace characters that only look like Python's", why, *changes)
        if ENTITY.search(code.source):
            why = "`&lt;` and its like are how web pages write these characters."
            after = ENTITY.sub(lambda entity: html.unescape(entity.group()).replace("\xa0", " "), code.source)
            yield Edit("Replace the web page's entities", why, after)


def _changes(token: Token) -> Iterator[Change]:
    if token.kind == "pasted":
        yield from _quoted(token)
    elif token.kind in {"other", "operator"} and (meant := _meant(token.text)) is not None:
        yield token.start, token.end, meant


def _quoted(token: Token) -> Iterator[Change]:
    """A text in curly quotes: what is inside stays."""
    inner = token.text[1:-1]
    quote = '"' if token.text[0] in "“„”" else "'"
    if quote in inner:
        quote = "'" if quote == '"' else '"'
    yield token.start, token.start + 1, quote
    yield token.end - 1, token.end, quote


def _meant(character: str) -> str | None:
    if len(character) != 1 or character.isascii():
        return None
    if character in MEANT:
        return MEANT[character]
    if unicodedata.category(character) in {"Zs", "Cf"}:
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and plain != character else None


def _named(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()
