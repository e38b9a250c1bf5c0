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

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

    from .report import Report

CAUGHT = {"stream", "display_data", "execute_result", "update_display_data", "clear_output"}


class CellRunner:
    """Runs code as the next cell of a forked kernel. `random_state`: that of the kernel, which the fork had mixed."""

    def __init__(self, app: IPKernelApp, code: str, random_state: tuple[Any, ...]) -> None:
        self._kernel: Any = app.kernel  # what is used of it is not public
        self._shell: Any = app.shell
        self._code = code
        self._random_state = random_state

    def run(self, report: Report) -> None:
        """Run and report. Does not return."""
        self._prepare(report)
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        report.begin(self._shell.user_ns, self._shell.user_ns_hidden, self._transformed())
        error, traceback = self._execute(loop)
        _flush()
        report.end(error, cell_files=set(self._shell.compile._filename_map), traceback=traceback)

    def _prepare(self, report: Report) -> None:
        """Free the fork of what holds its parent: sockets, the history's locks and thread, the running loop."""
        self._mute(report)
        history = self._shell.history_manager
        history.enabled = False
        history.db_input_cache_lock = history.db_output_cache_lock = threading.Lock()
        random.setstate(self._random_state)
        asyncio._set_running_loop(None)

    def _execute(self, loop: asyncio.AbstractEventLoop) -> tuple[BaseException | None, list[str]]:
        """Return what the cell raised, and IPython's traceback of it."""
        error: BaseException | None = None
        traceback: list[str] = []
        results: list[Any] = []
        reply: dict[str, Any] = {}
        self._shell.events.register("post_run_cell", results.append)
        try:
            reply = loop.run_until_complete(
                self._kernel.do_execute(
                    self._code, silent=False, store_history=True, user_expressions={}, allow_stdin=False
                )
            )
            traceback = reply.get("traceback", [])
        except BaseException as raised:  # the cell's own, which IPython lets pass
            error = raised
        if results:
            error = results[-1].error_before_exec or results[-1].error_in_exec
        elif error is None and reply.get("status") == "error":  # the cell took the hook away
            error = Exception("%s: %s" % (reply.get("ename"), reply.get("evalue")))
        return error, traceback

    def _transformed(self) -> str:
        try:
            return str(self._shell.transform_cell(self._code))
        except Exception:  # transformers are the user's code too
            return self._code

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
