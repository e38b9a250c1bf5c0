"""Put evidence together from what a trial's processes report."""

from __future__ import annotations

import re
import signal
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from ..inside.wire import Frame
from .evidence import CellError, Evidence, FileChange, StreamOutput, VariableChange
from .outputs import Outputs

READ_ONLY = re.compile(r"[^\n]*Read-only file system[^\n]*")
OTHER_LOOP = "attached to a different loop"
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}
VARIABLES = TypeAdapter(list[VariableChange])
FILES = TypeAdapter(list[FileChange])
Item = TypeVar("Item")


class Obstacle(Exception):
    """Why a fork could not show anything: the cell is to be replayed."""


class Report:
    """What a fork or a replay reports, frame by frame, and what it amounts to."""

    def __init__(self, how: Literal["fork", "replay"], time_s: float) -> None:
        self._how: Literal["fork", "replay"] = how
        self._time_s = time_s
        self._outputs = Outputs()
        self._result: Frame = {}
        self._end: Frame = {}
        self._files: Frame = {}
        self._status: int | None = None
        self._reached: list[str] = []
        self._seconds: float | None = None
        self.busy_s = 0.0

    def add(self, frame: Frame) -> bool:
        """Take one frame. Returns whether it was the last. Raises `Obstacle`."""
        kind = frame.get("kind")
        self._seconds = frame.get("seconds", self._seconds)
        if kind == "obstacle":
            raise Obstacle(str(frame.get("reason")))
        if kind == "output":
            self._outputs.add(str(frame.get("msg_type")), dict(frame.get("content") or {}))
        elif kind == "result":
            self._result = frame
        elif kind == "files":
            self._files = frame
        elif kind == "exit":
            self._status = int(frame.get("status", self._status or 0))
        elif kind == "reached":
            self._reached.append(str(frame.get("label")))
        elif kind == "forked":
            self.busy_s = float(frame.get("busy_s", 0.0))
        elif kind == "end" and not self._end:
            self._end = frame
        return kind == "end"

    def evidence(self, total_s: float) -> Evidence:
        """The evidence, once the last frame has come. Raises `Obstacle`."""
        seconds = total_s if self._seconds is None else float(self._seconds)
        outcome, reason = self._outcome()
        return Evidence(
            outcome=outcome,
            how="none" if outcome == "not_tried" else self._how,
            reason=reason,
            outputs=self._outputs.list(),
            error=_error(self._result.get("error")),
            variables=_items(VARIABLES, self._result.get("variables")),
            files=_items(FILES, self._files.get("files")),
            seconds=seconds,
            overhead_s=max(0.0, total_s - seconds),
            busy_s=self.busy_s,
            memory_bytes=int(self._result.get("memory_bytes", 0)),
            truncated=any(frame.get("truncated") for frame in (self._end, self._result, self._files)),
        )

    def _outcome(self) -> tuple[Any, str]:
        why = self._not_tried()
        if why:
            return "not_tried", why
        broken = self._broken()
        if broken:
            return "failed", broken
        return ("failed" if self._result.get("error") else "ran"), ""

    def _not_tried(self) -> str:
        """Why what was seen says nothing about the code, or ""."""
        ending = self._end.get("reason")
        error = self._result.get("error") or {}
        reached = [*map(str, self._result.get("hosts") or ()), *self._reached]
        if ending == "busy":
            return "the kernel is busy"
        if ending == "stuck":
            raise Obstacle("it waits for a thread of the kernel's that a fork does not have")
        if self._how == "fork" and OTHER_LOOP in str(error.get("message", "")):
            raise Obstacle("it waits for something on the kernel's own event loop")
        if error.get("name") == "StdinNotImplementedError":
            return "it asks for input"
        if ending == "talked":
            return f"it talks over the open connection to {reached[-1]}"
        if reached:
            return f"it reaches out to {', '.join(dict.fromkeys(reached))}"
        refused = next(iter(self._result.get("denied") or ()), "") or self._result.get("refused")
        if refused:
            return f"it does what a trial may not ({refused})"
        shown = READ_ONLY.search(
            "\n".join(o.text for o in self._outputs.list() if isinstance(o, StreamOutput))
        )
        return f"it does what a trial may not ({shown.group().strip()[:200]})" if shown else ""

    def _broken(self) -> str:
        """Which limit the code broke, or how its process ended, or ""."""
        ending = self._end.get("reason")
        if ending == "time":
            return f"ended after {self._time_s:g} s"
        if ending == "processes":
            return "ended: it started too many processes"
        if ending == "memory":
            return "ended: it used too much memory"
        if self._result:
            return ""
        status = self._status or 0
        if status & 0x7F:
            number = status & 0x7F
            if number in CRASHES and self._how == "fork":
                raise Obstacle(f"its fork crashed ({signal.Signals(number).name})")
            return f"its process was ended by {signal.Signals(number).name}"
        return f"it ended its process (exit code {status >> 8}) before a result could be read"


def _error(frame: Frame | None) -> CellError | None:
    if not frame:
        return None
    try:
        return CellError.model_validate(frame)
    except ValidationError:
        return CellError(name="Error", message="The error could not be read.")


def _items(kind: TypeAdapter[list[Item]], frames: object) -> list[Item]:
    try:
        return kind.validate_python(frames or [])
    except ValidationError:
        return []
