"""Streams in memory: capabilities at work, and what they have told, for whoever comes back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ..capability import AnyCapability
from ..errors import StreamNotFound, TooManyStreams
from ..services import Progress
from .event_stream import EventStream


@dataclass(frozen=True)
class StreamLimits:
    """How long streams live, and how much of them is kept."""

    keep_alive_s: float = 15.0
    """A quiet stream sends a comment this often."""
    grace_s: float = 20.0
    """Work that nobody follows any more goes on for this time."""
    kept_s: float = 60.0
    """A finished stream can be resumed for this time."""
    stall_s: float = 60.0
    """A connection that takes nothing for this time is closed."""
    events: int = 1_000
    event_bytes: int = 4 * 1024**2
    """Of one stream, beyond its newest event."""
    kept_bytes: int = 64 * 1024**2
    """Of all finished streams."""
    running: int = 32
    """Of one user."""


class Streams:
    """All streams of one server."""

    def __init__(self, limits: StreamLimits | None = None) -> None:
        self.limits = limits or StreamLimits()
        self._streams: dict[str, EventStream] = {}

    def open(
        self,
        capability: AnyCapability,
        owner: str,
        work: Callable[[Progress], Coroutine[Any, Any, BaseModel]],
        *,
        log: logging.Logger,
    ) -> EventStream:
        """Begin work that tells its progress to a new stream. Raises `TooManyStreams`."""
        if sum(each.owner == owner and not each.ended for each in self) >= self.limits.running:
            raise TooManyStreams(self.limits.running)
        stream = EventStream(
            capability,
            owner,
            events=self.limits.events,
            event_bytes=self.limits.event_bytes,
            grace_s=self.limits.grace_s,
            log=log,
        )
        self._streams[stream.stream_id] = stream
        stream.begin(work(stream))
        stream.work.add_done_callback(lambda _: self._settle(stream))
        return stream

    def get(self, stream_id: str, owner: str) -> EventStream:
        """Return a user's own stream. Raises `StreamNotFound`, for another user's too."""
        stream = self._streams.get(stream_id)
        if stream is None or stream.owner != owner:
            raise StreamNotFound(stream_id)
        return stream

    def _settle(self, stream: EventStream) -> None:
        """Keep a finished stream for a while; older ones make room for it."""
        asyncio.get_running_loop().call_later(self.limits.kept_s, self._forget, stream)
        finished = [each for each in self if each.ended]
        kept_bytes = sum(each.kept_bytes for each in finished)
        for oldest in finished:
            if kept_bytes <= self.limits.kept_bytes or oldest is stream:
                break
            kept_bytes -= oldest.kept_bytes
            self._forget(oldest)

    def _forget(self, stream: EventStream) -> None:
        self._streams.pop(stream.stream_id, None)
        stream.clear()

    def __iter__(self) -> Iterator[EventStream]:
        return iter(list(self._streams.values()))
