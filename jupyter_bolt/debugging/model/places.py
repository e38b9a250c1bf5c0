"""Find lines of an answer in the cell."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

LIKE = 0.6
"""Likeness from which on one line may stand for another."""
MOST_COMPARED = 300
"""Characters of a line that are compared."""


def significant(line: str) -> bool:
    """Whether a line does something: neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def likeness(one: str, other: str) -> float:
    """How alike two lines are, whatever their indentation: from 0 to 1."""
    one, other = one.strip()[:MOST_COMPARED], other.strip()[:MOST_COMPARED]
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


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
