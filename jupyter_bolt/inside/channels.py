"""The pipes and the socket between a supervisor and its trial."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, NamedTuple

from .reach import Listener
from .wire import Reader

if TYPE_CHECKING:
    from collections.abc import Callable


class TrialEnds(NamedTuple):
    """The trial's ends, as descriptors: frames, standard streams, where it hands its seccomp listener over, and
    what ends when it may go on after its result (-1: it does not wait)."""

    frames: int
    stdout: int
    stderr: int
    listener: int
    go: int = -1


class Channels:
    """Both ends of everything that a trial tells. `tell` is called with each place that it tries to reach."""

    def __init__(self, tell: Callable[[str], None], shared: str | None, *, waits: bool) -> None:
        frames, trial_frames = os.pipe()
        stdout, trial_stdout = os.pipe()
        stderr, trial_stderr = os.pipe()
        ours, theirs = socket.socketpair()
        go, self._go = os.pipe() if waits else (-1, -1)
        self.trial = TrialEnds(trial_frames, trial_stdout, trial_stderr, theirs.detach(), go)
        self._trial_open = True
        self.listener = Listener(ours, tell, shared)
        self.reader = Reader(frames)
        self.streams = {"stdout": stdout, "stderr": stderr}
        for number in (frames, stdout, stderr):
            os.set_blocking(number, False)

    def numbers(self) -> list[int]:
        """The supervisor's ends."""
        numbers = [self.reader.descriptor, *self.streams.values(), self.listener.channel.fileno(), self._go]
        return [number for number in numbers if number >= 0]

    def go_on(self) -> None:
        """Let a trial go on that waits after its result."""
        if self._go >= 0:
            os.close(self._go)
            self._go = -1

    def close_trial_ends(self) -> None:
        """Let the trial's channels end with the trial."""
        if self._trial_open:
            self._trial_open = False
            for number in self.trial:
                if number >= 0:
                    os.close(number)

    def close(self) -> None:
        """Close both ends, for a trial that could not be started."""
        self.close_trial_ends()
        self.go_on()
        for number in (self.reader.descriptor, *self.streams.values()):
            os.close(number)
        self.listener.close()
