"""Whether a cell failed since the cells above it have not run in this kernel."""

from __future__ import annotations

import pytest

from jupyter_bolt.notebooks.cells import Cell
from jupyter_bolt.trials.evidence import CellError, ErrorFacts, Evidence
from jupyter_bolt.trials.unrun import misses_cells_above


@pytest.mark.parametrize(
    ("error", "name", "known", "misses"),
    [
        ("NameError", "lenght", [], True),
        ("NameError", "lenght", ["length"], False),
        ("NameError", "price", [], False),
        # A function's own name without a value: no cell above would give it one.
        ("UnboundLocalError", "length", [], False),
        ("KeyError", "length", [], False),
    ],
)
def test_only_a_name_that_a_cell_above_would_have_made_tells(
    error: str, name: str, known: list[str], misses: bool
) -> None:
    facts = ErrorFacts(name=name, known=known)
    evidence = Evidence(outcome="failed", how="fork", error=CellError(name=error, message="", facts=facts))
    above = [Cell(cell_id="a", source="length = 42", executed=True)]
    assert misses_cells_above(evidence, above) is misses
