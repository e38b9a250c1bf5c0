"""Run cells in a confined kernel of a replay, and ask it what they did."""

from __future__ import annotations

import ast
import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from queue import Empty
from typing import Any

from ..errors import KernelUnavailable, TimedOut
from ..inside.wire import Frame
from ..sandbox.confined_kernel import ConfinedKernel
from .assembly import Report
from .payload import expression

FACTS_S = 20.0

Reply = dict[str, Any]
"""A kernel's reply to code, as it comes."""


class CellRun:
    """Runs cells in a confined kernel and tells what a fork would tell of them."""

    def __init__(self, confined: ConfinedKernel) -> None:
        self._connection = confined.connection
        self._client = confined.connection.client
        self._is_python = confined.connection.language == "python"

    async def watch(self) -> None:
        """Have it noted which files are read from now on."""
        if self._is_python:
            await self._connection.evaluate_silently(expression("replayed.watch()"), FACTS_S)

    async def look_before(self, sources: Sequence[str]) -> None:
        """Note what there is before the cells, the tried one last."""
        if self._is_python:
            await self._connection.evaluate_silently(
                expression(f"replayed.before({list(sources)!r})"), FACTS_S
            )

    async def try_cells(self, sources: Sequence[str], report: Report, time_s: float) -> Frame:
        """Run the cells and return the result as a fork would report it, or how they ended.

        Only of the last, the tried one, outputs are kept. One before it that fails is the last to run.
        """
        started, unheard = time.perf_counter(), Report("replay", time_s)
        try:
            async with asyncio.timeout(time_s):
                for number, source in enumerate(sources):
                    tried = number == len(sources) - 1
                    started = time.perf_counter()
                    reply = await self.execute(source, report if tried else unheard)
                    if reply.get("status") != "ok":
                        break
        except TimeoutError:
            return {"kind": "end", "reason": "time", "seconds": time_s}
        except KernelUnavailable:
            return {"kind": "exit", "seconds": time.perf_counter() - started}
        seconds = time.perf_counter() - started
        return {**await self._facts(number, reply), "kind": "result", "seconds": seconds}

    async def run_later(self, sources: Sequence[str], time_s: float) -> Frame | None:
        """Run cells after the tried one, and return the first error as a fork would report it."""
        unheard = Report("replay", time_s)
        try:
            async with asyncio.timeout(time_s):
                for number, source in enumerate(sources):
                    reply = await self.execute(source, unheard)
                    if reply.get("status") != "ok":
                        error = await self._later_error(reply)
                        return {"kind": "later", "later": {**error, "number": number}} if error else None
        except (TimeoutError, TimedOut, KernelUnavailable):
            pass
        return None

    async def _facts(self, number: int, reply: Reply) -> Frame:
        """What is told of the cell that ran last; an error that it hid from this, as the reply has it."""
        told = await self._told(f"after({number}, {reply.get('traceback') or []!r})")
        if reply.get("status") == "ok" or told.get("error"):
            return told
        return {**told, "error": {**_plain_error(reply), "traceback": reply.get("traceback") or []}}

    async def _later_error(self, reply: Reply) -> Frame:
        return await self._told("later()") if self._is_python else _plain_error(reply)

    async def _told(self, call: str) -> Frame:
        if not self._is_python:
            return {}
        try:
            answer = await self._connection.evaluate_silently(expression(f"replayed.{call}"), FACTS_S)
            return dict(json.loads(ast.literal_eval(answer["data"]["text/plain"])) or {})
        except (LookupError, TypeError, ValueError, SyntaxError, RecursionError, MemoryError):
            return {}
        except (TimedOut, KernelUnavailable):
            return {}

    async def execute(self, code: str, report: Report) -> Reply:
        """Run code to its end. Raises `KernelUnavailable` when the kernel ends meanwhile."""
        work = asyncio.ensure_future(self._execute(code, report))
        closed = asyncio.ensure_future(self._connection.wait_closed())
        try:
            await asyncio.wait({work, closed}, return_when="FIRST_COMPLETED")
            if work.done():
                return work.result()
            raise KernelUnavailable("The kernel has ended.")
        finally:
            work.cancel()
            closed.cancel()

    async def _execute(self, code: str, report: Report) -> Reply:
        msg_id = self._client.execute(code, allow_stdin=False, store_history=True)
        async for kind, content in _answers(self._client.get_iopub_msg, msg_id):
            if kind == "status" and content.get("execution_state") == "idle":
                break
            report.add({"kind": "output", "msg_type": kind, "content": content})
        async for _, content in _answers(self._client.get_shell_msg, msg_id):
            return content
        raise AssertionError("unreachable: a channel does not end")


def _plain_error(reply: Reply) -> Frame:
    return {"name": str(reply.get("ename")), "message": str(reply.get("evalue"))}


async def _answers(
    receive: Callable[[], Awaitable[dict[str, Any]]], msg_id: str
) -> AsyncIterator[tuple[str, Frame]]:
    """The messages that answer a request, without end; what the cell forged and is none is left out."""
    while True:
        try:
            message = await receive()
            if message["parent_header"].get("msg_id") == msg_id:
                yield str(message["msg_type"]), dict(message["content"])
        except (Empty, AttributeError, LookupError, TypeError, ValueError, RecursionError):
            continue
