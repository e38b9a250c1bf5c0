"""The list of what Bolt can do. A capability that is not here does not exist for any door."""

from __future__ import annotations

from .capability import AnyCapability, Registry
from .debugging.capability import explain_error, fix_cell
from .debugging.notebooks import fix_notebooks
from .notebooks.capability import read_notebook
from .proposals.capability import accept_proposal, reject_proposal, undo_proposal
from .trials.capability import run_trial

CAPABILITIES: list[AnyCapability] = [
    read_notebook,
    fix_notebooks,
    run_trial,
    explain_error,
    fix_cell,
    accept_proposal,
    reject_proposal,
    undo_proposal,
]


def build_registry() -> Registry:
    """Return every capability, for a door to serve."""
    return Registry(CAPABILITIES)
