"""Passes on to the kernel what a trial says."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

from . import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from .wire import Frame


class Relay:
    """Passes on frames and text within the trial's limits, and notes why the trial is to end.

    `ending`: that reason, as the last frame names it; None as long as it may go on. `on_result` is called
    when the trial waits after its result. From `complete` on, what is seen says nothing about the tried cell.
    """

    def __init__(self, out: int, output_bytes: int) -> None:
        self._out = out
        self._output_bytes = output_bytes
        self.ending: str | None = None
        self.complete = False
        self.on_result: Callable[[], None] | None = None
        self.kept_bytes = 0
        self.truncated = False
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {name: decoder("replace") for name in ("stdout", "stderr")}

    def report(self, frame: Frame) -> None:
        """Send a frame to the kernel."""
        try:
            wire.send(self._out, frame)
        except OSError:
            self.end("the kernel has ended")

    def end(self, reason: str) -> None:
        """Have the trial end, unless it is to end for another reason already."""
        if self.ending is None and self.complete:
            self.report({"kind": "inconclusive"})
        if self.ending is None:
            self.ending = "" if self.complete else reason

    def report_exit(self, frame: Frame) -> None:
        """Report how the trial's process ended."""
        if not self.complete:
            self.report(frame)

    def reached(self, label: str) -> None:
        """Report where the trial tried to reach and was refused."""
        if self.complete:
            self.end("reached")
        else:
            self.report({"kind": "reached", "label": label})

    def talked(self, label: str) -> None:
        """Report that the trial uses an inherited connection; what it would show then is not true."""
        self.reached(label)
        self.end("talked")

    def take(self, frame: Frame) -> None:
        """Pass on a frame of the trial's process, which is not trusted."""
        try:
            self._take(frame)
        except (TypeError, ValueError, RecursionError, AttributeError):
            self.end("garbled")

    def _take(self, frame: Frame) -> None:
        kind = frame.get("kind")
        if self.complete:
            if kind == "later" and self.ending is None:
                self.report(frame)
        elif kind == "output":
            self._keep(len(str(frame)), frame)
        elif kind == "result":
            frame["denied"] = [path for path in frame.get("denied", ()) if _is_allowed(str(path))]
            if not _is_allowed(str(frame.get("refused") or "")):
                frame["refused"] = ""
            self.report(frame)
            if frame.get("waits") and self.on_result is not None:
                self.on_result()
        elif kind == "obstacle":
            self.report(frame)
        elif kind == "cut":
            self.truncated = True

    def take_text(self, name: str, text: bytes) -> None:
        """Pass on what was written to `stdout` or `stderr`; a character may come in two parts."""
        content = {"name": name, "text": self._decoders[name].decode(text)}
        self._keep(len(text), {"kind": "output", "msg_type": "stream", "content": content})

    def _keep(self, size: int, frame: Frame) -> None:
        """Pass an output on while there is room; images may take eight times the room of text."""
        if self.complete:
            return
        self.kept_bytes += size if frame.get("msg_type") == "stream" else size // 8
        if self.kept_bytes > self._output_bytes:
            self.truncated = True
        else:
            self.report(frame)


def _is_allowed(path: str) -> bool:
    """Whether the user may read and write there when no trial confines him. True for what is no path."""
    if not path.startswith("/"):
        return True
    if os.path.exists(path) and not os.access(path, os.R_OK):
        return False
    while not os.path.lexists(path):
        path = os.path.dirname(path)
    return os.access(path, os.W_OK)
