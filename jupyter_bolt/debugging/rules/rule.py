"""What a rule is, and what it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError

MOST_CANDIDATES = 3
"""Candidates that one rule may propose for one error: each costs a trial."""


@dataclass(frozen=True)
class Candidate:
    """A cell's source as it might have been meant. Nothing is known of it until it has been tried."""

    title: str
    explanation: str
    source: str
    """Where it comes from: `rule:names`."""
    after: str
    """The cell's whole source with the change; as it was where only `first` or `installs` helps."""
    first: tuple[str, ...] = ()
    """Ids of cells that are to be run before this one."""
    installs: str = ""
    """The distribution that it installs: such a candidate reaches out and is not tried."""


class Rule(Protocol):
    """Looks at one kind of error. A new rule is one file, listed in `catalogue.py`."""

    name: str

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        """Propose changes of the cell, likeliest first, at most `MOST_CANDIDATES`.

        The error and its facts come from inside the kernel and are untrusted: check them against the cell.
        """
