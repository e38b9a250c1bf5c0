"""One stream: a capability at work, and the newest of what it has told."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

from ..capability import AnyCapability
from ..errors import BoltError, Stopped
from .failure import describe_bug, describe_failure
from .wire import to_json


class StreamStarted(BaseModel):
    """The first event of a stream."""

    kind: Literal["started"] = "started"
    stream_id: str = Field(description="By which the stream can be resumed, and stopped.")


class StopStreamRequest(BaseModel):
    """Stop the work of one stream."""

    stream_id: str = Field(description="As the stream's first event has it.")


class StopStreamResponse(BaseModel):
    """What was found."""

    was_running: bool = Field(description="False when the work had ended before.")


@dataclass(frozen=True)
class StreamEvent:
    """What was told, ready to be sent."""

    offset: int
    name: str
    data: str
    """JSON in ASCII, on one line."""

    def to_wire(self) -> str:
        return f"id: {self.offset}\nevent: {self.name}\ndata: {self.data}\n\n"


class EventStream:
    """Work and its events. The newest are kept within bounds, and the last one, its result, always.

    It can be followed by several connections at once. Without any, the work goes on for a time of
    grace. `tell` belongs to the event loop.
    """

    def __init__(
        self,
        capability: AnyCapability,
        owner: str,
        *,
        events: int,
        event_bytes: int,
        grace_s: float,
        log: logging.Logger,
    ) -> None:
        self.stream_id = secrets.token_urlsafe(16)
        self.capability = capability
        self.owner = owner
        self.log = log
        self.ended = False
        self.kept_bytes = 0
        self._most_events, self._most_bytes, self._grace_s = events, event_bytes, grace_s
        self._events: deque[StreamEvent] = deque()
        self._offset = 0
        self._news = asyncio.Event()
        self.followers = 0
        self._grace: asyncio.TimerHandle | None = None
        self.tell(StreamStarted(stream_id=self.stream_id))

    def begin(self, work: Coroutine[Any, Any, BaseModel]) -> None:
        self.work = asyncio.ensure_future(work)
        self.work.add_done_callback(self._finish)
        self._begin_grace()

    def stop(self) -> None:
        """End the work at once."""
        self.work.cancel()

    def tell(self, event: BaseModel) -> None:
        """Keep an event for whoever follows; its name is its `kind`. Nothing comes after the end."""
        if self.ended:
            return
        self._keep(str(getattr(event, "kind", "progress")), to_json(event))

    async def events(self, after: int, *, quiet_s: float) -> AsyncIterator[StreamEvent | None]:
        """Yield what was told beyond an offset, then what comes, to the end; None after each quiet time.

        A follower who is slower than the work misses what is no longer kept, and never the end.
        """
        while True:
            while (event := self._next(after)) is not None:
                after = event.offset
                yield event
            if self.ended:
                return
            try:
                async with asyncio.timeout(quiet_s):
                    await self._news.wait()
            except TimeoutError:
                yield None

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Hold the time of grace off for as long as somebody follows."""
        self.followers += 1
        self._end_grace()
        try:
            yield
        finally:
            self.followers -= 1
            if not self.followers and not self.ended:
                self._begin_grace()

    def clear(self) -> None:
        """Keep nothing any more."""
        self._events.clear()
        self.kept_bytes = 0

    def _finish(self, work: asyncio.Future[BaseModel]) -> None:
        self._end_grace()
        self.ended = True
        self._keep(*self._outcome(work))

    def _outcome(self, work: asyncio.Future[BaseModel]) -> tuple[str, str]:
        try:
            return "result", to_json(work.result())
        except asyncio.CancelledError:
            return "error", to_json(describe_failure(Stopped()))
        except BoltError as error:
            return "error", to_json(describe_failure(error))
        except Exception:
            self.log.exception("%s failed", self.capability.name)
            return "error", to_json(describe_bug())

    def _keep(self, name: str, data: str) -> None:
        self._offset += 1
        self._events.append(StreamEvent(self._offset, name, data))
        self.kept_bytes += len(data)
        while len(self._events) > 1 and self._is_full():
            self.kept_bytes -= len(self._events.popleft().data)
        self._news.set()
        self._news.clear()

    def _is_full(self) -> bool:
        newest_bytes = len(self._events[-1].data)
        return len(self._events) > self._most_events or self.kept_bytes - newest_bytes > self._most_bytes

    def _next(self, after: int) -> StreamEvent | None:
        """The oldest event beyond an offset that is still kept."""
        if not self._events or self._events[-1].offset <= after:
            return None
        return self._events[max(0, after + 1 - self._events[0].offset)]

    def _begin_grace(self) -> None:
        self._grace = asyncio.get_running_loop().call_later(self._grace_s, self.stop)

    def _end_grace(self) -> None:
        if self._grace is not None:
            self._grace.cancel()
