"""Misspelt attributes and methods, against those of the live object."""

from __future__ import annotations

from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .removed_names import removed_name
from .rule import Candidate
from .similar import similar


class MisspeltAttribute:
    """An attribute that the object lacks, where it has a similar one."""

    name = "attributes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        facts, code = error.facts, CellCode(cell.source)
        span = code.span(facts)
        if error.name != "AttributeError" or span is None or facts.name is None:
            return []
        if removed_name(error):
            return []
        same = code.attributes(facts.name, facts.owner_source) if facts.owner_source else ()
        spans = [span, *same]
        owner = f"`{facts.owner_source}`" if facts.owner_source else f"A `{facts.owner_type}`"
        return [
            Candidate(
                title=f"Replace `.{facts.name}` by `.{known}`",
                explanation=f"{owner} has no `{facts.name}`, but it has `{known}`.",
                source=f"rule:{self.name}",
                after=code.replaced(spans, known),
            )
            for known in similar(facts.name, filter(str.isidentifier, facts.known), closed=True)
        ]
