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
    """The trial's ends, as descriptors: frames, standard streams, and where it hands its seccomp listener over."""

    frames: int
    stdout: int
    stderr: int
    listener: int


class Channels:
    """Both ends of everything that a trial tells. `tell` is called with each place that it tries to reach."""

    def __init__(self, tell: Callable[[str], None], shared: str | None) -> None:
        frames, trial_frames = os.pipe()
        stdout, trial_stdout = os.pipe()
        stderr, trial_stderr = os.pipe()
        ours, theirs = socket.socketpair()
        self.trial = TrialEnds(trial_frames, trial_stdout, trial_stderr, theirs.detach())
        self._trial_open = True
        self.listener = Listener(ours, tell, shared)
        self.reader = Reader(frames)
        self.streams = {"stdout": stdout, "stderr": stderr}
        for number in (frames, stdout, stderr):
            os.set_blocking(number, False)

    def numbers(self) -> list[int]:
        """The supervisor's ends."""
        return [self.reader.descriptor, *self.streams.values(), self.listener.channel.fileno()]

    def close_trial_ends(self) -> None:
        """Let the trial's channels end with the trial."""
        if self._trial_open:
            self._trial_open = False
            for number in self.trial:
                os.close(number)

    def close(self) -> None:
        """Close both ends, for a trial that could not be started."""
        self.close_trial_ends()
        for number in (self.reader.descriptor, *self.streams.values()):
            os.close(number)
        self.listener.close()
