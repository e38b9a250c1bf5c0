"""Frames over descriptors: four bytes of length, then JSON."""

from __future__ import annotations

import json
import os
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 64 * 1024 * 1024
MOST_OUTPUT_BYTES = 16 * 1024 * 1024
Frame = dict[str, Any]
"""One message: a JSON object. `kind` says what it tells; the reader does not trust the rest."""


def send(descriptor: int, frame: Frame) -> None:
    """Write one frame whole. Raises `OSError` when the other side is gone."""
    send_body(descriptor, pack(frame))


def pack(frame: Frame) -> bytes:
    """A frame's body."""
    return json.dumps(frame, default=repr, ensure_ascii=True).encode("ascii")


def send_body(descriptor: int, body: bytes) -> None:
    """Write a frame whole, given its body. Raises `OSError` when the other side is gone."""
    data = memoryview(struct.pack("!I", len(body)) + body)
    while data:
        data = data[os.write(descriptor, data) :]


class Reader:
    """Takes frames out of what a non-blocking descriptor delivers; what is no frame ends it, as `garbled`."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.ended = False
        self.garbled = False
        self._buffer = bytearray()

    def read(self) -> list[Frame]:
        """Return the frames that are complete by now."""
        try:
            data = os.read(self.descriptor, 1 << 18)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return []
        self._buffer += data
        return list(self._frames())

    def _frames(self) -> Iterator[Frame]:
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from("!I", self._buffer)
            if length > MOST_BYTES:
                self.ended = self.garbled = True
                return
            if len(self._buffer) < 4 + length:
                return
            body = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            try:
                frame = json.loads(body)
            except (ValueError, RecursionError):
                self.ended = self.garbled = True
                return
            if isinstance(frame, dict):
                yield frame
