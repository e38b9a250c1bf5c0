"""The first process of a trial's own namespaces: when it ends, everything in them ends."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from . import linux, wire
from .namespaces import map_own_user
from .overlay import OverlayView
from .trial import become
from .view import Unavailable

if TYPE_CHECKING:
    from .trial import Task

SIGNALS = {signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP}
TICK_S = 0.05


class NamespaceInit:
    """Makes the view, starts the trial in it, counts its processes, and lists what it wrote.

    `user`: the ids to be in a new user namespace, if it is in one. SIGUSR1 ends the trial, SIGUSR2 marks its files,
    SIGHUP lists them as they are now.
    """

    def __init__(self, task: Task, out: int, user: tuple[int, int] | None) -> None:
        self._task = task
        self._out = out
        self._user = user
        self._limits = task.limits
        self._trial = 0

    def main(self) -> None:
        """Never returns."""
        try:
            self._run()
        except Unavailable as error:
            self._tell("unavailable", str(error))
        except BaseException as error:  # the edge of a process: whatever it was is said
            self._tell("unavailable", repr(error))
        finally:
            os._exit(0)

    def _tell(self, kind: str, reason: str) -> None:
        wire.send(self._out, {"kind": kind, "reason": reason})

    def _run(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        seen = self._enter()
        linux.end_with_parent()
        self._trial = os.fork()
        if self._trial == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            os.close(self._out)
            become(self._task, seen, own_namespaces=True)
        wire.send(self._out, {"kind": "entered"})
        for number in self._task.others:
            os.close(number)
        self._task.channels.close_trial_ends()
        self._wait(seen)
        _end_all()
        wire.send(self._out, dict(seen.report(), last=True))

    def _enter(self) -> OverlayView:
        if self._user:
            map_own_user(*self._user)
        task = self._task
        seen = OverlayView(os.getcwd(), task.scratch, self._limits["files_bytes"], task.shared)
        seen.enter(user_namespace=bool(self._user))
        return seen

    def _wait(self, seen: OverlayView) -> None:
        """Wait for the trial's end, a stop, or a limit of its processes together."""
        base = _data_bytes(self._trial)
        while True:
            got = signal.sigtimedwait(SIGNALS, TICK_S)
            if got is not None and got.si_signo == signal.SIGUSR1:
                return
            if got is not None and got.si_signo == signal.SIGUSR2:
                seen.mark()
                wire.send(self._out, {"kind": "marked"})
            if got is not None and got.si_signo == signal.SIGHUP:
                wire.send(self._out, dict(seen.report(), last=False))
            if self._trial_ended():
                return
            limit = self._broken_limit(base)
            if limit:
                self._tell("limit", limit)
                return

    def _broken_limit(self, base: int) -> str:
        """Which limit the processes break together, or "". `base`: bytes that the trial had at its start."""
        others = {"1", str(self._trial)}
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit() and name not in others]
        if len(pids) > self._limits["processes"]:
            return "processes"
        grown = sum(max(0, _data_bytes(pid) - base) for pid in [*pids, self._trial])
        return "memory" if grown > self._limits["memory_bytes"] else ""

    def _trial_ended(self) -> bool:
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == self._trial:
                    wire.send(self._out, {"kind": "exit", "status": status})
                    return True
                if not pid:
                    return False
        except ChildProcessError:
            return True


def _end_all() -> None:
    """Kill everything but this process; the kernel does it in one step, so no fork gets away."""
    with suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        try:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.001)
        except ChildProcessError:
            return


def _data_bytes(pid: int) -> int:
    """Size of a process's data and stack and of the shared memory that it holds, proc_pid_status(5)."""
    try:
        with open("/proc/%d/status" % pid) as status:
            sizes = [
                line.split()[1] for line in status if line.startswith(("VmData:", "VmStk:", "RssShmem:"))
            ]
        return sum(map(int, sizes)) * 1024
    except (OSError, IndexError, ValueError):
        return 0
