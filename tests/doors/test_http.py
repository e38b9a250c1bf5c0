"""The HTTP door with capabilities made for the purpose, over a real socket."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from pydantic import BaseModel
from tornado.httpclient import HTTPClientError, HTTPResponse

from jupyter_bolt.capability import Registry, capability
from jupyter_bolt.doors.http import build_routes
from jupyter_bolt.doors.streams import Streams
from jupyter_bolt.errors import CellChanged, TimedOut
from jupyter_bolt.services import Services

Fetch: TypeAlias = Callable[..., Awaitable[HTTPResponse]]
Leaving: TypeAlias = Callable[..., Awaitable[asyncio.StreamWriter]]


class Words(BaseModel):
    text: str


@dataclass
class Stage:
    """What the slow capability lets a test see."""

    started: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    owner: str = ""


@dataclass
class Host:
    """A host of the handlers with the services that the test's capabilities need: a stage."""

    registry: Registry
    stage: Stage
    request_bytes: int = 1000
    running: set[asyncio.Future[Any]] = field(default_factory=set)
    streams: Streams = field(default_factory=Streams)

    def services(self) -> Any:
        return self.stage


@capability("words.echo", permission="viewer", effect="reads", since="0.1.0")
async def echo(request: Words, services: Services) -> Words:
    """Say it again."""
    return request


@capability("words.whose", permission="viewer", effect="reads", since="0.1.0")
async def whose(request: Words, services: Services) -> Words:
    """Say whose request it is."""
    return Words(text=services.owner)


@capability("words.wait", permission="editor", effect="runs", since="0.1.0")
async def wait(request: Words, services: Services) -> Words:
    """Wait for ever."""
    stage: Any = services
    stage.started.set()
    try:
        await asyncio.Event().wait()
    finally:
        stage.cancelled.set()
    return request


@capability("words.conflict", permission="editor", effect="changes", since="0.1.0")
async def conflict(request: Words, services: Services) -> Words:
    """Lose against somebody else."""
    raise CellChanged(request.text)


@capability("words.late", permission="editor", effect="changes", since="0.1.0")
async def late(request: Words, services: Services) -> Words:
    """Take too long."""
    raise TimedOut("It took too long.")


@capability("words.break", permission="editor", effect="changes", since="0.1.0")
async def break_down(request: Words, services: Services) -> Words:
    """Have a bug."""
    raise RuntimeError(f"secret {request.text}")


@capability("words.halve", permission="viewer", effect="reads", since="0.1.0")
async def halve(request: Words, services: Services) -> Words:
    """Answer with half a surrogate pair, as a program's output may hold it."""
    return Words(text="\ud83d")


@pytest.fixture
def host(jp_serverapp: Any) -> Iterator[Host]:
    host = Host(Registry([echo, whose, wait, conflict, late, break_down, halve]), Stage())
    base = jp_serverapp.base_url.rstrip("/")
    jp_serverapp.web_app.add_handlers(
        ".*$", [(base + path, handler, kwargs) for path, handler, kwargs in build_routes(host)]
    )
    yield host
    for work in host.running:
        work.cancel()


async def say(fetch: Fetch, verb: str, text: str = "hello") -> tuple[int, Any]:
    response = await fetch(
        "bolt",
        "api",
        "words",
        verb,
        method="POST",
        body=json.dumps({"text": text}),
        raise_error=False,
    )
    return response.code, json.loads(response.body)


async def test_a_response_is_the_model(host: Host, jp_fetch: Fetch) -> None:
    assert await say(jp_fetch, "echo", "größer 🙂") == (200, {"text": "größer 🙂"})


async def test_a_capability_knows_whose_request_it_is(host: Host, jp_fetch: Fetch) -> None:
    assert await say(jp_fetch, "whose") == (200, {"text": "the token"})


async def test_half_a_surrogate_pair_arrives(host: Host, jp_fetch: Fetch) -> None:
    assert await say(jp_fetch, "halve") == (200, {"text": "\ud83d"})


async def test_an_error_answers_with_its_status_message_and_hint(host: Host, jp_fetch: Fetch) -> None:
    status, body = await say(jp_fetch, "conflict", "c1")
    assert status == 409
    assert body == {
        "error": {
            "type": "CellChanged",
            "message": "Cell 'c1' has changed in the meantime.",
            "hint": CellChanged.hint,
        }
    }
    assert (await say(jp_fetch, "late"))[0] == 504


async def test_a_bug_is_logged_and_not_told(
    host: Host, jp_fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status, body = await say(jp_fetch, "break", "abc")
    assert status == 500
    assert body["error"]["type"] == "BoltError"
    assert "secret" not in json.dumps(body)
    assert "RuntimeError: secret abc" in caplog.text


async def test_a_validation_error_names_the_field_and_not_its_value(host: Host, jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("bolt", "api", "words", "echo", method="POST", body='{"text": ["hidden"]}')
    assert caught.value.response is not None
    message = json.loads(caught.value.response.body)["error"]["message"]
    assert "`text`" in message
    assert "hidden" not in message


@pytest.fixture
def leaving(jp_serverapp: Any, jp_http_port: int, jp_auth_header: dict[str, str]) -> Leaving:
    """Sends a request for work that waits, with so much of its 12 bytes, over a connection that can be closed."""

    async def send(body: bytes, *, accept: str = "*/*") -> asyncio.StreamWriter:
        _, writer = await asyncio.open_connection("127.0.0.1", jp_http_port)
        head = (
            f"POST {jp_serverapp.base_url}bolt/api/words/wait HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: {jp_auth_header['Authorization']}\r\nAccept: {accept}\r\nContent-Length: 12\r\n\r\n"
        )
        writer.write(head.encode() + body)
        return writer

    return send


async def test_a_caller_who_goes_away_ends_the_work(
    host: Host, leaving: Leaving, jp_fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    writer = await leaving(b'{"text": ""}')
    await asyncio.wait_for(host.stage.started.wait(), 10)
    assert len(host.running) == 1
    writer.close()
    await asyncio.wait_for(host.stage.cancelled.wait(), 10)
    await say(jp_fetch, "echo")
    assert not host.running
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_caller_who_goes_away_while_sending_leaves_nothing(
    host: Host, leaving: Leaving, jp_fetch: Fetch
) -> None:
    writer = await leaving(b'{"te')
    await writer.drain()
    await say(jp_fetch, "echo")
    writer.close()
    await say(jp_fetch, "echo")
    assert not host.stage.started.is_set()
    assert not host.running


class SlowAuthorizer(Authorizer):
    """Grants all, and the first request only when a test lets it."""

    asked: ClassVar[list[Any]] = []
    go: ClassVar[asyncio.Event]

    async def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        self.asked.append(handler)
        if self.asked[0] is handler:
            await self.go.wait()
        return True


@pytest.fixture
def slow_authorizer(jp_server_config: dict[str, Any]) -> type[SlowAuthorizer]:
    SlowAuthorizer.asked.clear()
    SlowAuthorizer.go = asyncio.Event()
    jp_server_config["ServerApp"]["authorizer_class"] = SlowAuthorizer
    return SlowAuthorizer


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_nothing_begins_for_a_caller_who_went_away_while_it_was_asked_who_that_is(
    slow_authorizer: type[SlowAuthorizer],
    host: Host,
    leaving: Leaving,
    jp_fetch: Fetch,
    caplog: pytest.LogCaptureFixture,
    accept: str,
) -> None:
    writer = await leaving(b'{"text": ""}', accept=accept)
    async with asyncio.timeout(20):
        while not slow_authorizer.asked:
            await asyncio.sleep(0.01)
        writer.close()
        while not slow_authorizer.asked[0].abandoned:
            await asyncio.sleep(0.01)
    slow_authorizer.go.set()
    await say(jp_fetch, "echo")
    assert not host.stage.started.is_set()
    assert not host.running
    assert [*host.streams] == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_other_requests_are_answered_while_one_works(host: Host, jp_fetch: Fetch) -> None:
    waiting = asyncio.ensure_future(say(jp_fetch, "wait"))
    await asyncio.wait_for(host.stage.started.wait(), 10)
    assert (await say(jp_fetch, "echo"))[0] == 200
    waiting.cancel()
