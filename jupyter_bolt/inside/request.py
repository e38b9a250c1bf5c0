"""What a kernel is asked for: the types of the messages, and the limits of a trial."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

REQUEST, STOP, EVENT = "jupyter_bolt_trial_request", "jupyter_bolt_trial_stop", "jupyter_bolt_trial_event"


class Limits(TypedDict):
    """How much one trial may use, beyond what the kernel has."""

    time_s: float
    memory_bytes: int
    output_bytes: int
    files_bytes: int
    processes: int


class Cells(NamedTuple):
    """The code that is tried, the cells that are run before it, and those that are run after it.

    `plain`: whether a plain traceback is enough. IPython's own, of an error deep inside a large package,
    takes half a second to draw in a fresh fork.
    """

    first: list[str]
    code: str
    later: list[str]
    plain: bool = False


class TrialRequest(TypedDict):
    """Run code in a fork. `wait_s`: how long the kernel may be busy until it is too late."""

    trial_id: str
    first: list[str]
    code: str
    later: list[str]
    plain: bool
    limits: Limits
    wait_s: float
