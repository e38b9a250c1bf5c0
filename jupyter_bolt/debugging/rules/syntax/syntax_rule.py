"""What all rules for syntax have in common: a candidate must get further than the cell did."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import MOST_CANDIDATES, Candidate
from .broken_code import BrokenCell, BrokenCode, Change, broken_cell
from .slip import UNREADABLE, Slip, find_slip
from .tokens import tokens_of

ERRORS = frozenset({"SyntaxError", "IndentationError", "TabError"})
MOST_EDITS = 10
"""Edits that one rule may have compiled for one error."""
MOST_REPEATS = 30
"""Further slips of the same kind that one candidate mends as well."""


@dataclass(frozen=True)
class Edit:
    """A change of a stretch of code, not yet compiled."""

    title: str
    explanation: str
    after: str
    installs: str = ""


class SyntaxRule(ABC):
    """Mends one kind of slip."""

    name: str

    @abstractmethod
    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        """Yield edits that may mend the slip, likeliest first."""

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        broken = broken_cell(cell.source) if error.name in ERRORS else None
        return self.mended(broken) if broken else []

    def mended(self, broken: BrokenCell) -> list[Candidate]:
        """The edits with which more of the code compiles than before."""
        kept: dict[str, Candidate] = {}
        for edit in islice(self.edits(broken.code), MOST_EDITS):
            then = further(broken.code, edit.after)
            if then is not None and edit.after not in kept:
                kept[edit.after] = Candidate(
                    title=edit.title,
                    explanation=edit.explanation,
                    source=f"rule:{self.name}",
                    after=broken.whole(self._repeated(edit.after, then)),
                    installs=edit.installs,
                )
            if len(kept) == MOST_CANDIDATES:
                break
        return list(kept.values())

    def _repeated(self, source: str, then: BrokenCode | bool) -> str:
        """The source with further slips of this kind mended as well."""
        for _ in range(MOST_REPEATS):
            if isinstance(then, bool):
                break
            for edit in islice(self.edits(then), 2):
                following = further(then, edit.after)
                if following is not None:
                    source, then = edit.after, following
                    break
            else:
                break
        return source


def further(code: BrokenCode, after: str) -> BrokenCode | bool | None:
    """What is still broken after an edit: True for nothing, None where it got no further."""
    if after == code.source:
        return None
    tokens = tokens_of(after)
    try:
        slip: Slip | None = find_slip(after, tokens)
    except UNREADABLE:
        return None
    if slip is None:
        return True
    if slip.left(after) < code.slip.left(code.source):
        return BrokenCode(after, slip, tokens)
    return None


def edit(code: BrokenCode, title: str, explanation: str, *changes: Change) -> Edit:
    """An edit of some stretches of the source."""
    return Edit(title, explanation, code.changed(changes))
