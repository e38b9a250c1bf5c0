"""Find lines of an answer in the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

LIKE = 0.6
"""Likeness from which on one line may stand for another."""
MOST_COMPARED = 300
"""Characters of a line that are compared."""
MOST_PAIRS = 2_000
"""Pairs of lines with much the same letters that are compared in full."""


def significant(line: str) -> bool:
    """Whether a line does something: neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def likeness(one: str, other: str) -> float:
    """How alike two lines are, whatever their indentation: from 0 to 1."""
    one, other = one.strip()[:MOST_COMPARED], other.strip()[:MOST_COMPARED]
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def any_like(lines: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some lines may stand for one of others. Most pairs are told apart by their letters."""
    counted = [(text, Counter(text)) for line in lines if (text := line.strip()[:MOST_COMPARED])]
    left = MOST_PAIRS
    for other in dict.fromkeys(line.strip()[:MOST_COMPARED] for line in others):
        matcher = SequenceMatcher(None, "", other, autojunk=False)
        letters = Counter(other)
        for text, own in counted:
            shared = sum(min(count, letters[letter]) for letter, count in own.items())
            if 2 * shared < LIKE * (len(text) + len(other)):
                continue
            left -= 1
            matcher.set_seq1(text)
            if text == other or matcher.ratio() >= LIKE:
                return True
            if left == 0:
                return False
    return False


def places_of(wanted: Sequence[str], lines: Sequence[str]) -> list[int]:
    """Where lines stand one after the other: exactly, else whatever their indentation."""
    for form in (str.rstrip, str.strip):
        sought, there = [form(line) for line in wanted], [form(line) for line in lines]
        starts = [at for at in range(len(there) - len(sought) + 1) if there[at : at + len(sought)] == sought]
        if starts:
            return starts
    return []


def indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def indented_as(lines: Sequence[str], first: str) -> list[str]:
    """The lines moved so that the first of them stands as far in as `first`."""
    own, meant = indentation(next(filter(str.strip, lines), "")), indentation(first)
    if own == meant:
        return list(lines)
    return [meant + line.removeprefix(own) if line.strip() else line for line in lines]
