"""What holds for every capability's stream: it is refused as the plain route is, before it begins."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeAlias

import pytest
from pydantic import BaseModel
from tornado.httpclient import HTTPClientError, HTTPResponse

from jupyter_bolt.capabilities import CAPABILITIES
from jupyter_bolt.capability import AnyCapability
from jupyter_bolt.doors.event_stream import EventStream
from jupyter_bolt.services import Progress

Fetch: TypeAlias = Callable[..., Awaitable[HTTPResponse]]
PAIRS = {(each.action, each.resource) for each in CAPABILITIES}
EVENTS = {"Accept": "text/event-stream"}
ANONYMOUS = {"Authorization": "token wrong"}

every_capability = pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda each: each.name)


async def refusal(fetch: Fetch, *path: str, status: int, **options: Any) -> str:
    """Ask, expecting an error in Bolt's shape, and return its type."""
    with pytest.raises(HTTPClientError) as caught:
        await fetch("bolt", "api", *path, **options)
    response = caught.value.response
    assert response is not None
    assert response.code == status
    assert response.headers["Content-Type"].startswith("application/json")
    error = json.loads(response.body)["error"]
    assert set(error) == {"type", "message", "hint"}
    return str(error["type"])


@every_capability
async def test_a_stream_is_refused_as_the_plain_route_is(
    jp_fetch: Fetch, jp_serverapp: Any, authorizer: Any, capability: AnyCapability
) -> None:
    jp_serverapp.web_app.settings["disable_check_xsrf"] = True
    path, post = (capability.group, capability.verb), {"method": "POST", "body": "[]"}
    await refusal(jp_fetch, *path, status=403, headers={**EVENTS, **ANONYMOUS}, **post)
    assert await refusal(jp_fetch, *path, status=422, headers=dict(EVENTS), **post) == "Invalid"
    authorizer.refused = {(capability.action, capability.resource)}
    await refusal(jp_fetch, *path, status=403, headers=dict(EVENTS), **post)


@pytest.fixture
def open_stream(jp_serverapp: Any) -> Iterator[Callable[[AnyCapability], EventStream]]:
    """Begin work that never ends, as a stream of a capability; its owner is whoever has the token."""
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyter_bolt"]
    opened: list[EventStream] = []

    async def work(progress: Progress) -> BaseModel:
        await asyncio.Event().wait()
        raise AssertionError

    def begin(capability: AnyCapability) -> EventStream:
        stream: EventStream = app.streams.open(capability, "the token", work, log=logging.getLogger())
        opened.append(stream)
        return stream

    yield begin
    for each in opened:
        each.stop()


@every_capability
async def test_resuming_and_stopping_need_the_permission_of_the_capability(
    jp_fetch: Fetch, jp_serverapp: Any, authorizer: Any, open_stream: Any, capability: AnyCapability
) -> None:
    jp_serverapp.web_app.settings["disable_check_xsrf"] = True
    own, stream = (capability.action, capability.resource), open_stream(capability)
    stop = {"method": "POST", "body": json.dumps({"stream_id": stream.stream_id})}
    authorizer.refused = {own}
    assert await refusal(jp_fetch, "streams", stream.stream_id, status=403) == "Forbidden"
    assert await refusal(jp_fetch, "streams", "stop", status=403, **stop) == "Forbidden"
    await refusal(jp_fetch, "streams", stream.stream_id, status=403, headers=dict(ANONYMOUS))
    await refusal(jp_fetch, "streams", "stop", status=403, headers=dict(ANONYMOUS), **stop)
    assert not stream.ended
    authorizer.refused = PAIRS - {own}
    response = await jp_fetch("bolt", "api", "streams", "stop", **stop)
    assert json.loads(response.body) == {"was_running": True}
    response = await jp_fetch("bolt", "api", "streams", stream.stream_id)
    assert response.headers["Content-Type"] == "text/event-stream"
    assert b"event: error" in response.body


@pytest.mark.parametrize(
    ("body", "status"),
    [("", 422), ("[]", 422), ("{}", 422), ('{"stream_id": 3}', 422), ('{"stream_id": "none"}', 404)],
)
async def test_bad_input_to_stop_is_refused(jp_fetch: Fetch, body: str, status: int) -> None:
    await refusal(jp_fetch, "streams", "stop", status=status, method="POST", body=body)
    await refusal(jp_fetch, "streams", "stop", status=413, method="POST", body=" " * 10_001)


def test_each_event_has_a_name_of_its_own() -> None:
    for each in CAPABILITIES:
        kinds = [model.model_fields["kind"].default for model in each.events]
        assert len({*kinds, "started", "result", "error"}) == len(kinds) + 3
