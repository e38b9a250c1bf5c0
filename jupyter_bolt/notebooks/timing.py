"""How long a cell took, from what front ends note in its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

STARTED, ENDED = "iopub.execute_input", "shell.execute_reply"


def recorded_seconds(metadata: object) -> float | None:
    """Seconds between the start and the reply of a cell's last run, where its metadata hold both times."""
    execution = metadata.get("execution") if isinstance(metadata, Mapping) else None
    if not isinstance(execution, Mapping):
        return None
    started, ended = _time(execution.get(STARTED)), _time(execution.get(ENDED))
    if started is None or ended is None:
        return None
    try:
        seconds = (ended - started).total_seconds()
    except TypeError:  # one of them has a time zone
        return None
    return seconds if seconds >= 0 else None


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
