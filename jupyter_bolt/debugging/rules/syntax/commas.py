"""Commas that are missing between values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .broken_code import BrokenCode
from .statements import is_operand_end, is_operand_start
from .syntax_rule import Edit, SyntaxRule, edit


class MissingComma(SyntaxRule):
    """Two values beside each other within brackets."""

    name = "commas"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        tokens = code.code()
        places = [
            one
            for one, two in pairwise(tokens)
            if one.depth and two.depth and is_operand_end(one) and is_operand_start(two)
            and not (one.kind == two.kind == "string") and _is_apart(code, one.end, two.start)
            and code.slip.line - 2 <= one.line <= code.slip.line + 50
        ]  # fmt: skip
        places.sort(key=lambda token: abs(token.line - code.slip.line))
        for one in places[:3]:
            why = f"Nothing stands between `{one.text[:30]}` and what follows it."
            yield edit(code, "Insert a comma", why, (one.end, one.end, ","))
        for one, two in pairwise(tokens):
            if one.text == two.text == "," and one.line >= code.slip.line - 1:
                yield edit(code, "Remove a comma", "Two commas follow each other.", (two.start, two.end, ""))
                break


def _is_apart(code: BrokenCode, end: int, start: int) -> bool:
    """Whether the two are two words: `2x` is a product rather than a list."""
    return start > end or code.source[end - 1] in "'\")]}" or code.source[start] in "'\"{"
