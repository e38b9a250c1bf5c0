"""What a trial's process tells of the code that it ran."""

from __future__ import annotations

import os
import resource
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from . import wire
from .denials import refusal
from .error_facts import describe_error
from .later import later_error
from .variables import Snapshot

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from .denials import Denials


FIRST = "first cell"
"""The file in frames of a cell that was run before the tried one and failed."""


class Ran(NamedTuple):
    """What a cell raised, IPython's traceback of it, and its source as typed. `first`: it is not the tried one."""

    error: BaseException | None
    traceback: list[str]
    source: str
    first: bool = False


class CellFacts:
    """What is seen by looking before and after code: its error, its variables, its memory.

    `source`: of all the cells between the two looks, as IPython transforms it.
    """

    def __init__(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        self._held = _resident_bytes()
        self._variables = Snapshot(namespace, hidden, source)

    def after(self, ran: Ran, *, cell_files: set[str]) -> wire.Frame:
        """The result as a frame. `cell_files`: the names under which cells were compiled."""
        result: wire.Frame = {"kind": "result", "error": None}
        if ran.error is not None:
            result["error"] = _described(ran, ran.error, cell_files)
            result["refused"] = refusal(ran.error)
        result["variables"], result["truncated"] = self._variables.changes()
        result["memory_bytes"] = max(0, _most_resident_bytes() - self._held)
        return result


def _described(ran: Ran, error: BaseException, cell_files: set[str]) -> wire.Frame:
    told = dict(describe_error(error, cell_files=cell_files, source=ran.source), traceback=ran.traceback)
    if ran.first:
        told["facts"] = {}
        for frame in told["frames"]:
            frame["file"] = FIRST if frame["file"] == "cell" else frame["file"]
    return told


class Report:
    """Reports on a trial's cells from within: outputs as they come, and at the end what was seen.

    `go`: the end of a pipe that ends when the evidence of the cell is complete, or -1.
    """

    def __init__(self, out: int, denied: Denials, go: int) -> None:
        self._out = out
        self._denied = denied
        self._go = go
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._heard = True

    def output(self, message_type: str, content: Mapping[str, Any]) -> None:
        """Report one message that a front end would show."""
        if not self._heard:
            return
        if os.getpid() != self._pid:
            _write_text(content)
            return
        body = wire.pack({"kind": "output", "msg_type": message_type, "content": content})
        if len(body) > wire.MOST_OUTPUT_BYTES:
            body = wire.pack({"kind": "cut"})
        with self._lock:
            wire.send_body(self._out, body)

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Drop what is printed or shown meanwhile, also by programs that are started."""
        streams = (1, 2)
        kept = [os.dup(number) for number in streams]
        nothing = os.open("/dev/null", os.O_WRONLY)
        for number in streams:
            os.dup2(nothing, number)
        os.close(nothing)
        self._heard = False
        yield
        self._heard = True
        for number, former in zip(streams, kept):
            os.dup2(former, number)
            os.close(former)

    def begin(self, namespace: Mapping[str, Any], hidden: Container[str], source: str) -> None:
        """Look at what there is before the cells, whose source is given."""
        self._facts = CellFacts(namespace, hidden, source)
        self.start()

    def start(self) -> None:
        """Take the time from here."""
        self._started = time.perf_counter()

    def result(self, ran: Ran, *, cell_files: set[str], waits: bool) -> None:
        """Report the result, and end this process unless it `waits` to run later cells."""
        seconds = time.perf_counter() - self._started
        result = self._facts.after(ran, cell_files=cell_files)
        told = {"seconds": seconds, "denied": self._denied.paths, "hosts": self._denied.hosts, "waits": waits}
        own = os.getpid() == self._pid  # not a process that the cell has forked
        if own:
            with self._lock:
                wire.send(self._out, {**result, **told})
        if not own or not waits:
            os._exit(0)
        os.read(self._go, 1)
        self._noted = self._denied.count

    def later(self, number: int, error: BaseException | None) -> bool:
        """Report what a later cell raised. Returns whether the next is to be run."""
        refused = self._denied.count > self._noted
        told = later_error(error) if error is not None and not refused else None
        if told is not None:
            with self._lock:
                wire.send(self._out, {"kind": "later", "later": dict(told, number=number)})
        return error is None and not refused


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
