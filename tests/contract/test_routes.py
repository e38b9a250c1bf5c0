"""What holds for every route, whichever capability stands behind it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from tornado.httpclient import HTTPClientError, HTTPResponse

from jupyter_bolt.capabilities import CAPABILITIES
from jupyter_bolt.capability import AnyCapability
from jupyter_bolt.doors.http import build_handler

Fetch: TypeAlias = Callable[..., Awaitable[HTTPResponse]]
PAIRS = {(each.action, each.resource) for each in CAPABILITIES}

every_capability = pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda each: each.name)


async def refusal(fetch: Fetch, capability: AnyCapability, body: str | bytes, **options: Any) -> HTTPResponse:
    """Post to a capability, expecting an error, and check the error's shape."""
    parts = ("bolt", "api", capability.group, capability.verb)
    with pytest.raises(HTTPClientError) as caught:
        await fetch(*parts, method="POST", body=body, **options)
    response = caught.value.response
    assert response is not None
    assert response.headers["Content-Type"].startswith("application/json")
    error = json.loads(response.body)["error"]
    assert set(error) == {"type", "message", "hint"}
    assert all(error.values())
    return response


@every_capability
@pytest.mark.parametrize("open_by_default", [False, True])
async def test_a_route_refuses_an_anonymous_request(
    jp_fetch: Fetch, jp_serverapp: Any, capability: AnyCapability, open_by_default: bool
) -> None:
    settings = jp_serverapp.web_app.settings
    settings["allow_unauthenticated_access"] = open_by_default
    # Else the missing XSRF token alone would refuse it.
    settings["disable_check_xsrf"] = True
    response = await refusal(jp_fetch, capability, "{}", headers={"Authorization": "token wrong"})
    assert response.code == 403


@every_capability
async def test_a_route_refuses_a_user_without_its_permission(
    jp_fetch: Fetch, authorizer: Any, capability: AnyCapability
) -> None:
    own = (capability.action, capability.resource)
    authorizer.refused = {own}
    response = await refusal(jp_fetch, capability, "[]")
    assert response.code == 403
    assert own in authorizer.asked


@every_capability
async def test_a_route_needs_no_permission_but_its_own(
    jp_fetch: Fetch, authorizer: Any, capability: AnyCapability
) -> None:
    """Each route is asked first with all other pairs granted: a decision that sticks would show here."""
    own = (capability.action, capability.resource)
    for other in CAPABILITIES:
        await refusal(jp_fetch, other, "[]")
    authorizer.refused = PAIRS - {own}
    response = await refusal(jp_fetch, capability, "[]")
    assert response.code == 422


@every_capability
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        "{}",
        '{"notebook": 3}',
        '{"path": 3, "proposal_id": []}',
        b"\xff\xfe",
    ],
    ids=["empty", "cut", "not JSON", "array", "null", "no fields", "wrong type", "wrong types", "not UTF-8"],
)
async def test_a_route_answers_422_to_bad_input(
    jp_fetch: Fetch, capability: AnyCapability, body: str | bytes
) -> None:
    response = await refusal(jp_fetch, capability, body)
    assert response.code == 422
    assert json.loads(response.body)["error"]["type"] == "Invalid"


@every_capability
@pytest.mark.parametrize("size_bytes", [10_001, 20_000_000])
async def test_a_route_answers_413_to_a_request_that_is_too_large(
    jp_fetch: Fetch, capability: AnyCapability, size_bytes: int
) -> None:
    response = await refusal(jp_fetch, capability, b" " * size_bytes)
    assert response.code == 413
    assert json.loads(response.body)["error"]["type"] == "TooLarge"


@every_capability
async def test_a_browser_needs_its_xsrf_token(
    jp_fetch: Fetch, jp_serverapp: Any, capability: AnyCapability
) -> None:
    token = jp_serverapp.identity_provider.token
    login = await jp_fetch("api", "me", headers={"Authorization": ""}, params={"token": token})
    cookies = "; ".join(each.partition(";")[0] for each in login.headers.get_list("Set-Cookie"))
    browser = {"Authorization": "", "Cookie": cookies}
    response = await refusal(jp_fetch, capability, "[]", headers=browser)
    assert response.code == 403
    assert "_xsrf" in json.loads(response.body)["error"]["message"]


def test_each_capability_has_a_handler_class_of_its_own_name() -> None:
    names = {build_handler(each).__name__ for each in CAPABILITIES}
    assert len(names) == len(CAPABILITIES)


def test_reads_do_not_keep_an_idle_server_alive() -> None:
    for each in CAPABILITIES:
        assert build_handler(each)._track_activity == (each.effect != "reads")


async def test_the_description_is_behind_the_same_door(jp_fetch: Fetch, authorizer: Any) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("bolt", "api", "openapi.json", headers={"Authorization": "token wrong"})
    assert caught.value.code == 403
    authorizer.refused = {("read", "bolt:viewer")}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("bolt", "api", "openapi.json")
    assert caught.value.code == 403
    authorizer.refused = set()
    response = await jp_fetch("bolt", "api", "openapi.json")
    paths = json.loads(response.body)["paths"]
    streams = {"/bolt/api/streams/{stream_id}", "/bolt/api/streams/stop"}
    assert set(paths) == streams | {f"/bolt/api/{each.group}/{each.verb}" for each in CAPABILITIES}
