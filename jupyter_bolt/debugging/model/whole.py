"""Whether code in an answer stands for the whole cell, or for a part of it."""

from __future__ import annotations

import ast
import re
from difflib import SequenceMatcher

from ..rules.cell_code import CellCode
from ..rules.cell_names import names_of
from .other_cells import similarity
from .places import likeness, significant

LEFT_OUT = re.compile(
    r"\s*(?:\.{3}|…|#\s*(?:\.{3}|…).*|#.*\b(?:rest of|remaining|unchanged|existing code|same as before|"
    r"as before|other code)\b.*)\s*"
)


FEW_LINES = 4
"""A cell of less may be written anew; of a longer one something is to be seen in the answer."""
LITTLE_ALIKE = 0.3


def left_out_lines(code: str, source: str) -> list[int]:
    """Where an answer says that it leaves lines out: `# ... rest of the cell`."""
    known = set(map(str.strip, source.split("\n")))
    lines = enumerate(code.split("\n"))
    return [at for at, line in lines if LEFT_OUT.fullmatch(line) and line.strip() not in known]


def is_whole(code: str, source: str) -> bool:
    """Whether the code has a counterpart of each line of the cell, or of all that the cell makes and does."""
    if left_out_lines(code, source):
        return False
    missing, lines = _missing(code, source)
    if missing == 0 and (lines < FEW_LINES or similarity(code, source) >= LITTLE_ALIKE):
        return True
    new, old = CellCode(code).tree, CellCode(source).tree
    if new is None or old is None or missing > lines / 2:
        return False
    return _kept(new, old)


def _missing(code: str, source: str) -> tuple[int, int]:
    """How many of the cell's lines have no counterpart, and how many there are."""
    old = [line.strip() for line in source.split("\n") if significant(line)]
    new = [line.strip() for line in code.split("\n") if significant(line)]
    missing = 0
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            missing += max(0, (end - start) - (new_end - new_start))
    return missing, len(old)


def _kept(new: ast.Module, old: ast.Module) -> bool:
    """Whether all that one makes and does at its top level the other does too."""
    names, other = names_of(old), names_of(new)
    if not names.made - names.loop_only <= other.made:
        return False
    before, after = _effects(old), _effects(new)
    return after >= before and (
        not before or likeness(ast.unparse(old.body[-1]), ast.unparse(new.body[-1])) > 0.5
    )


def _effects(tree: ast.Module) -> int:
    """Statements that are there for what they do, such as a call of `print`."""
    return sum(isinstance(each, ast.Expr) for each in tree.body)
