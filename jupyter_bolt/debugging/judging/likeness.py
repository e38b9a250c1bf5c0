"""How much one piece of code is like another that it may have taken the place of."""

from __future__ import annotations

from difflib import SequenceMatcher

LIKE_ENOUGH = 0.4
"""Likeness to what is gone, from which on something takes its place."""
MOST_COMPARED = 2_000
"""Characters of each that are compared."""


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1."""
    return SequenceMatcher(None, one[:MOST_COMPARED], other[:MOST_COMPARED], autojunk=False).ratio()
