"""What a supervisor puts a trial in: namespaces of its own, or a scratch copy of the folder."""

from __future__ import annotations

import os
import signal
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

from . import linux
from .descriptors import Obstacle
from .init import NamespaceInit
from .namespaces import namespaces
from .scratch import ScratchView
from .strays import descendants, kill_strays
from .trial import become
from .view import Unavailable
from .wire import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from .relay import Relay
    from .trial import Task
    from .wire import Frame

START_S = 5.0
GRACE_S = 1.0


class Enclosure(ABC):
    """Starts a trial, marks its files, and ends everything of it."""

    def __init__(self, task: Task, relay: Relay) -> None:
        self._task = task
        self._relay = relay
        self._files_listed = False
        self.trial_pid: int | None = None

    @abstractmethod
    def start(self) -> None:
        """Start the trial. Raises `Unavailable` where this kind can't be had, `Obstacle` where no trial can be."""

    def readers(self) -> list[tuple[Reader, Callable[[Frame], None]]]:
        """What else there is to listen to, and who takes the frames."""
        return []

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether nothing of the trial runs any more."""

    @abstractmethod
    def mark(self) -> None:
        """Take the files written so far as not the trial's doing."""

    @abstractmethod
    def list_files(self) -> None:
        """Report the files written so far as the trial's, not those that come, and let it go on."""

    def _report_files(self, frame: Frame) -> None:
        if not self._files_listed:
            self._files_listed = True
            self._relay.report(frame)

    @abstractmethod
    def end(self, pass_on: Callable[[float], None]) -> None:
        """End whatever is left of the trial and report its files. `pass_on` hands on what is heard meanwhile."""

    @abstractmethod
    def clean_up(self) -> None:
        """Leave no process behind."""


class Namespaces(Enclosure):
    """A trial behind an init of its own namespaces."""

    def start(self) -> None:
        frames, out = os.pipe()
        user = os.getuid(), os.getgid()
        flags = namespaces()
        try:
            self._pid = linux.clone(flags)
        except OSError as error:
            os.close(frames)
            os.close(out)
            raise Unavailable(str(error)) from None
        if self._pid == 0:
            NamespaceInit(self._task, out, user if flags & linux.CLONE_NEWUSER else None).main()
        os.close(out)
        self._task.channels.close_trial_ends()
        os.set_blocking(frames, False)
        self._reader = Reader(frames)
        self._await_entry()
        self.trial_pid = self._child()
        self._all_ended = False

    def _await_entry(self) -> None:
        first = self._first_frame()
        if first is not None and first["kind"] == "entered":
            return
        os.waitpid(self._pid, 0)
        os.close(self._reader.descriptor)
        if first and first["kind"] == "obstacle":
            raise Obstacle(first["reason"])
        raise Unavailable("no namespaces")

    def _first_frame(self) -> Frame | None:
        end = time.monotonic() + START_S
        while time.monotonic() < end and not self._reader.ended:
            frames = self._reader.read()
            if frames:
                return frames[0]
            time.sleep(0.0005)
        if not self._reader.ended:
            os.kill(self._pid, signal.SIGKILL)
        return None

    def _child(self) -> int | None:
        """The trial's process, as it is numbered outside."""
        try:
            with open("/proc/%d/task/%d/children" % (self._pid, self._pid)) as children:
                return int(children.read().split()[0])
        except (OSError, IndexError, ValueError):
            return None

    def readers(self) -> list[tuple[Reader, Callable[[Frame], None]]]:
        return [(self._reader, self._take)]

    def _take(self, frame: Frame) -> None:
        kind = frame["kind"]
        if kind == "limit":
            self._relay.end(frame["reason"])
        elif kind == "exit":
            self._relay.report_exit(frame)
        elif kind == "files":
            self._report_files(frame)
            self._task.channels.go_on()
            self._all_ended = frame["last"]
        else:
            self._relay.report(frame)

    def is_empty(self) -> bool:
        # What is left of its init is to be torn down only.
        return self._all_ended or self._reader.ended

    def mark(self) -> None:
        os.kill(self._pid, signal.SIGUSR2)

    def list_files(self) -> None:
        os.kill(self._pid, signal.SIGHUP)

    def end(self, pass_on: Callable[[float], None]) -> None:
        if self.is_empty():
            return
        os.kill(self._pid, signal.SIGUSR1)
        end = time.monotonic() + GRACE_S
        while not self.is_empty() and time.monotonic() < end:
            pass_on(0.01)
        if not self.is_empty():
            os.kill(self._pid, signal.SIGKILL)

    def clean_up(self) -> None:
        if not self.is_empty():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


class Scratch(Enclosure):
    """A trial on a copy of the folder, without namespaces, as a child of this process."""

    def start(self) -> None:
        self._view = ScratchView(os.getcwd(), self._task.scratch, self._task.shared)
        self._view.enter()
        os.chdir(self._view.folder)
        self._pid = self.trial_pid = os.fork()
        if self._pid == 0:
            os.chdir(self._view.copy)
            become(self._task, self._view, own_namespaces=False)
        self._task.channels.close_trial_ends()

    def is_empty(self) -> bool:
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid:
            self._relay.report_exit({"kind": "exit", "status": status})
        elif len(descendants(os.getpid())) > self._task.limits["processes"]:
            self._relay.end("processes")
        return bool(pid)

    def mark(self) -> None:
        self._view.mark()

    def list_files(self) -> None:
        self._report_files(self._view.report())
        self._task.channels.go_on()

    def end(self, pass_on: Callable[[float], None]) -> None:
        kill_strays()
        self._report_files(self._view.report())

    def clean_up(self) -> None:
        kill_strays()
