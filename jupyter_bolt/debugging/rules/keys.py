"""Misspelt keys of mappings and columns of data frames, against those that are there."""

from __future__ import annotations

from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode, Span
from .rule import Candidate
from .similar import similar

OTHER_ERRORS = frozenset(
    {"NameError", "UnboundLocalError", "AttributeError", "ImportError", "ModuleNotFoundError"}
)
"""Errors whose facts speak of something else than a key."""


class MisspeltKey:
    """A key or column that is not there, where a similar one is."""

    name = "keys"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        facts, code = error.facts, CellCode(cell.source)
        span = code.span(facts)
        if error.name in OTHER_ERRORS or span is None or facts.name is None:
            return []
        same = code.keys(facts.name, facts.owner_source) if facts.owner_source else ()
        spans = [span, *same]
        what = "column" if "Frame" in (facts.owner_type or "") else "key"
        owner = f"`{facts.owner_source}`" if facts.owner_source else f"The `{facts.owner_type}`"
        return [
            Candidate(
                title=f"Replace `{facts.name}` by `{known}`",
                explanation=f"{owner} has no {what} `{facts.name}`, but it has `{known}`.",
                source=f"rule:{self.name}",
                after=code.replaced(spans, written),
            )
            for known in similar(facts.name, facts.known)
            if (written := _written(known, code, span)) is not None
        ]


def _written(key: str, code: CellCode, span: Span) -> str | None:
    """The key as it is written in this place; None where it would need escapes."""
    line = code.lines[span.line - 1]
    before, after = line[: span.column][-1:], line[span.end_column :][:1]
    if before != after or before not in {"'", '"'}:
        return key if key.isidentifier() else f"`{key}`"
    return key if key.isprintable() and before not in key and "\\" not in key else None
