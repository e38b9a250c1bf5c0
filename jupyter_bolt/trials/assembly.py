"""Put evidence together from what a trial's processes report."""

from __future__ import annotations

import re
import signal
from typing import Literal

from ..inside.later import OTHER_LOOP
from ..inside.wire import Frame
from .evidence import Evidence, LaterError, StreamOutput
from .frames import MOST_NAMED, TrialFrame, read_frame, sentence
from .outputs import Outputs

READ_ONLY = re.compile(r"[^\n]*Read-only file system[^\n]*")
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}
RUNS_COMMANDS = re.compile(
    r"^\s*!|=\s*!|^\s*%%?(?:!|bash|sh|script|sx|system|perl|ruby)\b|subprocess|os\.system|popen|\.system\(|getoutput|pexpect",
    re.MULTILINE,
)
"""Code whose standard output may be another program's."""


class Obstacle(Exception):
    """Why a fork could not show anything: the cell is to be replayed."""


ENDED = {
    "processes": "it started too many processes",
    "memory": "it used too much memory",
    "garbled": "its report can't be read",
}
"""Why a supervisor ends a trial, in words for the user."""


class Report:
    """What a fork or a replay reports, frame by frame, and what it amounts to."""

    def __init__(
        self, how: Literal["fork", "replay"], time_s: float, code: str = "", *, later: int = 0
    ) -> None:
        """`later`: how many cells are run after the tried one."""
        self._how: Literal["fork", "replay"] = how
        self._time_s = time_s
        self._runs_commands = bool(RUNS_COMMANDS.search(code))
        self._outputs = Outputs()
        self._result: TrialFrame | None = None
        self._end: TrialFrame | None = None
        self._files: TrialFrame | None = None
        self._status = 0
        self._reached: list[str] = []
        self._seconds: float | None = None
        self._busy_s = 0.0
        self._later_cells = later
        self._later: LaterError | None = None
        self._inconclusive = False

    def add(self, told: Frame) -> bool:
        """Take one frame. Returns whether it was the last. Raises `Obstacle`."""
        frame = read_frame(told)
        if frame.seconds is not None:
            self._seconds = frame.seconds
        if frame.kind == "obstacle":
            raise Obstacle(frame.reason or "the fork could not be made")
        if frame.kind == "output":
            self._outputs.add(frame.msg_type, frame.content)
        elif frame.kind == "result":
            self._result = frame
        elif frame.kind == "files":
            self._files = frame
        elif frame.kind == "exit" and frame.status is not None:
            self._status = frame.status
        elif frame.kind == "reached" and len(self._reached) < MOST_NAMED:
            self._reached.append(frame.label)
        elif frame.kind == "forked":
            self._busy_s = frame.busy_s
        elif frame.kind == "later":
            self._later = self._later or frame.later_error(self._later_cells)
        elif frame.kind == "inconclusive":
            self._inconclusive = True
        elif frame.kind == "end":
            self._end = self._end or frame
        return frame.kind == "end"

    def evidence(self, total_s: float) -> Evidence:
        """The evidence, once the last frame has come. Raises `Obstacle`."""
        seconds = total_s if self._seconds is None else min(self._seconds, total_s)
        outcome, reason = self._outcome()
        result = self._result if self._result and not self._was_killed() else read_frame({})
        files = self._files or read_frame({})
        return Evidence(
            outcome=outcome,
            how="none" if outcome == "not_tried" else self._how,
            reason=reason,
            outputs=self._outputs.list(),
            error=result.cell_error(),
            variables=result.variable_changes(),
            files=files.file_changes(),
            seconds=seconds,
            overhead_s=total_s - seconds,
            busy_s=min(self._busy_s, total_s),
            memory_bytes=result.memory_bytes,
            later=self._later if outcome == "ran" and not self._inconclusive else None,
            truncated=any(frame.was_cut for frame in (self._end, result, files) if frame),
        )

    def _outcome(self) -> tuple[Literal["ran", "failed", "not_tried"], str]:
        why = self._not_tried()
        if why:
            return "not_tried", sentence(why)
        broken = self._broken()
        if broken:
            return "failed", broken
        return ("failed" if self._result and self._result.error else "ran"), ""

    def _not_tried(self) -> str:
        """Why what was seen says nothing about the code, or ""."""
        ending = self._end.reason if self._end else ""
        result = self._result or read_frame({})
        reached = [*result.hosts, *self._reached]
        if ending == "busy":
            return "the kernel is busy"
        if ending == "stuck":
            raise Obstacle("it waits for a thread of the kernel's that a fork does not have")
        if self._how == "fork" and result.error and OTHER_LOOP in result.error.message:
            raise Obstacle("it waits for something on the kernel's own event loop")
        if result.error and result.error.name == "StdinNotImplementedError":
            return "it asks for input"
        if ending == "talked" and reached:
            return f"it talks over the open connection to {reached[-1]}"
        if reached:
            return f"it reaches out to {', '.join(dict.fromkeys(reached))}"
        refused = next(iter(result.denied), "") or result.refused
        if refused:
            return f"it does what a trial may not ({refused})"
        shown = READ_ONLY.search(self._told_by_programs())
        return f"it does what a trial may not ({shown.group().strip()})" if shown else ""

    def _told_by_programs(self) -> str:
        """The output where a program says what it could not do."""
        streams = [each for each in self._outputs.list() if isinstance(each, StreamOutput)]
        return "\n".join(each.text for each in streams if each.name == "stderr" or self._runs_commands)

    def _broken(self) -> str:
        """Which limit the code broke, or how its process ended, or ""."""
        ending = self._end.reason if self._end else ""
        if ending == "time":
            return f"ended after {self._time_s:g} s"
        if ending in ENDED:
            return f"ended: {ENDED[ending]}"
        if self._result and not self._was_killed():
            return ""
        if self._status & 0x7F:
            return self._killed_by(self._status & 0x7F)
        return f"it ended its process (exit code {self._status >> 8}) before a result could be read"

    def _was_killed(self) -> bool:
        """Whether a signal ended a fork's process, unasked: a result is then another process's of the cell."""
        asked = self._end is not None and bool(self._end.reason)
        return self._how == "fork" and bool(self._status & 0x7F) and not asked

    def _killed_by(self, number: int) -> str:
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        if number in CRASHES and self._how == "fork":
            raise Obstacle(f"its fork crashed ({name})")
        return f"its process was ended by {name}"
