"""What every handler shares: one shape of error, requests of bounded size, and a caller who may go away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http.client import responses
from typing import Any, Protocol, TypeAlias, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError, RequestHandler, stream_request_body

from ..capability import Registry
from ..errors import BoltError, TooLarge
from ..services import Services
from .failure import Failure, FailureDetail, describe_problems
from .streams import Streams
from .wire import to_json

Method = TypeVar("Method", bound=Callable[..., object])
Model = TypeVar("Model", bound=BaseModel)
Route: TypeAlias = tuple[str, type[RequestHandler], dict[str, object]]


class Host(Protocol):
    """What the handlers need of the server extension that they belong to."""

    registry: Registry
    running: set[asyncio.Future[Any]]
    streams: Streams

    @property
    def request_bytes(self) -> int:
        """Bytes of the largest request that is read."""

    def services(self) -> Services:
        """Return the services, built at the first call."""


def permitted(action: str, resource: str) -> Callable[[Method], Method]:
    """Ask the server's authorizer first. Both are named: `authorized` alone remembers its first request's."""
    guard: Callable[[Method], Method] = authorized(action=action, resource=resource)
    return guard


class BoltHandler(APIHandler):
    """Answers in Bolt's one shape of error, whoever raised it."""

    host: Host
    abandoned = False
    """Whether the caller has gone away."""

    def initialize(self, host: Host) -> None:
        self.host = host

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self.abandoned = True

    def stay_for_caller(self) -> None:
        """Begin nothing for a caller who has gone away while it was asked who that is. Raises `CancelledError`."""
        if self.abandoned:
            raise asyncio.CancelledError

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
class ReadingHandler(BoltHandler):
    """Reads a request of bounded size."""

    def initialize(self, host: Host) -> None:
        super().initialize(host)
        self._body = bytearray()
        self._received_bytes = 0

    def data_received(self, chunk: bytes) -> None:
        """Collect the body up to the limit. What is beyond is read, so that the caller hears why, but not kept."""
        self._received_bytes += len(chunk)
        if self._received_bytes <= self.host.request_bytes:
            self._body += chunk
        else:
            self._body.clear()

    def read_request(self, model: type[Model]) -> Model:
        """The request that was sent. Raises `TooLarge` or `Invalid`."""
        if self._received_bytes > self.host.request_bytes:
            raise TooLarge("The request", self._received_bytes, self.host.request_bytes)
        try:
            return model.model_validate_json(bytes(self._body))
        except ValidationError as error:
            raise describe_problems(error) from error
