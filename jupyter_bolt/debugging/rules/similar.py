"""Which of the known names somebody may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from .rule import MOST_CANDIDATES

LONGEST_COMPARED = 80
"""Characters; nobody misspells more, and the comparison is quadratic."""


def similar(name: str, known: Iterable[str], *, closed: bool = False) -> list[str]:
    """Return the known names that `name` may be a slip of the pen for, likeliest first.

    Names that differ only in case, underscores, hyphens or spaces come before misspellings.
    `closed` says that nothing but the known names can be meant, as with the attributes of an object:
    then words of four letters may differ by one letter.
    """
    if not name or len(name) > LONGEST_COMPARED:
        return []
    ranked = []
    for order, other in enumerate(dict.fromkeys(known)):
        if other != name and 0 < len(other) <= LONGEST_COMPARED:
            rank = _rank(name, other, closed)
            if rank is not None:
                ranked.append((rank, order, other))
    return [other for _, _, other in sorted(ranked)[:MOST_CANDIDATES]]


def _rank(name: str, other: str, closed: bool) -> tuple[int, int, float] | None:
    plain, other_plain = folded(name), folded(other)
    if plain == other_plain and plain:
        return (0, edits(name, other, most=len(name)), 0.0)
    if abs(len(plain) - len(other_plain)) > 3 or not _parts_agree(name, other):
        return None
    distance = edits(plain, other_plain, most=3)
    likeness = SequenceMatcher(None, plain, other_plain, autojunk=False).ratio()
    one_letter = (
        closed and len(plain) == len(other_plain) == 4 and plain[0] == other_plain[0] and distance == 1
    )
    if one_letter or _is_slip(plain, other_plain, distance, likeness):
        return (1, distance, -likeness)
    return None


def _is_slip(plain: str, other: str, distance: int, likeness: float) -> bool:
    """Whether so few edits are likelier a slip than another word; short words need stronger signs."""
    length = min(len(plain), len(other))
    if length <= 2 or distance == 0:
        return False
    if length <= 4:
        swapped = sorted(plain) == sorted(other)
        left_out = len(plain) != len(other) and plain[0] == other[0]
        return distance == 1 and (swapped or left_out)
    if plain[0] != other[0] and sorted(plain) != sorted(other):
        return False
    if distance == 1:
        return True
    return (distance == 2 and likeness >= (0.8 if length < 7 else 0.72)) or (
        distance == 3 and length >= 9 and likeness >= 0.78
    )


def folded(name: str) -> str:
    """The name without case, underscores, hyphens and spaces."""
    return re.sub(r"[_\-\s]+", "", name).casefold()


def _parts_agree(name: str, other: str) -> bool:
    """Whether each word of a name may be a slip for its counterpart.

    `y_train` is no misspelling of `x_train`, nor `min_value` of `max_value`, nor `df_2023` of `df_2024`.
    """
    if re.findall(r"\d", name) != re.findall(r"\d", other):
        return False
    words, other_words = _words(name), _words(other)
    if len(words) != len(other_words) or len(words) == 1:
        return True
    return all(
        one == two or _is_slip(one, two, edits(one, two, most=3), SequenceMatcher(None, one, two).ratio())
        for one, two in zip(words, other_words, strict=True)
    )


def _words(name: str) -> list[str]:
    """The words of a name in snake_case or camelCase."""
    return [word.casefold() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+", name)]


def edits(one: str, other: str, *, most: int) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours, up to `most` + 1.

    Optimal string alignment: Damerau, Communications of the ACM 7 (1964), each place edited once.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for column, other_letter in enumerate(other, start=1):
            cost = min(last[column] + 1, row[-1] + 1, last[column - 1] + (letter != other_letter))
            if at > 1 and column > 1 and letter == other[column - 2] and one[at - 2] == other_letter:
                cost = min(cost, before[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
