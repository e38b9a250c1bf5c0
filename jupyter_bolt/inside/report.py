"""What a trial's process tells of the code that it ran."""

from __future__ import annotations

import os
import resource
import threading
import time
from typing import TYPE_CHECKING, Any

from . import wire
from .denials import refusal
from .error_facts import describe_error
from .variables import Snapshot

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from .denials import Denials


class CellFacts:
    """What is seen of a cell by looking before and after it: its error, its variables, its memory."""

    def __init__(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        self._source = source
        self._held = _resident_bytes()
        self._variables = Snapshot(namespace, hidden, source)

    def after(self, error: BaseException | None, *, cell_files: set[str], traceback: list[str]) -> wire.Frame:
        """The result as a frame. `cell_files`: the names under which cells were compiled."""
        result: wire.Frame = {"kind": "result", "error": None}
        if error is not None:
            facts = describe_error(error, cell_files=cell_files, source=self._source)
            result["error"] = dict(facts, traceback=traceback)
            result["refused"] = refusal(error)
        result["variables"], result["truncated"] = self._variables.changes()
        result["memory_bytes"] = max(0, _most_resident_bytes() - self._held)
        return result


class Report:
    """Reports on a trial's cell from within: outputs as they come, and at the end what was seen."""

    def __init__(self, out: int, denied: Denials) -> None:
        self._out = out
        self._denied = denied
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def output(self, message_type: str, content: Mapping[str, Any]) -> None:
        """Report one message that a front end would show."""
        if os.getpid() != self._pid:
            _write_text(content)
            return
        body = wire.pack({"kind": "output", "msg_type": message_type, "content": content})
        if len(body) > wire.MOST_OUTPUT_BYTES:
            body = wire.pack({"kind": "cut"})
        with self._lock:
            wire.send_body(self._out, body)

    def begin(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        """Look at what there is before the cell."""
        self._facts = CellFacts(namespace, hidden, source)
        self._started = time.perf_counter()

    def end(self, error: BaseException | None, *, cell_files: set[str], traceback: list[str]) -> None:
        """Report the result and end this process."""
        seconds = time.perf_counter() - self._started
        result = self._facts.after(error, cell_files=cell_files, traceback=traceback)
        told = {"seconds": seconds, "denied": self._denied.paths, "hosts": self._denied.hosts}
        if os.getpid() == self._pid:  # not a process that the cell has forked
            with self._lock:
                wire.send(self._out, {**result, **told})
        os._exit(0)


def _write_text(content: Mapping[str, Any]) -> None:
    """In a process that the cell has forked: the pipe for frames is not its own, standard output is."""
    text = content.get("text")
    if isinstance(text, str):
        os.write(2 if content.get("name") == "stderr" else 1, text.encode("utf-8", "replace"))


def _resident_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def _most_resident_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
