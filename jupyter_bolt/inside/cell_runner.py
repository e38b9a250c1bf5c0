"""Runs a cell in a fork through the kernel's own `do_execute`, with every message caught.

Leans on the insides of ipykernel 7.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import threading
from typing import TYPE_CHECKING, Any

from .report import Ran

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

    from .report import Report
    from .request import Cells

CAUGHT = {"stream", "display_data", "execute_result", "update_display_data", "clear_output"}


class CellRunner:
    """Runs code as the next cells of a forked kernel. `random_state`: that of the kernel, which the fork had mixed."""

    def __init__(self, app: IPKernelApp, cells: Cells, random_state: tuple[Any, ...]) -> None:
        self._kernel: Any = app.kernel  # what is used of it is not public
        self._shell: Any = app.shell
        self._cells = cells
        self._random_state = random_state

    def run(self, report: Report) -> None:
        """Run and report. Does not return."""
        self._prepare(report)
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        first, code, later, plain = self._cells
        if plain:
            self._shell.InteractiveTB.set_mode("Plain")
        source = "\n".join(map(self._transformed, (*first, code)))
        report.begin(self._shell.user_ns, self._shell.user_ns_hidden, source)
        ran = self._run_first(report) if first else None
        if ran is None:
            report.start()
            ran = self._execute(code)
            _flush()
        files = set(self._shell.compile._filename_map)
        report.result(ran, cell_files=files, waits=bool(later) and ran.error is None)
        self._run_later(report)

    def _run_first(self, report: Report) -> Ran | None:
        """Run the cells that come before. Returns the first that fails."""
        with report.unheard():
            for code in self._cells.first:
                ran = self._execute(code)
                if ran.error is not None:
                    return ran._replace(first=True)
            _flush()
        return None

    def _run_later(self, report: Report) -> None:
        """Run the cells that come after, up to the first that fails, and end this process."""
        with report.unheard():
            for number, code in enumerate(self._cells.later):
                if not report.later(number, self._execute(code).error):
                    break
        os._exit(0)

    def _prepare(self, report: Report) -> None:
        """Free the fork of what holds its parent: sockets, the history's locks and thread, the running loop."""
        self._mute(report)
        history = self._shell.history_manager
        history.enabled = False
        history.db_input_cache_lock = history.db_output_cache_lock = threading.Lock()
        random.setstate(self._random_state)
        asyncio._set_running_loop(None)

    def _execute(self, code: str) -> Ran:
        """Run a cell, and return what it raised."""
        error: BaseException | None = None
        traceback: list[str] = []
        results: list[Any] = []
        reply: dict[str, Any] = {}
        self._shell.events.register("post_run_cell", results.append)
        try:
            reply = self._loop.run_until_complete(
                self._kernel.do_execute(
                    code, silent=False, store_history=True, user_expressions={}, allow_stdin=False
                )
            )
            traceback = reply.get("traceback", [])
        except BaseException as raised:  # the cell's own, which IPython lets pass
            error = raised
        if results:
            error = results[-1].error_before_exec or results[-1].error_in_exec
        elif error is None and reply.get("status") == "error":  # the cell took the hook away
            error = Exception("%s: %s" % (reply.get("ename"), reply.get("evalue")))
        return Ran(error, traceback, code)

    def _transformed(self, code: str) -> str:
        try:
            return str(self._shell.transform_cell(code))
        except Exception:  # transformers are the user's code too
            return code

    def _mute(self, report: Report) -> None:
        """Let no message leave through the kernel's sockets: hand them to the report instead."""
        session, iopub = self._kernel.session, self._kernel.iopub_thread
        session.pid = os.getpid()
        iopub.send_multipart = iopub._really_send = _send_nothing

        def send(
            _stream: object, message: Any, content: Any = None, *_arguments: object, **_options: object
        ) -> dict[str, Any]:
            if isinstance(message, dict):
                message, content = message["header"]["msg_type"], message["content"]
            if message in CAUGHT:
                report.output(message, content or {})
            return {}

        session.send = send
        _renew_streams()


def _send_nothing(*_arguments: object, **_options: object) -> None:
    """Stand in for a method of the iopub thread, which a fork does not have."""


def _renew_streams() -> None:
    """Free ipykernel's streams of locks, text and a flush that were under way in the parent."""
    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        if hasattr(stream, "_buffer_lock"):
            stream._buffer_lock = threading.RLock()
            stream._buffers.clear()
            stream._subprocess_flush_pending = False


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # the user may have put anything there
            pass
