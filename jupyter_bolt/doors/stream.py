"""Door `stream`: what a capability tells while it works, as server-sent events that can be resumed.

It is asked for by `Accept: text/event-stream` at the capability's own route. A connection that is cut
ends nothing: the same user goes on from any offset with `GET bolt/api/streams/<stream_id>?after=<n>`.
Work that nobody follows ends after a time of grace, and at once by `POST bolt/api/streams/stop`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import ensure_async
from pydantic import BaseModel
from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError
from tornado.web import authenticated

from ..capability import AnyCapability
from ..errors import BoltError, Forbidden, Invalid
from ..services import Progress
from .event_stream import EventStream, StopStreamRequest, StopStreamResponse
from .failure import describe_failure
from .handler import BoltHandler, ReadingHandler, Route

EVENT_STREAM = "text/event-stream"
KEEP_ALIVE = ": keep-alive\n\n"
PIECE_CHARACTERS = 64 * 1024
"""Written at once: a connection that is slow, but takes something, is not taken for a stalled one."""


def wants_events(request: HTTPServerRequest) -> bool:
    return EVENT_STREAM in request.headers.get("Accept", "")


async def _makes_names_up(provider: IdentityProvider, handler: JupyterHandler) -> bool:
    """Whether who shows the server's token gets a new name with each request, for want of a cookie.

    All those are one. A provider with its own way to tell who calls never makes names up.
    """
    stock = all(
        getattr(type(provider), method) is getattr(IdentityProvider, method)
        for method in ("get_user", "get_user_token", "get_user_cookie")
    )
    return stock and await ensure_async(provider.get_user_cookie(handler)) is None


class FollowingHandler(BoltHandler):
    """Writes a stream's events for as long as its caller listens."""

    _following: asyncio.Future[None] | None = None

    def on_connection_close(self) -> None:
        super().on_connection_close()
        if self._following is not None:
            self._following.cancel()

    async def open(self, capability: AnyCapability, request: BaseModel) -> EventStream:
        """Begin a capability's work in a stream of the caller's. Raises `TooManyStreams`, `CancelledError`."""
        owner = await self.owner()
        services = replace(self.host.services(), owner=owner)
        self.stay_for_caller()

        async def work(progress: Progress) -> BaseModel:
            response: BaseModel = await capability.run(request, replace(services, progress=progress))
            return response

        stream = self.host.streams.open(capability, owner, work, log=self.log)
        self.host.running.add(stream.work)
        stream.work.add_done_callback(self.host.running.discard)
        return stream

    async def find(self, stream_id: str) -> EventStream:
        """The caller's own stream, if its capability is permitted now. Raises `StreamNotFound`, `Forbidden`.

        Which permission that is depends on the stream, so no decorator can name it.
        """
        stream = self.host.streams.get(stream_id, await self.owner())
        action, resource = stream.capability.action, stream.capability.resource
        if await ensure_async(self.authorizer.is_authorized(self, self.current_user, action, resource)):
            return stream
        raise Forbidden(f"User is not authorized to {action} on resource: {resource}.")

    async def owner(self) -> str:
        """Whose the caller's streams and proposals are."""
        if self.token_authenticated and await _makes_names_up(self.identity_provider, self):
            return "the token"
        return f"user {self.current_user.username}"

    async def follow(self, stream: EventStream, after: int = 0) -> None:
        """Write what was told beyond an offset, and what comes, to the stream's end."""
        self._following = asyncio.ensure_future(self._write_events(stream, after))
        try:
            await self._following
        except StreamClosedError:
            pass
        except asyncio.CancelledError:
            if not self.abandoned:
                raise
        except TimeoutError:
            self.log.debug("A connection took nothing any more and was closed")
            self.detach().close()

    async def _write_events(self, stream: EventStream, after: int) -> None:
        self.set_header("Content-Type", EVENT_STREAM)
        self.set_header("Cache-Control", "no-cache")
        # nginx, and what understands its header, would hold events back.
        self.set_header("X-Accel-Buffering", "no")
        await self._flush()
        with stream.followed():
            async for event in stream.events(after, quiet_s=self.host.streams.limits.keep_alive_s):
                await self._send(KEEP_ALIVE if event is None else event.to_wire())
        self.finish(set_content_type=EVENT_STREAM)

    async def _send(self, text: str) -> None:
        for start in range(0, len(text), PIECE_CHARACTERS):
            self.write(text[start : start + PIECE_CHARACTERS])
            await self._flush()

    async def _flush(self) -> None:
        async with asyncio.timeout(self.host.streams.limits.stall_s):
            await self.flush()


class StreamHandler(FollowingHandler):
    """Resumes a stream from any offset."""

    _track_activity = False

    @authenticated
    async def get(self, stream_id: str) -> None:
        try:
            stream, after = await self.find(stream_id), self._after()
        except BoltError as error:
            self.reply(error.status, describe_failure(error))
        else:
            await self.follow(stream, after)

    def _after(self) -> int:
        """The offset: the header wins, with which a browser goes on from an address that holds an older one."""
        text = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "0")
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise Invalid("The offset is no whole number.")
        return int(text)


class StopStreamHandler(ReadingHandler, FollowingHandler):
    """Stops the work of a stream, at once."""

    @authenticated
    async def post(self) -> None:
        try:
            stream = await self.find(self.read_request(StopStreamRequest).stream_id)
        except BoltError as error:
            self.reply(error.status, describe_failure(error))
        else:
            was_running = not stream.ended
            stream.stop()
            self.reply(200, StopStreamResponse(was_running=was_running))


def build_stream_routes(settings: dict[str, object]) -> list[Route]:
    """Return the routes at which streams are resumed and stopped."""
    return [
        (r"/bolt/api/streams/stop", StopStreamHandler, settings),
        (r"/bolt/api/streams/([\w-]{1,64})", StreamHandler, settings),
    ]
