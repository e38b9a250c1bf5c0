"""The list of what Bolt can do. A capability that is not here does not exist for any door."""

from __future__ import annotations

from .capability import AnyCapability, Registry
from .trials.capability import run_trial

CAPABILITIES: list[AnyCapability] = [
    run_trial,
]


def build_registry() -> Registry:
    """Return every capability, for a door to serve."""
    return Registry(CAPABILITIES)
