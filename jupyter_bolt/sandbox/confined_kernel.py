"""A kernel of Bolt's own, confined like a trial: its files are kept apart, and nothing reaches out."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..inside.wire import Frame, Reader
from .connection import KernelConnection
from .kernels import end_kernel, finish, launch, new_manager, socket_folder, use_private_sockets

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

MARK, COMPLETE = b"m", b"c"
END_S = 10.0


@dataclass(eq=False)
class ConfinedKernel:
    """A confined kernel: the connection to it, and what its supervisor reports."""

    connection: KernelConnection
    _stop: int
    _frames: list[Frame] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def mark(self) -> None:
        """Take the files written and the places reached so far as not the cell's doing."""
        before = len(self._frames)
        os.write(self._stop, MARK)
        await self._wait_for("marked", before)
        self._frames.clear()

    async def complete(self) -> None:
        """Take what comes from now on as no evidence of the cell: files are listed as they are."""
        os.write(self._stop, COMPLETE)
        await self._wait_for("files", 0)

    async def end(self) -> list[Frame]:
        """End the kernel with all that it started, and return what was reported since the mark."""
        if self._stop >= 0:
            os.close(self._stop)
            self._stop = -1
        await self._wait_for("end", 0)
        return list(self._frames)

    async def _wait_for(self, kind: str, start: int) -> None:
        async with asyncio.timeout(END_S), self._news:
            await self._news.wait_for(
                lambda: any(each["kind"] in (kind, "end") for each in self._frames[start:])
            )

    async def hear(self, frames: list[Frame]) -> None:
        async with self._news:
            self._frames += [frame for frame in frames if frame.get("kind") != "output"]
            if any(frame.get("kind") in ("exit", "obstacle", "end") for frame in frames):
                self.connection.abandon()
            self._news.notify_all()


@asynccontextmanager
async def start_confined_kernel(
    kernel_name: str, folder: str, limits: Mapping[str, float]
) -> AsyncIterator[ConfinedKernel]:
    """Start a kernel in a confined view of a folder; everything of it ends with the context.

    `limits` names `time_s`, `memory_bytes`, `output_bytes`, `files_bytes` and `processes`.
    """
    manager, confined = new_manager(kernel_name, None), None
    out_end, out = os.pipe()
    stop, stop_end = os.pipe()
    _confine(manager, {"out": out, "stop": stop, "limits": dict(limits)})
    try:
        connection = await launch(manager, folder, pass_fds=(out, stop))
        confined = ConfinedKernel(connection, stop_end)
        os.close(out)
        os.close(stop)
        out = stop = -1
        listening = asyncio.create_task(_listen(out_end, confined))
        yield confined
    finally:
        if confined is not None:
            await finish(_end(confined, manager, listening))
            listening.cancel()
        else:
            await finish(end_kernel(manager))
        for number in (out_end, out, stop, confined._stop if confined else stop_end):
            if number >= 0:
                os.close(number)


def _confine(manager: AsyncKernelManager, spec: dict[str, Any]) -> None:
    """Have the manager start its kernel through `inside/launch.py`, over sockets in a shared folder."""
    if not socket_folder(manager):
        use_private_sockets(manager)
    spec["shared"] = socket_folder(manager)
    command = manager.kernel_spec
    assert command is not None
    python = command.argv[0] if os.path.isabs(command.argv[0]) else sys.executable
    launcher = str(files("jupyter_bolt.inside") / "launch.py")
    program = python if command.argv[0].startswith("python") else command.argv[0]
    command.argv = [sys.executable, "-I", "-S", launcher, json.dumps(spec), program, *command.argv[1:]]


async def _listen(descriptor: int, confined: ConfinedKernel) -> None:
    os.set_blocking(descriptor, False)
    reader, ready = Reader(descriptor), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ready.set)
    try:
        while not reader.ended:
            await ready.wait()
            ready.clear()
            await confined.hear(reader.read())
        await confined.hear([{"kind": "end", "reason": "its supervisor was killed"}])
    finally:
        loop.remove_reader(descriptor)


async def _end(confined: ConfinedKernel, manager: AsyncKernelManager, listening: asyncio.Task[None]) -> None:
    try:
        await confined.end()
        # Its supervisor takes away what it has made, then goes.
        await asyncio.wait({listening}, timeout=END_S)
    finally:
        confined.connection.close()
        await end_kernel(manager)
