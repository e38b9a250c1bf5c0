"""Door `http`: one POST route and one handler class for each capability.

Whoever calls is known and permitted before a request is looked at, errors become answers here and
nowhere else, and a caller who goes away takes the work along. A caller who asks for events is served
by door `stream`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from pydantic import BaseModel
from tornado.web import authenticated

from ..capability import AnyCapability
from ..errors import BoltError
from .failure import describe_bug, describe_failure
from .handler import BoltHandler, Host, ReadingHandler, Route, permitted
from .stream import FollowingHandler, build_stream_routes, wants_events


class CapabilityHandler(ReadingHandler, FollowingHandler):
    """Runs one capability with the request that it reads, and writes its response or its events."""

    capability: ClassVar[AnyCapability]

    def initialize(self, host: Host) -> None:
        super().initialize(host)
        self._work: asyncio.Future[BaseModel] | None = None

    def on_connection_close(self) -> None:
        """End the work of a caller who has gone away, at once."""
        super().on_connection_close()
        if self._work is not None:
            self._work.cancel()

    async def answer(self) -> None:
        try:
            request = self.read_request(self.capability.request)
            if wants_events(self.request):
                await self.follow(await self.open(self.capability, request))
            else:
                self.reply(200, await self._perform(request))
        except BoltError as error:
            self.reply(error.status, describe_failure(error))
        except asyncio.CancelledError:
            if not self.abandoned:
                raise
            self.log.debug("%s was given up by its caller", self.capability.name)
        except Exception:
            self.log.exception("%s failed", self.capability.name)
            self.reply(BoltError.status, describe_bug())

    async def _perform(self, request: BaseModel) -> BaseModel:
        services = replace(self.host.services(), owner=await self.owner())
        self.stay_for_caller()
        self._work = asyncio.ensure_future(self.capability.run(request, services))
        self.host.running.add(self._work)
        try:
            return await self._work
        finally:
            self.host.running.discard(self._work)


def build_handler(capability: AnyCapability) -> type[CapabilityHandler]:
    """Make the handler class of one capability: its own name (metrics count by it) and its own permission."""

    async def post(self: CapabilityHandler) -> None:
        await self.answer()

    name = f"{capability.group}_{capability.verb}".title().replace("_", "")
    guard = permitted(capability.action, capability.resource)
    return type(
        f"{name}Handler",
        (CapabilityHandler,),
        {
            "__doc__": capability.summary,
            "capability": capability,
            "post": authenticated(guard(post)),
            "_track_activity": capability.effect != "reads",
        },
    )


class OpenApiHandler(BoltHandler):
    """Describes the interface to a client that wants to generate its own."""

    _track_activity = False

    @authenticated
    @permitted("read", "bolt:viewer")
    def get(self) -> None:
        from .openapi import render_api

        self.finish(render_api(self.host.registry))


def build_routes(host: Host) -> list[Route]:
    """Return the routes of all capabilities, relative to the server's base URL."""
    settings: dict[str, object] = {"host": host}
    routes: list[Route] = [
        (f"/bolt/api/{each.group}/{each.verb}", build_handler(each), settings) for each in host.registry
    ]
    return [
        *routes,
        *build_stream_routes(settings),
        (r"/bolt/api/openapi\.json", OpenApiHandler, settings),
    ]
