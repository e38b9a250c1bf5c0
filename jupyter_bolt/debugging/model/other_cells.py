"""An answer that holds more of the notebook than the failing cell: only that cell's part is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from ...notebooks.cells import Cell, Notebook
from .places import significant
from .unusable import Unusable

MARK = re.compile(r"#\s*(?:%%|In ?\[[\d* ]*\]|[Cc]ell\s+\d+\b|<cell).*")
WHOLE_NOTEBOOK = "it answered with the whole notebook"
LIKE_ENOUGH = 0.4
MOST_LINES = 2_000
SURE_LINES = 3
"""So many lines of another cell, or two cells, are not there by chance."""


def own_part(code: str, cell: Cell, notebook: Notebook) -> str:
    """What of the code corresponds to this cell. Raises `Unusable` where that can't be told."""
    others = [
        each.source
        for each in notebook.cells
        if each.cell_id != cell.cell_id and each.cell_type == "code" and any(_lines(each.source))
    ]
    pieces = _marked(code, cell.source)
    if len(pieces) > 1:
        return _most_like(pieces, cell.source, others)
    return _without_others(code, cell.source, others)


def similarity(one: str, other: str) -> float:
    """How alike two cells are by their lines, and by their letters where they are short: from 0 to 1."""
    by_line = SequenceMatcher(None, _lines(one), _lines(other)).ratio()
    if len(one) + len(other) > 2_000:
        return by_line
    return max(by_line, SequenceMatcher(None, one, other, autojunk=False).ratio())


def belongs_elsewhere(code: str, cell: Cell, notebook: Notebook) -> bool:
    """Whether the code is another cell as it stands."""
    lines = _lines(code)
    return lines != _lines(cell.source) and any(
        lines == _lines(each.source) for each in notebook.cells if each.cell_id != cell.cell_id
    )


def _marked(code: str, source: str) -> list[str]:
    """The pieces between marks such as `# %%`, unless the cell itself has such marks."""
    if any(MARK.fullmatch(line) for line in source.split("\n")):
        return [code]
    pieces: list[list[str]] = [[]]
    for line in code.split("\n"):
        if MARK.fullmatch(line):
            pieces.append([])
        else:
            pieces[-1].append(line)
    return [text for each in pieces if (text := "\n".join(each).strip("\n"))]


def _most_like(pieces: Iterable[str], source: str, others: Iterable[str]) -> str:
    known = {tuple(_lines(each)) for each in others}
    own = [each for each in pieces if tuple(_lines(each)) not in known]
    best = max(own, key=lambda each: similarity(each, source), default="")
    if similarity(best, source) < LIKE_ENOUGH:
        raise Unusable(WHOLE_NOTEBOOK)
    return best


def _without_others(code: str, source: str, others: list[str]) -> str:
    """The code without cells that stand whole before or after what is left."""
    lines, found, at = code.split("\n"), [], True
    while at:
        at = False
        for other in others:
            for end in (False, True):
                if (rest := _cut(lines, other, at_end=end)) is not None:
                    lines, at = rest, True
                    found.append(other)
    if len(found) < 2 and sum(len(_lines(each)) for each in found) < SURE_LINES:
        return code
    left = "\n".join(lines).strip("\n")
    if similarity(left, source) < LIKE_ENOUGH:
        raise Unusable(WHOLE_NOTEBOOK)
    return left


def _cut(lines: list[str], other: str, *, at_end: bool) -> list[str] | None:
    """The lines without another cell at their start or end, or None where it is not there."""
    wanted = _lines(other)
    own = [at for at, line in enumerate(lines) if significant(line)]
    place = own[-len(wanted) :] if at_end else own[: len(wanted)]
    if len(own) <= len(wanted) or [lines[at].rstrip() for at in place] != wanted:
        return None
    return lines[: place[0]] if at_end else lines[place[-1] + 1 :]


def _lines(source: str) -> list[str]:
    return [line.rstrip() for line in source.split("\n")[:MOST_LINES] if significant(line)]
