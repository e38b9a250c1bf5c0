"""The first process of a trial's own namespaces: when it ends, everything in them ends."""

import os
import signal
import time

from . import view, wire


class NamespaceInit:
    """Makes the view, starts the trial in it, counts its processes, and lists what it wrote."""

    def __init__(self, supervisor, out, user):
        self.supervisor = supervisor
        self.out = out
        self.user = user
        self.limits = supervisor.limits

    def main(self):
        """Never returns."""
        try:
            self._run()
        except view.Unavailable as error:
            wire.send(self.out, {"kind": "unavailable", "reason": str(error)})
        except BaseException as error:
            wire.send(self.out, {"kind": "unavailable", "reason": repr(error)})
        finally:
            os._exit(0)

    def _run(self):
        signals = {signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        seen = self._enter()
        self.trial = os.fork()
        if self.trial == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            os.close(self.out)
            self.supervisor.become_trial(seen, own_namespaces=True)
        wire.send(self.out, {"kind": "entered"})
        self._close_all_but_own()
        self._wait(signals, seen)
        self._end_all()
        wire.send(self.out, seen.report())

    def _enter(self):
        if self.user:
            view.map_own_user(*self.user)
        seen = view.OverlayView(
            os.getcwd(), self.supervisor.scratch, self.limits["files_bytes"], self.supervisor.shared
        )
        seen.enter(user_namespace=bool(self.user))
        return seen

    def _close_all_but_own(self):
        """Let the trial's channels end with the trial."""
        supervisor = self.supervisor
        for number in (*supervisor.supervisor_ends, supervisor.trial_frames, supervisor.trial_stdout,
                       supervisor.trial_stderr, supervisor.trial_listener):  # fmt: skip
            os.close(number)

    def _wait(self, signals, seen):
        """Wait for the trial's end, a stop, or a limit of its processes together."""
        base = _data_bytes(self.trial)
        while True:
            got = signal.sigtimedwait(signals, 0.05)
            if got is not None and got.si_signo == signal.SIGUSR1:
                return
            if got is not None and got.si_signo == signal.SIGUSR2:
                seen.mark()
                wire.send(self.out, {"kind": "marked"})
            if self._trial_ended():
                return
            pids = [int(name) for name in os.listdir("/proc") if name.isdigit() and name not in ("1", str(self.trial))]
            if len(pids) > self.limits["processes"]:
                return wire.send(self.out, {"kind": "limit", "reason": "processes"})
            grown = sum(max(0, _data_bytes(pid) - base) for pid in [*pids, self.trial])
            if grown > self.limits["memory_bytes"]:
                return wire.send(self.out, {"kind": "limit", "reason": "memory"})

    def _trial_ended(self):
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == self.trial:
                    wire.send(self.out, {"kind": "exit", "status": status})
                    return True
                if not pid:
                    return False
        except ChildProcessError:
            return True

    def _end_all(self):
        """Kill everything but this process; the kernel does it in one step, so no fork gets away."""
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                if not os.waitpid(-1, os.WNOHANG)[0]:
                    time.sleep(0.001)
            except ChildProcessError:
                return


def _data_bytes(pid):
    """Size of a process's data and stack, from /proc/<pid>/statm."""
    try:
        with open("/proc/%d/statm" % pid) as file:
            return int(file.read().split()[5]) * 4096
    except (OSError, IndexError):
        return 0
