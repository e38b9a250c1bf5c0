"""Tell an error of a cell that is run after the tried one from what only the trial has caused."""

from __future__ import annotations

from .bounded import bounded, clean, message_of
from .denials import refusal

OTHER_LOOP = "attached to a different loop"


def later_error(error: BaseException) -> dict[str, str] | None:
    """Return the error's name and message, or None where a trial may be all that it comes from."""
    name = bounded(lambda: clean(type(error).__name__)) or "Exception"
    message = bounded(lambda: message_of(error)) or ""
    if isinstance(error, MemoryError) or name == "StdinNotImplementedError" or OTHER_LOOP in message:
        return None
    return None if refusal(error) else {"name": name, "message": message}
