"""The process that stands outside a trial: it owns time, memory, killing and the result.

    kernel ── fork ──► supervisor ── clone ──► init ── fork ──► trial
                            (the last two in namespaces of their own, where they can be had)

The supervisor speaks to the kernel's control thread through two pipes: frames out, one byte in for each command.
When the pipe in ends, the kernel has ended or wants an end, and so the trial ends.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

from . import descriptors, linux, pools
from .channels import Channels
from .enclosure import Enclosure, Namespaces, Scratch
from .relay import Relay
from .trial import Task
from .view import Unavailable
from .watch import Watch

if TYPE_CHECKING:
    from .descriptors import OwnEnds, Watched
    from .request import Limits
    from .trial import Run

NO_ENDS = descriptors.OwnEnds()
HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1, signal.SIGALRM)


class Supervisor:
    """Runs one trial and reports on it.

    `run`: called in the trial's process; it does not return. `own_ends`: the kernel's own channels.
    `shared`: a folder that stays the real one and writable, if any. `waits`: whether the trial waits after its
    result, until the files are listed, to go on with what is no evidence of the cell.
    """

    def __init__(
        self,
        limits: Limits,
        run: Run,
        *,
        out: int,
        stop: int,
        own_ends: OwnEnds = NO_ENDS,
        shared: str | None = None,
        waits: bool = False,
    ) -> None:
        self._limits = limits
        self._run = run
        self._out = out
        self._stop = stop
        self._own_ends = own_ends
        self._shared = shared
        self._waits = waits
        self._relay = Relay(out, limits["output_bytes"])

    def main(self) -> None:
        """Run the trial to its end and report it. Never returns."""
        try:
            self._supervise(self._detach())
        except descriptors.Obstacle as obstacle:
            self._relay.report({"kind": "obstacle", "reason": str(obstacle)})
        except BaseException as error:  # the edge of a process: whatever it was is said
            reason = "the fork could not be set up (%r)" % error
            self._relay.report({"kind": "obstacle", "reason": reason})
        finally:
            os._exit(0)

    def _detach(self) -> Watched:
        """Become a process that shares nothing that matters with the kernel."""
        if os.getpgid(0) != os.getpid():
            os.setsid()
        gc.disable()
        gc.freeze()
        linux.set_child_subreaper()
        signal.set_wakeup_fd(-1)
        for number in HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0)
        pools.forget_workers()
        os.set_blocking(self._stop, False)
        return descriptors.replace_channels({0, 1, 2, self._out, self._stop}, self._own_ends)

    def _supervise(self, watched: Watched) -> None:
        scratch = tempfile.mkdtemp(prefix="jupyter-bolt-")
        enclosure = None
        try:
            task, enclosure = self._start(scratch, watched)
            watch = Watch(self._relay, task.channels, enclosure, watched=watched, stop=self._stop)
            if self._waits:
                self._relay.on_result = watch.complete
            watch.until_it_ends(self._limits["time_s"])
            enclosure.end(watch.pass_on)
            watch.take_the_rest()
            reason, truncated = self._relay.ending or "", self._relay.truncated
            self._relay.report({"kind": "end", "reason": reason, "truncated": truncated})
        finally:
            if enclosure is not None:
                enclosure.clean_up()  # after its end, or after a fault of the supervisor's
            shutil.rmtree(scratch, ignore_errors=True)

    def _start(self, scratch: str, watched: Watched) -> tuple[Task, Enclosure]:
        """Start the trial in namespaces, or without where they can't be had here."""
        task = self._task(scratch, watched)
        enclosure: Enclosure = Namespaces(task, self._relay)
        try:
            enclosure.start()
        except Unavailable:
            task.channels.close()
            task = self._task(scratch, watched)
            enclosure = Scratch(task, self._relay)
            enclosure.start()
        return task, enclosure

    def _task(self, scratch: str, watched: Watched) -> Task:
        channels = Channels(self._relay.reached, self._shared, waits=self._waits)
        others = [*channels.numbers(), *watched, self._out, self._stop]
        return Task(self._limits, self._run, channels, others, scratch, self._shared)
