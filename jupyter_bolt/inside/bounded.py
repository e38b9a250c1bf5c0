"""Look at the user's objects within bounds of time and size: what they run may do anything."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

MESSAGE_BYTES = 4_096
NAME_CHARACTERS = 200
PART_SECONDS = 1.0
T = TypeVar("T")


class TooSlow(BaseException):
    """A part took longer than its time; not an `Exception`, so that the user's code lets it pass."""


def bounded(part: Callable[[], T]) -> T | None:
    """Run a part within its time; None when it raises anything, even `SystemExit`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    try:
        handler = signal.signal(signal.SIGALRM, stop)
        timer = signal.setitimer(signal.ITIMER_REAL, PART_SECONDS)
    except (ValueError, AttributeError):
        return unless_it_raises(part)
    try:
        try:
            return part()
        finally:
            signal.setitimer(signal.ITIMER_REAL, *timer)
            signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
    except BaseException:  # it is the user's code that runs here
        return None


def unless_it_raises(part: Callable[[], T]) -> T | None:
    """Run a part without a time: outside the main thread, or where there is no alarm."""
    try:
        return part()
    except BaseException:  # it is the user's code that runs here
        return None


def clean(text: object, most: int = NAME_CHARACTERS) -> str:
    """A plain `str` that JSON can carry, whatever subclass or lone surrogate it was."""
    plain = "".join(str.__iter__(text)) if isinstance(text, str) else str(text)
    return plain[:most].encode("utf-8", "backslashreplace").decode("utf-8")


def message_of(error: BaseException) -> str:
    """What the error says, at most `MESSAGE_BYTES` of it."""
    try:
        text = clean(str(error), MESSAGE_BYTES)
    except BaseException:  # it is the user's code that runs here
        text = f"<{clean(type(error).__name__)} whose message could not be read>"
    return text.encode("utf-8")[:MESSAGE_BYTES].decode("utf-8", "ignore")
