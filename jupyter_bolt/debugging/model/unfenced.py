"""Code in an answer that nothing marks as such."""

from __future__ import annotations

import re

from ..rules.cell_code import CellCode
from .cleaning import clean_code
from .patches import is_diff, is_replacement
from .places import any_like, significant
from .snippets import Snippet
from .unusable import Unusable

INLINE = re.compile(r"`([^`\n]{3,300})`")
MOST_LINES = 200
MOST_BLOCKS = 100
MOST_INTRODUCED = 3
"""Lines of words that may stand right above code."""


def unfenced(text: str, source: str) -> list[Snippet]:
    """All of the answer where it is code, else its paragraphs that are code like the cell's, else what
    stands between backticks. Raises `Unusable` for words alone.
    """
    if is_replacement(text) or is_diff(text, ""):
        return [Snippet(text)]
    whole = clean_code(text)
    if _is_code(whole, source):
        return [Snippet(whole)]
    blocks = [found for block in text.split("\n\n")[:MOST_BLOCKS] if (found := _code_in(block, source))]
    if blocks and CellCode(joined := "\n\n".join(blocks)).tree is not None:
        return [Snippet(joined)]
    lines = [Snippet(found) for found in INLINE.findall(text)[:MOST_BLOCKS] if _is_code(found, source)]
    if not lines:
        raise Unusable("it answered in words, without code")
    return lines


def _code_in(block: str, source: str) -> str:
    """The code of one paragraph, without words right above it."""
    lines = block.split("\n")
    starts = range(min(len(lines), MOST_INTRODUCED + 1))
    codes = (clean_code("\n".join(lines[start:])) for start in starts)
    return next((code for code in codes if _is_code(code, source)), "")


def _is_code(code: str, source: str) -> bool:
    """Whether text is Python of which a line is much like one of the cell's."""
    if CellCode(code).tree is None:
        return False
    known = [line for line in source.split("\n")[:MOST_LINES] if significant(line)]
    own = [line for line in code.split("\n")[:MOST_LINES] if significant(line)]
    return any_like(own, known)
