"""Lines of a cell above one another, and moved to another depth."""

from __future__ import annotations

from .broken_code import BrokenCode


def line_above(code: BrokenCode, line: int) -> int:
    """The next line above with code in it; 0 where there is none."""
    for at in range(line - 1, 0, -1):
        text = code.lines[at - 1].strip()
        if text and not text.startswith("#"):
            return at
    return 0


def shifted(code: BrokenCode, first: int, last: int, old: str, new: str) -> str:
    """The source with these lines moved from one indentation to another; deeper ones move along."""
    lines = list(code.lines)
    for at in range(first - 1, last):
        if lines[at].strip():
            own = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            base = old if own.startswith(old) else own
            lines[at] = new + lines[at][len(base) :]
    return "\n".join(lines)
