"""Listens to everything that the supervisor of a trial hears."""

from __future__ import annotations

import fcntl
import os
import selectors
import time
from functools import partial
from typing import TYPE_CHECKING

from .stuck import is_stuck, waits_to_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channels import Channels
    from .descriptors import Watched
    from .enclosure import Enclosure
    from .relay import Relay
    from .wire import Frame, Reader

TICK_S = 0.05
STUCK_AFTER_S = 0.2
STUCK_TICKS = 3
MARK, COMPLETE = b"m", b"c"


class Watch:
    """Hands on what is heard until the trial ends, is stopped, or breaks a limit.

    `stop` delivers `MARK` to mark the files that there are so far, `COMPLETE` when all that is to come is no
    evidence of the cell, and its end to stop.
    """

    def __init__(
        self, relay: Relay, channels: Channels, enclosure: Enclosure, *, watched: Watched, stop: int
    ) -> None:
        self._relay = relay
        self._listener = channels.listener
        self._enclosure = enclosure
        self._watched = watched
        self._stop = stop
        self._stuck_ticks = 0
        self._selector = selectors.DefaultSelector()
        for reader, take in ((channels.reader, relay.take), *enclosure.readers()):
            self._hear(reader.descriptor, partial(self._pass_frames, reader, take))
        for name, number in channels.streams.items():
            self._hear(number, partial(self._pass_text, name, number))
        self._hear(stop, self._obey)
        self._hear(self._listener.channel.fileno(), self._receive_listener)
        for number in watched:
            if not fcntl.fcntl(number, fcntl.F_GETFL) & os.O_WRONLY:
                self._hear(number, partial(self._notice, number))

    def _hear(self, number: int, act: Callable[[], None]) -> None:
        self._selector.register(number, selectors.EVENT_READ, act)

    def until_it_ends(self, time_s: float) -> None:
        """Hand on until the trial is to end, or has ended by itself."""
        started = time.monotonic()
        while self._relay.ending is None:
            self.pass_on(TICK_S)
            if self._enclosure.is_empty():
                return
            spent = time.monotonic() - started
            if spent > time_s:
                self._relay.end("time")
            if spent > STUCK_AFTER_S:
                self._look_whether_it_can_go_on()

    def _look_whether_it_can_go_on(self) -> None:
        """End a trial that waits for a thread that it does not have, or for an inherited connection."""
        pid = self._enclosure.trial_pid
        self._stuck_ticks = self._stuck_ticks + 1 if is_stuck(pid) else 0
        if self._stuck_ticks == STUCK_TICKS:
            self._relay.end("stuck")
        labels = {line.inode: line.label for line in self._watched.values()}
        waits_for = waits_to_read(pid, labels)
        if waits_for is not None:
            self._relay.talked(labels[waits_for])

    def take_the_rest(self) -> None:
        """Hand on what the ended trial had written and nobody had read."""
        for _ in range(20):
            before = self._relay.kept_bytes
            self.pass_on(0)
            if self._relay.kept_bytes == before:
                break

    def pass_on(self, timeout_s: float) -> None:
        """Hand on what there is now, or comes within this time."""
        for key, _ in self._selector.select(timeout_s):
            key.data()

    def _pass_frames(self, reader: Reader, take: Callable[[Frame], None]) -> None:
        for frame in reader.read():
            take(frame)
        if reader.ended:
            self._selector.unregister(reader.descriptor)
        if reader.garbled:
            self._relay.end("garbled")

    def _pass_text(self, name: str, number: int) -> None:
        try:
            text = os.read(number, 1 << 16)
        except BlockingIOError:
            return
        if text:
            self._relay.take_text(name, text)
        else:
            self._selector.unregister(number)

    def _obey(self) -> None:
        command = os.read(self._stop, 1)
        if command == COMPLETE:
            self.complete()
        elif command:
            self._enclosure.mark()
        else:
            self._relay.ending = "stopped"
            self._selector.unregister(self._stop)

    def complete(self) -> None:
        """Take the evidence of the cell as complete but for its files, and have those listed."""
        if not self._relay.complete:
            self._relay.complete = True
            self._enclosure.list_files()

    def _notice(self, number: int) -> None:
        self._relay.talked(self._watched[number].label)
        self._selector.unregister(number)

    def _receive_listener(self) -> None:
        self._selector.unregister(self._listener.channel.fileno())
        if self._listener.receive():
            self._hear(self._listener.fileno(), self._answer)

    def _answer(self) -> None:
        if not self._listener.answer():
            self._selector.unregister(self._listener.fileno())
