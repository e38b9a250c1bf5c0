"""Answers that say what to replace: search and replace blocks, and unified diffs."""

from __future__ import annotations

import re

from .places import indented_as, places_of
from .snippets import DIFFS
from .unusable import Unusable

SEARCH = re.compile(r"<{5,}")
DIVIDER = re.compile(r"={5,}\s*")
REPLACE = re.compile(r">{5,}")
HUNK = re.compile(r"@@")
HEADERS = ("--- ", "+++ ", "diff ", "index ", "\\ No newline", "*** ", "===")
NO_PLACE = "it changes lines that the cell does not have"


def is_replacement(text: str) -> bool:
    lines = text.split("\n")
    return any(SEARCH.match(line) for line in lines) and any(REPLACE.match(line) for line in lines)


def is_diff(text: str, language: str) -> bool:
    lines = text.split("\n")
    return any(HUNK.match(line) for line in lines) or (
        language in DIFFS and any(line.startswith(("+", "-")) for line in lines)
    )


def with_replacements(text: str, source: str) -> str:
    """The cell with each search block replaced. Raises `Unusable` where one is not found once."""
    lines = source.split("\n")
    old: list[str] = []
    new: list[str] = []
    part: list[str] | None = None
    for line in text.split("\n"):
        if SEARCH.match(line):
            old, new = [], []
            part = old
        elif part is old and DIVIDER.fullmatch(line):
            part = new
        elif part is new and REPLACE.match(line):
            lines, part = _replaced(lines, old, new), None
        elif part is not None:
            part.append(line)
    return "\n".join(lines)


def with_diff(text: str, source: str) -> str:
    """The cell with each hunk applied. Line numbers of models are seldom right: the lines tell the place."""
    lines = source.split("\n")
    old: list[str] = []
    new: list[str] = []
    for line in [*text.split("\n"), "@@"]:
        if HUNK.match(line):
            if old != new:
                lines = _replaced(lines, old, new)
            old, new = [], []
        elif not line.startswith(HEADERS):
            kept = line[1:] if line[:1] in {" ", "-", "+"} else line
            old += [kept] if not line.startswith("+") else []
            new += [kept] if not line.startswith("-") else []
    return "\n".join(lines)


def _replaced(lines: list[str], old: list[str], new: list[str]) -> list[str]:
    old, new = _trimmed(old, new)
    starts = places_of(old, lines) if any(map(str.strip, old)) else []
    if not starts:
        raise Unusable(NO_PLACE)
    if len(starts) > 1:
        raise Unusable("it changes lines that the cell has more than once")
    start = starts[0]
    first = next((line for line in lines[start : start + len(old)] if line.strip()), "")
    moved = indented_as(new, first) if _starts_alike(old, new) else new
    return [*lines[:start], *moved, *lines[start + len(old) :]]


def _starts_alike(old: list[str], new: list[str]) -> bool:
    """Whether both begin equally far in, so that the cell's own indentation holds for the new lines."""
    first, other = next(filter(str.strip, old), ""), next(filter(str.strip, new), "")
    return len(first) - len(first.lstrip()) == len(other) - len(other.lstrip())


def _trimmed(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without blank lines that they share at their ends."""
    while len(old) > 1 and new and not old[0].strip() and not new[0].strip():
        old, new = old[1:], new[1:]
    while len(old) > 1 and new and not old[-1].strip() and not new[-1].strip():
        old, new = old[:-1], new[:-1]
    return old, new
