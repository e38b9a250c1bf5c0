"""Misspelt modules, and misspelt names imported from modules, against what can be imported."""

from __future__ import annotations

from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .moved_imports import removed_import
from .rule import Candidate
from .similar import similar


class MisspeltModule:
    """An import of what is not there, where something similar is."""

    name = "modules"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        facts, code = error.facts, CellCode(cell.source)
        span = code.span(facts)
        if error.name not in {"ImportError", "ModuleNotFoundError"} or span is None or facts.name is None:
            return []
        if removed_import(error):
            return []
        spans = [span, *code.names(facts.name)]
        missing = (
            f"`{facts.owner_source}` has no `{facts.name}`"
            if facts.owner_source
            else "There is no such module"
        )
        return [
            Candidate(
                title=f"Import `{known}` instead of `{facts.name}`",
                explanation=f"{missing}, but there is `{known}`.",
                source=f"rule:{self.name}",
                after=code.replaced(spans, known),
            )
            for known in similar(facts.name, filter(str.isidentifier, facts.known), closed=True)
        ]
