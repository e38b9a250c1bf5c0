"""What leans on the insides of ipykernel 7: asking the live kernel for a fork, and running a cell in it.

A request comes in on the control channel (its thread is free while a cell runs), the fork is made in an idle
callback of the kernel's main loop, between messages, and what the supervisor reports goes back on the control
channel to the client that asked. The user's namespace, history and queue are never touched.
"""

import asyncio
import os
import random
import sys
import threading
import time
import warnings

from . import linux, pools, wire
from .supervisor import Supervisor

REQUEST, STOP, EVENT = "jupyter_bolt_trial_request", "jupyter_bolt_trial_stop", "jupyter_bolt_trial_event"
BUSY_WAIT_S = 0.005


def install(digest):
    """Answer trial requests on the control channel. Returns "" or why this kernel can't be forked."""
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance() if IPKernelApp.initialized() else None
    kernel = getattr(app, "kernel", None)
    needed = ("control_handlers", "control_thread", "io_loop", "_main_asyncio_lock", "session", "iopub_thread")
    missing = [name for name in needed if not hasattr(kernel, name)]
    if missing:
        return "this kernel has no %s" % missing[0]
    if linux.SYS_SECCOMP is None or not sys.platform.startswith("linux"):
        return "forks need Linux on x86_64 or aarch64"
    if linux.landlock_abi() < 1:
        return "the system has no Landlock"
    if getattr(kernel, "_jupyter_bolt", "") != digest:
        trials = Trials(app, kernel)
        kernel.control_handlers[REQUEST] = trials.on_request
        kernel.control_handlers[STOP] = trials.on_stop
        kernel._jupyter_bolt = digest
    return ""


class Trials:
    """The trials of one kernel that are under way."""

    def __init__(self, app, kernel):
        self.app = app
        self.kernel = kernel
        self.running = {}

    def on_request(self, stream, identity, message):
        """On the control thread: note the request and have the main loop fork when it is idle."""
        trial = Trial(self, stream, identity, message)
        self.running[trial.trial_id] = trial
        self.kernel.io_loop.add_callback(trial.fork_when_idle)

    def on_stop(self, stream, identity, message):
        trial = self.running.get(message["content"].get("trial_id"))
        if trial is not None:
            trial.stop()


class Trial:
    """One trial, seen from the kernel."""

    def __init__(self, trials, stream, identity, message):
        self.trials = trials
        self.kernel = trials.kernel
        self.stream = stream
        self.identity = identity
        self.message = message
        self.request = message["content"]
        self.trial_id = self.request["trial_id"]
        self.expires = time.monotonic() + self.request["wait_s"]
        self.stopped = False
        self.stop_end = None

    def stop(self):
        """On the control thread."""
        self.stopped = True
        self._close_stop_end()

    def _close_stop_end(self):
        if self.stop_end is not None:
            os.close(self.stop_end)
            self.stop_end = None

    def fork_when_idle(self):
        """On the main thread, in a callback of the loop."""
        if self.stopped or time.monotonic() > self.expires:
            return self._tell({"kind": "end", "reason": "stopped" if self.stopped else "busy"})
        if self.kernel._main_asyncio_lock.locked():
            return self.kernel.io_loop.call_later(BUSY_WAIT_S, self.fork_when_idle)
        reason = pools.obstacle() or self._debugged()
        if reason:
            return self._tell({"kind": "obstacle", "reason": reason})
        try:
            self._fork()
        except OSError as error:
            self._tell({"kind": "obstacle", "reason": "the kernel could not be forked (%s)" % error.strerror})

    def _debugged(self):
        debugger = getattr(self.kernel, "debugger", None)
        return "its debugger is on" if getattr(debugger, "is_started", False) else None

    def _tell(self, frame):
        """Send a frame to the client that asked, from the control thread. The last one ends the trial."""
        self.kernel.control_thread.io_loop.add_callback(self._send, frame)

    def _send(self, frame):
        self.kernel.session.send(self.stream, EVENT, frame, parent=self.message, ident=self.identity)
        if frame["kind"] == "end" or frame["kind"] == "obstacle":
            self.trials.running.pop(self.trial_id, None)

    def _fork(self):
        started = time.perf_counter()
        pools.pause_openmp()
        out_end, out = os.pipe()
        stop, self.stop_end = os.pipe()
        states = random.getstate()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            os.close(out_end)
            os.close(self.stop_end)
            run = CellRunner(self.trials.app, states).run
            Supervisor(self.request, run, out, stop, _ports(self.trials.app)).main()
        os.close(out)
        os.close(stop)
        os.set_blocking(out_end, False)
        reader = wire.Reader(out_end)
        self.kernel.control_thread.io_loop.add_callback(self._follow, pid, reader)
        self._tell({"kind": "forked", "busy_s": time.perf_counter() - started})

    def _follow(self, pid, reader):
        loop = self.kernel.control_thread.io_loop
        if self.stopped:
            self._close_stop_end()
        loop.add_handler(reader.descriptor, lambda *_: self._pass_on(pid, reader), loop.READ)

    def _pass_on(self, pid, reader):
        for frame in reader.read():
            self._send(frame)
        if reader.ended:
            self.kernel.control_thread.io_loop.remove_handler(reader.descriptor)
            os.close(reader.descriptor)
            self._close_stop_end()
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass
            if self.trial_id in self.trials.running:
                self._send({"kind": "obstacle", "reason": "the trial's supervisor was killed"})


def _ports(app):
    names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
    return {getattr(app, name, 0) for name in names} - {0}


class CellRunner:
    """Runs a cell in the fork through the kernel's own `do_execute`, with every message caught."""

    def __init__(self, app, random_state):
        self.app = app
        self.kernel = app.kernel
        self.shell = app.shell
        self.random_state = random_state

    def run(self, request, report):
        """Run and report. Never returns."""
        self._mute(report)
        history = self.shell.history_manager
        history.enabled = False
        history.db_input_cache_lock = history.db_output_cache_lock = threading.Lock()
        random.setstate(self.random_state)
        code = request["code"]
        asyncio._set_running_loop(None)
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        report.begin(self.shell.user_ns, self.shell.user_ns_hidden, self._transformed(code))
        error, traceback, results = None, [], []
        self.shell.events.register("post_run_cell", results.append)
        try:
            reply = loop.run_until_complete(
                self.kernel.do_execute(code, silent=False, store_history=True, user_expressions={}, allow_stdin=False)
            )
            traceback = reply.get("traceback", [])
        except BaseException as raised:
            error = raised
        if results:
            error = results[-1].error_before_exec or results[-1].error_in_exec
        self._flush()
        report.end(error, cell_files=set(self.shell.compile._filename_map), traceback=traceback)

    def _transformed(self, code):
        try:
            return self.shell.transform_cell(code)
        except Exception:
            return code

    def _mute(self, report):
        """Let no message leave through the kernel's sockets: hand them to the report instead."""
        session, iopub = self.kernel.session, self.kernel.iopub_thread
        session.pid = os.getpid()
        iopub.send_multipart = iopub._really_send = lambda *_, **__: None

        def send(_stream, message, content=None, *_arguments, **_options):
            if isinstance(message, dict):
                message, content = message["header"]["msg_type"], message["content"]
            if message in CAUGHT:
                report.output(message, content or {})
            return {}

        session.send = send
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "_buffer_lock"):
                stream._buffer_lock = threading.RLock()
                stream._buffers.clear()
                stream._subprocess_flush_pending = False

    @staticmethod
    def _flush():
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass


CAUGHT = {"stream", "display_data", "execute_result", "update_display_data", "clear_output"}
