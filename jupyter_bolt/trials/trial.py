"""What is tried: code in the place of a notebook's cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from ..notebooks.cells import Notebook
from .evidence import TrialLimits

ASKED_ABOVE_S = 10.0
ReplaySeconds = Annotated[
    float,
    Field(
        gt=0,
        le=86_400,
        description="Seconds that a replay of the cells above may be expected to take, and may take; a server "
        "may allow less. One that takes longer is not run: the answer then says what to expect, so that it can "
        "be asked for.",
    ),
]


def say_nothing(waits: bool) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Trial:
    """Code that is run in the place of a cell, without keeping anything of it."""

    notebook: Notebook
    cell_id: str
    code: str
    limits: TrialLimits = field(default_factory=TrialLimits)
    first: tuple[str, ...] = ()
    """Sources of cells that are run before it. When one fails, that is the trial's error."""
    later: tuple[str, ...] = ()
    """Sources of cells that are run after it; of these only the first error is told."""
    replay_s: float = ASKED_ABOVE_S
    """Seconds that a replay may be expected to take; one that takes longer is asked for first."""
    plain: bool = False
    """Whether a plain traceback is enough: drawing the kernel's own takes up to half a second."""
    waits: Callable[[bool], None] = field(default=say_nothing, compare=False)
    """Told True when it has to wait until other replays have ended, and False when it need no longer."""
