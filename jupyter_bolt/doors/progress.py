"""Progress on a terminal: one line that is written anew, and what is done for good."""

from __future__ import annotations

import shutil
import sys
from typing import Self

from pydantic import BaseModel

from .terminal import Printable, harmless, write_raw, write_text

CLEAR = "\r\x1b[K"


class TerminalProgress:
    """Shows what a capability tells while it works.

    An event with a text of its own goes to standard output, unless that is to hold one JSON document;
    of others the `message` goes to standard error, on one line that is replaced on a terminal.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._live = sys.stderr.isatty()

    def tell(self, event: BaseModel) -> None:
        self._clear()
        message = getattr(event, "message", None)
        if isinstance(event, Printable) and not self._as_json:
            write_text(sys.stdout, event.to_text())
        elif isinstance(message, str):
            self._show(message)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._clear()

    def _show(self, message: str) -> None:
        line = harmless(message.replace("\n", " "), colours=False)
        if self._live:
            write_raw(sys.stderr, line[: shutil.get_terminal_size().columns - 1])
        else:
            write_text(sys.stderr, line)

    def _clear(self) -> None:
        if self._live:
            write_raw(sys.stderr, CLEAR)
