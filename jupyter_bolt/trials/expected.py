"""How long a replay is expected to take, and how long it may."""

from __future__ import annotations

from collections.abc import Sequence

from ..notebooks.cells import Cell

START_S = 1.5
"""A confined kernel's start, until it has answered."""


def expected_seconds(cells: Sequence[Cell], tried: Cell) -> float | None:
    """Seconds from what the cells took when they last ran; None where one of those above is not known."""
    known = [cell.seconds for cell in cells if cell.seconds is not None]
    if len(known) < len(cells):
        return None
    return round(START_S + sum(known) + (tried.seconds or 0.0), 1)


def asking(expected_s: float) -> str:
    """Why a replay waits to be asked for."""
    return f"a replay is expected to take about {rounded(expected_s)}"


def rounded(seconds: float) -> str:
    """Seconds as one would say them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.0f} h"
