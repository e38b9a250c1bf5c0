"""Frames over descriptors: four bytes of length, then JSON."""

import json
import os
import struct

MOST_BYTES = 64 * 1024 * 1024


def send(descriptor, frame):
    """Write one frame whole. Raises `OSError` when the other side is gone."""
    body = json.dumps(frame, default=repr, ensure_ascii=True).encode("ascii")
    data = memoryview(struct.pack("!I", len(body)) + body)
    while data:
        data = data[os.write(descriptor, data) :]


class Reader:
    """Takes frames out of what a non-blocking descriptor delivers; what is no frame ends it."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.ended = False
        self._buffer = bytearray()

    def fileno(self):
        return self.descriptor

    def read(self):
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

    def _frames(self):
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from("!I", self._buffer)
            if length > MOST_BYTES:
                self.ended = True
                return
            if len(self._buffer) < 4 + length:
                return
            body = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            try:
                frame = json.loads(body)
            except ValueError:
                self.ended = True
                return
            if isinstance(frame, dict):
                yield frame
