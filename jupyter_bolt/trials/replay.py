"""Run a cell where it can't be tried in a fork: in a fresh, confined kernel, after the cells above it."""

from __future__ import annotations

import ast
import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from queue import Empty
from typing import Any

from ..errors import KernelUnavailable, NotFound, TimedOut
from ..inside.wire import Frame
from ..sandbox.confined_kernel import ConfinedKernel, start_confined_kernel
from .assembly import Obstacle, Report
from .bundle import Bundle
from .evidence import Evidence
from .payload import expression

ABOVE_S = 300.0
FACTS_S = 20.0


class CannotReplay(Exception):
    """Why a replay says nothing about the code."""


async def replay(bundle: Bundle, *, reason: str) -> Evidence:
    """Replay a bundle. `reason` says why the cell was not tried in a fork."""
    try:
        started = time.perf_counter()
        evidence = await _replay(bundle, started)
    except (CannotReplay, Obstacle) as why:
        return Evidence(outcome="not_tried", how="none", reason=f"{reason}; in a replay, {why}")
    except (KernelUnavailable, NotFound) as error:
        return Evidence(outcome="not_tried", how="none", reason=f"{reason}; no replay: {error.message}")
    evidence.reason = f"{reason}; {evidence.reason}" if evidence.reason else reason
    return evidence


async def _replay(bundle: Bundle, started: float) -> Evidence:
    limits = {**bundle.limits.model_dump(), "time_s": ABOVE_S + bundle.limits.time_s + 2 * FACTS_S}
    async with start_confined_kernel(bundle.kernel_name, bundle.folder, limits) as confined:
        run = CellRun(confined)
        await _run_above(run, bundle.above)
        await confined.mark()
        if confined.connection.language == "python":
            await confined.connection.evaluate_silently(expression("replayed.before()"), FACTS_S)
        report = Report("replay", bundle.limits.time_s, bundle.code)
        report.add(await run.try_cell(bundle.code, report, bundle.limits.time_s))
        for frame in await confined.end():
            report.add(frame)
        return report.evidence(time.perf_counter() - started)


async def _run_above(run: CellRun, sources: list[str]) -> None:
    try:
        async with asyncio.timeout(ABOVE_S):
            for number, source in enumerate(sources, 1):
                reply = await run.execute(source, Report("replay", ABOVE_S))
                if reply.get("status") != "ok":
                    raise CannotReplay(
                        f"the {_ordinal(number)} cell above failed ({reply.get('ename', 'aborted')})"
                    )
    except TimeoutError:
        raise CannotReplay(f"the cells above took more than {ABOVE_S:g} s") from None
    except KernelUnavailable:
        raise CannotReplay("a cell above ended the kernel") from None


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


class CellRun:
    """Runs cells in a confined kernel, its outputs going to a report."""

    def __init__(self, confined: ConfinedKernel) -> None:
        self._connection = confined.connection
        self._client = confined.connection.client

    async def try_cell(self, code: str, report: Report, time_s: float) -> Frame:
        """Run the cell and return its result as a fork would report it, or how it ended."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(time_s):
                reply = await self.execute(code, report)
        except TimeoutError:
            return {"kind": "end", "reason": "time", "seconds": time_s}
        except KernelUnavailable:
            return {"kind": "exit", "seconds": time.perf_counter() - started}
        seconds = time.perf_counter() - started
        return {**await self._facts(reply), "kind": "result", "seconds": seconds}

    async def _facts(self, reply: dict[str, Any]) -> Frame:
        """What is told of the cell; an error that the cell hid from it, as the reply has it."""
        told = await self._told(reply) if self._connection.language == "python" else {}
        if reply.get("status") == "ok" or told.get("error"):
            return told
        error = {"name": str(reply.get("ename")), "message": str(reply.get("evalue"))}
        return {**told, "error": {**error, "traceback": reply.get("traceback") or []}}

    async def _told(self, reply: dict[str, Any]) -> Frame:
        call = f"replayed.after({reply.get('traceback') or []!r})"
        try:
            answer = await self._connection.evaluate_silently(expression(call), FACTS_S)
            return dict(json.loads(ast.literal_eval(answer["data"]["text/plain"])))
        except (LookupError, TypeError, ValueError, SyntaxError, RecursionError, MemoryError):
            return {}
        except (TimedOut, KernelUnavailable):
            return {}

    async def execute(self, code: str, report: Report) -> dict[str, Any]:
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

    async def _execute(self, code: str, report: Report) -> dict[str, Any]:
        msg_id = self._client.execute(code, allow_stdin=False, store_history=True)
        async for kind, content in _answers(self._client.get_iopub_msg, msg_id):
            if kind == "status" and content.get("execution_state") == "idle":
                break
            report.add({"kind": "output", "msg_type": kind, "content": content})
        async for _, content in _answers(self._client.get_shell_msg, msg_id):
            return content
        raise AssertionError("unreachable: a channel does not end")


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
