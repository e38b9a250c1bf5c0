"""What leans on the insides of ipykernel 7: asking the live kernel for a fork.

A request comes in on the control channel (its thread is free while a cell runs), the fork is made in an idle
callback of the kernel's main loop, between messages, and what the supervisor reports goes back on the control
channel to the client that asked. The user's namespace, history and queue are never touched.
"""

from __future__ import annotations

import os
import random
import sys
import time
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from . import linux, pools
from .cell_runner import CellRunner
from .descriptors import OwnEnds
from .request import EVENT, REQUEST, STOP, Cells
from .supervisor import Supervisor
from .wire import Reader

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

    from .request import TrialRequest
    from .wire import Frame

BUSY_WAIT_S = 0.005
NEEDED = (
    "control_handlers", "control_thread", "io_loop", "_main_asyncio_lock", "session", "iopub_thread"
)  # fmt: skip
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


def install(digest: str) -> str:
    """Answer trial requests on the control channel. Returns "" or why this kernel can't be forked."""
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance() if IPKernelApp.initialized() else None
    kernel: Any = getattr(app, "kernel", None)
    missing = [name for name in NEEDED if not hasattr(kernel, name)]
    if app is None or missing:
        return "this kernel has no %s" % (missing or ["application"])[0]
    if linux.SYS_SECCOMP is None or not sys.platform.startswith("linux"):
        return "forks need Linux on x86_64 or aarch64"
    if linux.landlock_abi() < 1:
        return "the system has no Landlock"
    if getattr(kernel, "_jupyter_bolt", "") != digest:
        trials = Trials(app)
        kernel.control_handlers[REQUEST] = trials.on_request
        kernel.control_handlers[STOP] = trials.on_stop
        kernel._jupyter_bolt = digest
    return ""


class Trials:
    """The trials of one kernel that are under way."""

    def __init__(self, app: IPKernelApp) -> None:
        self.app = app
        self.kernel: Any = app.kernel  # what is used of it is not public
        self.running: dict[str, Trial] = {}

    def on_request(self, stream: object, identity: list[bytes], message: dict[str, Any]) -> None:
        """On the control thread: note the request and have the main loop fork when it is idle."""
        client = Client(self.kernel, stream, identity, message)
        trial = Trial(self, message["content"], client)
        self.running[trial.trial_id] = trial
        self.kernel.io_loop.add_callback(trial.fork_when_idle)

    def on_stop(self, _stream: object, _identity: list[bytes], message: dict[str, Any]) -> None:
        """On the control thread: end a trial, by its id."""
        trial = self.running.get(message["content"].get("trial_id"))
        if trial is not None:
            trial.stop()


class Client:
    """The client that asked for a trial, on the control channel."""

    def __init__(self, kernel: Any, stream: object, identity: list[bytes], message: dict[str, Any]) -> None:
        self._session = kernel.session
        self._stream = stream
        self._identity = identity
        self._message = message

    def send(self, frame: Frame) -> None:
        """Send a frame, on the control thread."""
        self._session.send(self._stream, EVENT, frame, parent=self._message, ident=self._identity)


class Trial:
    """One trial, seen from the kernel."""

    def __init__(self, trials: Trials, request: TrialRequest, client: Client) -> None:
        self._trials = trials
        self._kernel = trials.kernel
        self._control_loop = trials.kernel.control_thread.io_loop
        self._request = request
        self._client = client
        self.trial_id = request["trial_id"]
        self._expires = time.monotonic() + request["wait_s"]
        self._stopped = False
        self._stop_end = -1

    def stop(self) -> None:
        """On the control thread: end it."""
        self._stopped = True
        self._close_stop_end()

    def _close_stop_end(self) -> None:
        if self._stop_end >= 0:
            os.close(self._stop_end)
            self._stop_end = -1

    def fork_when_idle(self) -> None:
        """On the main thread, in a callback of the loop: fork, unless a cell runs or it is too late."""
        if self._stopped or time.monotonic() > self._expires:
            self._tell({"kind": "end", "reason": "stopped" if self._stopped else "busy"})
        elif self._kernel._main_asyncio_lock.locked():
            self._kernel.io_loop.call_later(BUSY_WAIT_S, self.fork_when_idle)
        else:
            self._fork_unless_forbidden()

    def _fork_unless_forbidden(self) -> None:
        reason = pools.obstacle() or self._debugged()
        if not reason:
            try:
                self._fork()
            except OSError as error:
                reason = "the kernel could not be forked (%s)" % error.strerror
        if reason:
            self._tell({"kind": "obstacle", "reason": reason})

    def _debugged(self) -> str | None:
        debugger = getattr(self._kernel, "debugger", None)
        return "its debugger is on" if getattr(debugger, "is_started", False) else None

    def _tell(self, frame: Frame) -> None:
        """Send a frame to the client that asked, from the control thread. The last one ends the trial."""
        self._control_loop.add_callback(self._send, frame)

    def _send(self, frame: Frame) -> None:
        self._client.send(frame)
        if frame["kind"] in ("end", "obstacle"):
            self._trials.running.pop(self.trial_id, None)

    def _fork(self) -> None:
        started = time.perf_counter()
        pools.pause_openmp()
        out_end, out = os.pipe()
        stop, self._stop_end = os.pipe()
        random_state = random.getstate()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            os.close(out_end)
            os.close(self._stop_end)
            self._supervise(random_state, out, stop)
        os.close(out)
        os.close(stop)
        os.set_blocking(out_end, False)
        self._control_loop.add_callback(self._follow, pid, Reader(out_end))
        self._tell({"kind": "forked", "busy_s": time.perf_counter() - started})

    def _supervise(self, random_state: tuple[Any, ...], out: int, stop: int) -> None:
        """In the fork: become the supervisor of the trial. Never returns."""
        app, request = self._trials.app, self._request
        cells = Cells(request["first"], request["code"], request["later"], request["plain"])
        runner = CellRunner(app, cells, random_state)
        Supervisor(
            request["limits"],
            runner.run,
            out=out,
            stop=stop,
            own_ends=_own_ends(app),
            waits=bool(request["later"]),
        ).main()

    def _follow(self, pid: int, reader: Reader) -> None:
        if self._stopped:
            self._close_stop_end()

        def pass_on(*_event: object) -> None:
            self._pass_on(pid, reader)

        self._control_loop.add_handler(reader.descriptor, pass_on, self._control_loop.READ)

    def _pass_on(self, pid: int, reader: Reader) -> None:
        for frame in reader.read():
            self._send(frame)
        if reader.ended:
            self._control_loop.remove_handler(reader.descriptor)
            os.close(reader.descriptor)
            self._close_stop_end()
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
            if self.trial_id in self._trials.running:
                self._send({"kind": "obstacle", "reason": "the trial's supervisor was killed"})


def _own_ends(app: Any) -> OwnEnds:
    """The ends of the kernel's own channels, over TCP or over sockets with a path."""
    if app.transport == "ipc":
        return OwnEnds(path=app.ip + "-")
    return OwnEnds(ports=frozenset(getattr(app, name, 0) for name in PORTS) - {0})
