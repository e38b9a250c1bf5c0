"""A client of server-sent events over a bare socket: it sees each byte when it comes, and can go away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Follower:
    """One connection that asked for events."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""

    async def read_head(self) -> None:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.status = int(head[0].split()[1])
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        self.headers = {name.lower(): value for name, value in pairs}

    async def block(self) -> str | None:
        """What comes next, up to an empty line; None at the end. Raises `IncompleteReadError` when it was cut."""
        while "\n\n" not in self.text:
            size = int(await self.reader.readuntil(b"\r\n"), 16)
            self.text += (await self.reader.readexactly(size)).decode()
            await self.reader.readexactly(2)
            if size == 0:
                return None
        block, _, self.text = self.text.partition("\n\n")
        return block

    async def event(self) -> dict[str, Any] | None:
        """The next event with its data parsed; None at the end. Waits for 20 seconds at most."""
        async with asyncio.timeout(20):
            while (block := await self.block()) is not None:
                if not block.startswith(":"):
                    fields = dict(line.split(": ", 1) for line in block.split("\n"))
                    return {**fields, "id": int(fields["id"]), "data": json.loads(fields["data"])}
        return None

    async def rest(self) -> list[dict[str, Any]]:
        """Every event to the end."""
        events = []
        while (event := await self.event()) is not None:
            events.append(event)
        return events

    async def body(self) -> Any:
        """The answer that is no stream, parsed."""
        return json.loads(await self.reader.readexactly(int(self.headers["content-length"])))

    def cut(self) -> None:
        self.writer.transport.abort()


Follow = Callable[..., Awaitable[Follower]]


@pytest.fixture
def follow(
    http_server: Any, jp_serverapp: Any, jp_http_port: int, jp_auth_header: dict[str, str]
) -> Iterator[Follow]:
    """Ask for events: `await follow(path, body)` posts, and without a body it gets."""
    followers: list[Follower] = []

    async def ask(path: str, body: object = None, **headers: str) -> Follower:
        follower = Follower(*await asyncio.open_connection("127.0.0.1", jp_http_port))
        followers.append(follower)
        data = b"" if body is None else json.dumps(body).encode()
        lines = [f"{'GET' if body is None else 'POST'} {jp_serverapp.base_url}bolt/api/{path} HTTP/1.1"]
        given = {"Host": "localhost", "Accept": "text/event-stream", **jp_auth_header, **headers}
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
        head = "\r\n".join([*lines, f"Content-Length: {len(data)}", "", ""])
        follower.writer.write(head.encode() + data)
        await follower.read_head()
        return follower

    yield ask
    for each in followers:
        each.cut()
