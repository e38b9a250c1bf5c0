"""How much one piece of code is like another that it may have taken the place of."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

LIKE_ENOUGH = 0.4
"""Likeness to what is gone, from which on something takes its place."""
MOST_COMPARED = 2_000
"""Characters of each that are compared."""
MOST_PAIRS = 2_000
"""Pairs that are compared where many lines may stand for many."""
MOST_OF_MANY = 300
"""Characters of each that are compared there."""


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1."""
    return SequenceMatcher(None, one[:MOST_COMPARED], other[:MOST_COMPARED], autojunk=False).ratio()


def likest(one: str, others: Sequence[str]) -> int | None:
    """The place of the one of others that is most like it, or None where none is like enough.

    Most are told apart by their letters, before they are compared in full.
    """
    best, place = LIKE_ENOUGH, None
    matcher = SequenceMatcher(None, "", one[:MOST_OF_MANY], autojunk=False)
    for at, other in enumerate(others):
        matcher.set_seq1(other[:MOST_OF_MANY])
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        found = matcher.ratio()
        if found > best or (place is None and found == best):
            best, place = found, at
    return place
