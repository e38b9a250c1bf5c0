"""A live kernel with which trials are made, and eyes on what leaves it."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyter_bolt.inside.request import Cells
from jupyter_bolt.sandbox.connection import KernelConnection
from jupyter_bolt.sandbox.kernels import LocalKernels
from jupyter_bolt.trials.evidence import DisplayOutput, Evidence, StreamOutput, TrialLimits
from jupyter_bolt.trials.fork import Forks

LIMITS = TrialLimits(time_s=20, memory_bytes=512 * 1024**2)


class LiveKernel:
    """A user's kernel: `run` is the user, `fork` is Bolt."""

    def __init__(self, connection: KernelConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.forks = Forks()

    async def run(self, code: str) -> None:
        """Run a cell as the user does; it must succeed."""
        reply = await self.connection.execute_silently(code, 60)
        assert reply["status"] == "ok", reply

    async def value(self, expression: str) -> str:
        """The `repr` of an expression in the user's kernel."""
        reply = await self.connection.evaluate_silently(expression, 60)
        assert reply["status"] == "ok", reply
        return str(reply["data"]["text/plain"])

    async def fork(
        self,
        code: str,
        limits: TrialLimits = LIMITS,
        *,
        first: Sequence[str] = (),
        later: Sequence[str] = (),
    ) -> Evidence:
        """Try a cell. Raises `Obstacle` when it can't be forked."""
        return await self.forks.run(self.connection, Cells(list(first), code, list(later)), limits)

    async def leaked(self) -> list[str]:
        """Message types that reached the user's front ends since iopub was listened to, but states."""
        seen: list[str] = []
        while await self.connection.client.iopub_channel.msg_ready():
            message: dict[str, Any] = await self.connection.client.get_iopub_msg()
            seen.append(message["msg_type"])
        return [each for each in seen if each not in ("status", "iopub_welcome")]

    async def pid(self) -> int:
        return int(await self.value("__import__('os').getpid()"))


@pytest.fixture
def live(jp_environ: None, jp_asyncio_loop: AbstractEventLoop, folder: Path) -> Iterator[LiveKernel]:
    """A live ipykernel in `folder`, ended with the test."""
    starting = LocalKernels().start(kernel_name="python3", folder=str(folder))
    connection = jp_asyncio_loop.run_until_complete(starting.__aenter__())
    yield LiveKernel(connection, folder)
    jp_asyncio_loop.run_until_complete(starting.__aexit__(None, None, None))


@pytest.fixture
def echo_server() -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback that notes what it gets."""
    got: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=hear, args=[connection], daemon=True).start()

    def hear(connection: socket.socket) -> None:
        while data := connection.recv(100):
            got.append(data)
            connection.sendall(data.upper())

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], got
    server.close()


async def all_gone(pid: int, *, but: Collection[int] = ()) -> bool:
    """Whether every process below this one, but these, ends within two seconds."""
    end = time.monotonic() + 2
    while (left := set(children_of(pid)) - set(but)) and time.monotonic() < end:
        await asyncio.sleep(0.005)
    return not left


def printed(evidence: Evidence) -> str:
    return "".join(each.text for each in evidence.outputs if isinstance(each, StreamOutput))


def shown(evidence: Evidence) -> list[dict[str, str]]:
    return [each.data for each in evidence.outputs if isinstance(each, DisplayOutput)]


def children_of(pid: int) -> list[int]:
    """Every process below this one."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text()
        except OSError:
            continue
        parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
