"""Run a notebook's cells one after the other, up to the first that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import KernelUnavailable
from ..notebooks.cells import Cell
from ..services import Kernel


@dataclass(frozen=True)
class Failure:
    """The cell that failed, and what the kernel said of it."""

    cell: Cell
    name: str
    message: str

    @property
    def what(self) -> str:
        return f"{self.name}: {self.message}" if self.message else self.name


async def run_cells(kernel: Kernel, cells: Sequence[Cell], *, time_s: float) -> Failure | None:
    """Run cells in order, each for at most `time_s`, and return the first failure.

    After a time-out or a kernel's death the kernel is of no further use.
    """
    for cell in cells:
        if cell.source.strip():
            failure = await _run_cell(kernel, cell, time_s)
            if failure is not None:
                return failure
    return None


async def _run_cell(kernel: Kernel, cell: Cell, time_s: float) -> Failure | None:
    running = asyncio.ensure_future(_reply(kernel, cell.source))
    ended = asyncio.ensure_future(kernel.wait_closed())
    try:
        await asyncio.wait({running, ended}, timeout=time_s, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            return _failure(cell, running.result())
        if ended.done():
            return Failure(cell, "The kernel died", "")
        return Failure(cell, "Timed out", f"it ran for more than {time_s:g} s")
    finally:
        running.cancel()
        ended.cancel()


async def _reply(kernel: Kernel, source: str) -> dict[str, object]:
    message_id = kernel.client.execute(source, allow_stdin=False)
    while True:
        message = await kernel.client.get_shell_msg()
        if message["parent_header"].get("msg_id") == message_id:
            return dict(message["content"])


def _failure(cell: Cell, reply: dict[str, object]) -> Failure | None:
    match reply.get("status"):
        case "ok":
            return None
        case "error":
            return Failure(cell, str(reply.get("ename", "")), str(reply.get("evalue", "")))
        case status:
            raise KernelUnavailable(f"The kernel answered {status!r} instead of running the cell.")
