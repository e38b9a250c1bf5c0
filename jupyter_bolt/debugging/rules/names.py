"""Misspelt names, against the names that are live where the error was raised."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode, Span
from .removed_names import removed_name
from .rule import Candidate
from .similar import similar

FUNCTIONS = frozenset(
    name
    for name, value in vars(builtins).items()
    if callable(value) and not (isinstance(value, type) and issubclass(value, BaseException))
)
"""Built-ins that are called, seldom named: an undefined `lst` that is not called is not `list`."""


class MisspeltName:
    """A name that is not defined, where a similar one is."""

    name = "names"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        facts, code = error.facts, CellCode(cell.source)
        span = code.span(facts)
        if error.name not in {"NameError", "UnboundLocalError"} or span is None or facts.name is None:
            return []
        if removed_name(error):
            return []
        spans = self._spans(code, facts.name, span)
        return [
            Candidate(
                title=f"Replace `{facts.name}` by `{known}`",
                explanation=f"There is no `{facts.name}`, but there is `{known}`.",
                source=f"rule:{self.name}",
                after=code.replaced(spans, known),
            )
            for known in similar(facts.name, filter(str.isidentifier, facts.known))
            if known not in FUNCTIONS or code.calls(facts.name) or sorted(known) == sorted(facts.name)
        ]

    def _spans(self, code: CellCode, name: str, span: Span) -> list[Span]:
        """All uses of the name, or this one only where the cell gives it a value elsewhere."""
        if code.binds(name, outside_line=span.line):
            return [span]
        return [span, *code.names(name)]
