"""Server-sent events over a real socket, with capabilities made for the purpose."""

from __future__ import annotations

import asyncio
import json
from asyncio import IncompleteReadError
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import pytest
from jupyter_server.auth.identity import IdentityProvider, User
from pydantic import BaseModel
from tornado.web import RequestHandler

from jupyter_bolt.capability import Registry, capability
from jupyter_bolt.doors.http import build_routes
from jupyter_bolt.doors.streams import StreamLimits, Streams
from jupyter_bolt.errors import CellChanged
from jupyter_bolt.services import Progress, Services, Untold

Follow: TypeAlias = Callable[..., Awaitable[Any]]


class Words(BaseModel):
    text: str


class Said(BaseModel):
    kind: Literal["said"] = "said"
    text: str


@dataclass
class Stage:
    """The words that the capability is to tell, and what it lets a test see."""

    words: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    progress: Progress = field(default_factory=Untold)
    owner: str = ""


@dataclass
class Host:
    registry: Registry
    stage: Stage
    request_bytes: int = 1000
    running: set[asyncio.Future[Any]] = field(default_factory=set)
    streams: Streams = field(default_factory=Streams)

    def services(self) -> Any:
        return self.stage


@capability("words.tell", permission="editor", effect="runs", since="0.1.0", events=Said)
async def tell(request: Words, services: Services) -> Words:
    """Tell each word of the stage until it is `end`."""
    stage: Any = services
    try:
        while (word := await stage.words.get()) != "end":
            stage.progress.tell(Said(text=word))
        return request
    finally:
        stage.ended.set()


@capability("words.whose", permission="viewer", effect="reads", since="0.1.0")
async def whose(request: Words, services: Services) -> Words:
    """Say whose request it is."""
    return Words(text=services.owner)


@capability("words.conflict", permission="editor", effect="changes", since="0.1.0")
async def conflict(request: Words, services: Services) -> Words:
    """Lose against somebody else."""
    raise CellChanged(request.text)


@capability("words.break", permission="editor", effect="changes", since="0.1.0")
async def break_down(request: Words, services: Services) -> Words:
    """Have a bug."""
    raise RuntimeError(f"secret {request.text}")


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    """A server without the routes of Bolt's own: the test's stand in their place."""
    return {**jp_server_config, "BoltApp": {"enabled": False}}


@pytest.fixture
def host(jp_serverapp: Any) -> Iterator[Host]:
    host = Host(Registry([tell, whose, conflict, break_down]), Stage())
    base = jp_serverapp.base_url.rstrip("/")
    jp_serverapp.web_app.add_handlers(
        ".*$", [(base + path, handler, kwargs) for path, handler, kwargs in build_routes(host)]
    )
    yield host
    for work in host.running:
        work.cancel()


def names(events: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(each["id"], each["event"]) for each in events]


async def start(follow: Follow, verb: str = "tell", **headers: str) -> tuple[Any, str]:
    """Open a stream; also its id, from its first event."""
    follower = await follow(f"words/{verb}", {"text": "hello"}, **headers)
    event = await follower.event()
    assert names([event]) == [(1, "started")]
    return follower, event["data"]["stream_id"]


async def test_events_come_one_by_one_while_the_work_runs(host: Host, follow: Follow) -> None:
    follower, _ = await start(follow)
    assert follower.status == 200
    for at, word in enumerate(["a\nb", "\ud83d"], 2):
        host.stage.words.put_nowait(word)
        assert await follower.event() == {"id": at, "event": "said", "data": {"kind": "said", "text": word}}
        assert not host.stage.ended.is_set()
    host.stage.words.put_nowait("end")
    assert await follower.rest() == [{"id": 4, "event": "result", "data": {"text": "hello"}}]


async def test_no_proxy_is_told_to_hold_events_back(host: Host, follow: Follow) -> None:
    follower, _ = await start(follow)
    assert follower.headers["content-type"] == "text/event-stream"
    assert follower.headers["cache-control"] == "no-cache"
    assert follower.headers["x-accel-buffering"] == "no"
    assert "content-length" not in follower.headers


async def test_a_quiet_stream_says_that_it_is_there(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(keep_alive_s=0.05))
    follower, _ = await start(follow)
    assert await asyncio.wait_for(follower.block(), 20) == ": keep-alive"
    host.stage.words.put_nowait("a")
    assert names([await follower.event()]) == [(2, "said")]


async def test_errors_are_events(host: Host, follow: Follow) -> None:
    follower, _ = await start(follow, "conflict")
    (event,) = await follower.rest()
    assert (event["event"], event["data"]["error"]["type"]) == ("error", "CellChanged")
    follower, _ = await start(follow, "break")
    (event,) = await follower.rest()
    assert (event["event"], event["data"]["error"]["type"]) == ("error", "BoltError")
    assert "secret" not in json.dumps(event)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
async def test_a_cut_stream_goes_on_from_any_offset(host: Host, follow: Follow, after: int) -> None:
    follower, stream_id = await start(follow)
    host.stage.words.put_nowait("a")
    await follower.event()
    follower.cut()
    host.stage.words.put_nowait("b")
    resumed = await follow(f"streams/{stream_id}?after={after}")
    for word in ("c", "end"):
        host.stage.words.put_nowait(word)
    every = [(1, "started"), (2, "said"), (3, "said"), (4, "said"), (5, "result")]
    assert names(await resumed.rest()) == every[after:]


async def test_a_finished_stream_can_be_read_again(host: Host, follow: Follow) -> None:
    host.stage.words.put_nowait("end")
    follower, stream_id = await start(follow)
    await follower.rest()
    again = await follow(f"streams/{stream_id}?after=0", **{"Last-Event-ID": "1"})
    assert names(await again.rest()) == [(2, "result")]


async def test_two_may_follow_one_stream(host: Host, follow: Follow) -> None:
    first, stream_id = await start(follow)
    second = await follow(f"streams/{stream_id}?after=1")
    for word in ("a", "end"):
        host.stage.words.put_nowait(word)
    assert await first.rest() == await second.rest()


async def test_a_follower_keeps_the_work_alive(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(grace_s=0.05, keep_alive_s=0.2))
    first, stream_id = await start(follow)
    second = await follow(f"streams/{stream_id}?after=1")
    first.cut()
    assert await asyncio.wait_for(second.block(), 20) == ": keep-alive"
    host.stage.words.put_nowait("end")
    assert names(await second.rest()) == [(2, "result")]


async def test_a_cut_without_return_ends_the_work_after_the_grace_time(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(grace_s=0.05))
    follower, stream_id = await start(follow)
    follower.cut()
    await asyncio.wait_for(host.stage.ended.wait(), 20)
    (event,) = await (await follow(f"streams/{stream_id}?after=1")).rest()
    assert (event["event"], event["data"]["error"]["type"]) == ("error", "Stopped")
    assert not host.running


async def test_stop_ends_the_work_at_once(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(grace_s=3600))
    follower, stream_id = await start(follow)
    stopped = await follow("streams/stop", {"stream_id": stream_id})
    assert await stopped.body() == {"was_running": True}
    await asyncio.wait_for(host.stage.ended.wait(), 20)
    (event,) = await follower.rest()
    assert (event["event"], event["data"]["error"]["type"]) == ("error", "Stopped")
    again = await follow("streams/stop", {"stream_id": stream_id})
    assert await again.body() == {"was_running": False}


async def test_work_ended_by_the_server_ends_its_stream(host: Host, follow: Follow) -> None:
    follower, _ = await start(follow)
    (work,) = host.running
    work.cancel()
    (event,) = await follower.rest()
    assert (event["event"], event["data"]["error"]["type"]) == ("error", "Stopped")


async def test_a_slow_reader_is_bounded_and_hears_the_end(host: Host, follow: Follow) -> None:
    most, size, count = 1_000_000, 100_000, 400
    host.streams = Streams(StreamLimits(event_bytes=most))
    follower, _ = await start(follow)
    (stream,) = host.streams
    for _ in range(count):
        host.stage.words.put_nowait("x" * size)
        while not host.stage.words.empty():
            await asyncio.sleep(0)
        assert stream.kept_bytes <= most + 2 * size
    host.stage.words.put_nowait("end")
    events = await follower.rest()
    ids = [each["id"] for each in events]
    assert ids == sorted(set(ids))
    assert len(ids) < count
    assert names(events[-1:]) == [(count + 2, "result")]


async def test_a_connection_that_takes_nothing_is_closed_and_may_return(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(stall_s=0.2))
    follower, stream_id = await start(follow)
    (stream,) = host.streams
    host.stage.words.put_nowait("x" * 30_000_000)
    while stream.followers or not stream.kept_bytes > 30_000_000:
        await asyncio.sleep(0.01)
    with pytest.raises(IncompleteReadError):
        await follower.rest()
    resumed = await follow(f"streams/{stream_id}?after=2")
    host.stage.words.put_nowait("end")
    assert names(await resumed.rest()) == [(3, "result")]


async def test_few_and_small_events_are_all_kept_and_many_are_not(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(events=3))
    host.stage.words.put_nowait("end")
    follower, stream_id = await start(follow)
    await follower.rest()
    assert names(await (await follow(f"streams/{stream_id}")).rest()) == [(1, "started"), (2, "result")]
    follower, stream_id = await start(follow)
    for word in ("a", "b", "c", "d", "end"):
        host.stage.words.put_nowait(word)
    await follower.rest()
    kept = await (await follow(f"streams/{stream_id}")).rest()
    assert names(kept) == [(4, "said"), (5, "said"), (6, "result")]


async def test_a_finished_stream_is_forgotten_in_time(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(kept_s=0))
    host.stage.words.put_nowait("end")
    _, stream_id = await start(follow)
    while list(host.streams):
        await asyncio.sleep(0)
    assert (await follow(f"streams/{stream_id}")).status == 404


async def test_finished_streams_make_room_for_newer_ones(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(kept_bytes=3_000))
    ids = []
    for _ in range(3):
        for word in ("x" * 1_500, "end"):
            host.stage.words.put_nowait(word)
        follower, stream_id = await start(follow)
        await follower.rest()
        ids.append(stream_id)
    assert [each.stream_id for each in host.streams] == ids[-1:]


async def test_one_user_can_not_have_work_without_end(host: Host, follow: Follow) -> None:
    host.streams = Streams(StreamLimits(running=1))
    _, stream_id = await start(follow)
    refused = await follow("words/tell", {"text": "hello"})
    assert refused.status == 429
    assert (await refused.body())["error"]["type"] == "TooManyStreams"
    await follow("streams/stop", {"stream_id": stream_id})
    await asyncio.wait_for(host.stage.ended.wait(), 20)
    await start(follow)


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "٣", "9" * 30])
async def test_an_offset_that_is_none_is_refused(host: Host, follow: Follow, after: str) -> None:
    _, stream_id = await start(follow)
    refused = await follow(f"streams/{stream_id}", Last_Event_ID=after)
    assert refused.status == 422
    assert (await refused.body())["error"]["type"] == "Invalid"


class NamedUsers(IdentityProvider):
    """Believes whatever name a request gives."""

    async def get_user(self, handler: RequestHandler) -> User | None:  # type: ignore[override]
        name = handler.request.headers.get("X-Name")
        return User(username=name) if name else None


@pytest.fixture
def named_users(jp_server_config: dict[str, Any]) -> None:
    named = {"identity_provider_class": NamedUsers, "disable_check_xsrf": True}
    jp_server_config["ServerApp"].update(named)


async def test_another_user_is_refused(named_users: None, host: Host, follow: Follow) -> None:
    _, stream_id = await start(follow, X_Name="ada")
    for path, body in ((f"streams/{stream_id}", None), ("streams/stop", {"stream_id": stream_id})):
        refused = await follow(path, body, X_Name="eve")
        assert refused.status == 404
        assert (await refused.body())["error"]["type"] == "StreamNotFound"
    assert not host.stage.ended.is_set()
    assert (await follow(f"streams/{stream_id}", X_Name="ada")).status == 200


async def test_a_capability_knows_whose_request_it_is(named_users: None, host: Host, follow: Follow) -> None:
    for name in ("ada", "eve"):
        follower, _ = await start(follow, "whose", X_Name=name)
        assert [each["data"] for each in await follower.rest()] == [{"text": f"user {name}"}]


async def test_a_browser_and_a_bare_token_are_two_users(host: Host, follow: Follow) -> None:
    _, stream_id = await start(follow)
    other = await follow("words/tell", {"text": "hello"})
    cookie = other.headers["set-cookie"].partition(";")[0]
    assert (await follow(f"streams/{stream_id}")).status == 200
    assert (await follow(f"streams/{stream_id}", Cookie=cookie)).status == 404
    _, browsers = await start(follow, Cookie=cookie)
    assert (await follow(f"streams/{browsers}", Cookie=cookie)).status == 200
    assert (await follow(f"streams/{browsers}")).status == 404
