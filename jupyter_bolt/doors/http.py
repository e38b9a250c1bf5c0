"""Door `http`: one POST route and one handler class for each capability.

Whoever calls is known and permitted before a request is looked at, errors become answers here and
nowhere else, and a caller who goes away takes the work along.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http.client import responses
from typing import ClassVar, Protocol, TypeAlias, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError, RequestHandler, authenticated, stream_request_body

from ..capability import AnyCapability, Registry
from ..errors import BoltError, TooLarge
from ..services import Services
from .failure import Failure, FailureDetail, describe_failure, describe_problems
from .wire import to_json

Method = TypeVar("Method", bound=Callable[..., object])
Route: TypeAlias = tuple[str, type[RequestHandler], dict[str, object]]


class Host(Protocol):
    """What the handlers need of the server extension that they belong to."""

    registry: Registry
    running: set[asyncio.Future[BaseModel]]

    @property
    def request_bytes(self) -> int:
        """Bytes of the largest request that is read."""

    def services(self) -> Services:
        """Return the services, built at the first call."""


class BoltHandler(APIHandler):
    """Answers in Bolt's one shape of error, whoever raised it."""

    host: Host

    def initialize(self, host: Host) -> None:
        self.host = host

    def reply(self, status: int, model: BaseModel) -> None:
        self.set_status(status)
        self.finish(to_json(model))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Shape what tornado and Jupyter refuse: no login, no permission, no XSRF token."""
        reason = responses.get(status_code, "Error")
        exc_info = kwargs.get("exc_info")
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        refused = isinstance(error, HTTPError) and status_code < 500
        detail = FailureDetail(
            type=reason.replace(" ", ""),
            message=(refused and getattr(error, "log_message", None)) or f"{reason}.",
            hint=_hint(status_code),
        )
        self.reply(status_code, Failure(error=detail))


def _hint(status: int) -> str:
    if status == 403:
        return "Log in again, or ask the owner of the project for access."
    return BoltError.hint if status >= 500 else "Look at bolt/api/openapi.json for what can be asked."


@stream_request_body
class CapabilityHandler(BoltHandler):
    """Reads a request of bounded size, runs one capability with it, and writes its response."""

    capability: ClassVar[AnyCapability]

    def initialize(self, host: Host) -> None:
        super().initialize(host)
        self._body = bytearray()
        self._received_bytes = 0
        self._work: asyncio.Future[BaseModel] | None = None
        self._abandoned = False

    def data_received(self, chunk: bytes) -> None:
        """Collect the body up to the limit. What is beyond is read, so that the caller hears why, but not kept."""
        self._received_bytes += len(chunk)
        if self._received_bytes <= self.host.request_bytes:
            self._body += chunk
        else:
            self._body.clear()

    def on_connection_close(self) -> None:
        """End the work of a caller who has gone away, at once."""
        super().on_connection_close()
        self._abandoned = True
        if self._work is not None:
            self._work.cancel()

    async def answer(self) -> None:
        try:
            self.reply(200, await self._perform(self._read_request()))
        except BoltError as error:
            self.reply(error.status, describe_failure(error))
        except asyncio.CancelledError:
            if not self._abandoned:
                raise
            self.log.debug("%s was given up by its caller", self.capability.name)
        except Exception:
            self.log.exception("%s failed", self.capability.name)
            bug = BoltError("Something went wrong inside Bolt.")
            self.reply(bug.status, describe_failure(bug))

    def _read_request(self) -> BaseModel:
        if self._received_bytes > self.host.request_bytes:
            raise TooLarge("The request", self._received_bytes, self.host.request_bytes)
        request: type[BaseModel] = self.capability.request
        try:
            return request.model_validate_json(bytes(self._body))
        except ValidationError as error:
            raise describe_problems(error) from error

    async def _perform(self, request: BaseModel) -> BaseModel:
        self._work = asyncio.ensure_future(self.capability.run(request, self.host.services()))
        self.host.running.add(self._work)
        try:
            return await self._work
        finally:
            self.host.running.discard(self._work)


def permitted(action: str, resource: str) -> Callable[[Method], Method]:
    """Ask the server's authorizer first. Both are named: `authorized` alone remembers its first request's."""
    guard: Callable[[Method], Method] = authorized(action=action, resource=resource)
    return guard


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
    return [*routes, (r"/bolt/api/openapi\.json", OpenApiHandler, settings)]
