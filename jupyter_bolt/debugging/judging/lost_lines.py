"""Lines of code that a change leaves out of a cell which can't be parsed as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from .likeness import MOST_PAIRS, likest

NOT_ALL_CODE = re.compile(r"\s*(>>>|<<<<<<<|In \[)")
"""A prompt, or a mark of a merge: what stands around it may be output, or one of two versions of the code."""


def loses_code(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a line that can be read by itself, and does something, is gone with nothing in its place.

    A stray bracket, a word or a line of prose does nothing; a line that stands elsewhere now is not gone.
    """
    if any(map(NOT_ALL_CODE.match, before)):
        return False
    old, new = list(_codes(before)), list(_codes(after))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return any(
        _loses(old[start:end], new[new_start:new_end], new)
        for kind, start, end, new_start, new_end in changes
        if kind in {"delete", "replace"}
    )


def _loses(gone: list[str], fresh: list[str], new: list[str]) -> bool:
    """Whether fewer lines are fresh than are gone, of those that do something and stand nowhere else."""
    lost = [line for line in gone if _does_something(line) and not any(line in each for each in new)]
    broken = [at for at, line in enumerate(gone) if not _does_something(line)]
    window = max(1, MOST_PAIRS // max(1, len(broken)))
    mended = {_mended(gone[at], fresh, at * len(fresh) // len(gone), window) for at in broken} - {None}
    return len(lost) > len(fresh) - len(mended)


def _mended(broken: str, fresh: list[str], near: int, window: int) -> int | None:
    """The place of the fresh line that stands for one that could not be read; many may be joined in one.

    Only so many are compared as are in the window, around where it would stand.
    """
    if (whole := next((at for at, line in enumerate(fresh) if broken in line), None)) is not None:
        return whole
    start = max(0, min(near - window // 2, len(fresh) - window))
    around = fresh[start : start + window]
    place = likest(broken, around)
    return start + place if place is not None else None


def _codes(lines: Sequence[str]) -> Iterator[str]:
    """Lines without indentation and comments, but for those that do nothing."""
    return (code for line in lines if (code := line.partition("#")[0].strip()) not in {"", "pass", "..."})


def _does_something(line: str) -> bool:
    match _statement(line):
        case None:
            return _is_entry(line)
        case ast.Pass() | ast.AnnAssign(value=None):
            return False
        case ast.Expr(value=value):
            return isinstance(value, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr))
    return True


def _statement(line: str) -> ast.stmt | None:
    """The statement that a line is, or the head of."""
    return next((tree.body[0] for text in (line, f"{line}\n pass") if (tree := _tree(text))), None)


def _is_entry(line: str) -> bool:
    """Whether it is entries of a dictionary whose keys are written out."""
    match _tree(f"{{{line}}}"):
        case ast.Module(body=[ast.Expr(value=ast.Dict(keys=keys))]):
            return all(isinstance(key, ast.Constant) for key in keys)
    return False


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
