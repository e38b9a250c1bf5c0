"""How much of the user's own text a candidate changes."""

from __future__ import annotations

from difflib import SequenceMatcher

MOST_CHARACTERS = 2_000
"""Longer stretches are counted whole instead of being compared letter by letter."""


def change_size(before: str, after: str) -> tuple[int, int]:
    """Lines of the user's that change, then characters that are removed or added.

    A candidate that only adds a line of its own leaves the user's as they are, and so comes first.
    """
    old, new = before.split("\n"), after.split("\n")
    lines = characters = 0
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += end - start
            characters += _characters("\n".join(old[start:end]), "\n".join(new[new_start:new_end]))
    return lines, characters


def _characters(old: str, new: str) -> int:
    if len(old) + len(new) > MOST_CHARACTERS:
        return len(old) + len(new)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return len(old) + len(new) - 2 * sum(block.size for block in blocks)
