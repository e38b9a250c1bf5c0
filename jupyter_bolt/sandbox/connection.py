"""A client of Bolt's own on a kernel's channels: many requests at once on control, one at a time on shell."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from queue import Empty
from typing import TYPE_CHECKING, Any

from ..errors import KernelUnavailable, TimedOut

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient

log = logging.getLogger(__name__)

ABORTED_PAUSE_S = 0.02

Message = dict[str, Any]
"""A kernel message as jupyter_client gives it; its `content` depends on the kernel."""

generations = itertools.count(1)
"""Never reused in this process, so that a kernel id used again can't be taken for the old kernel."""


@dataclass(eq=False)
class KernelConnection:
    """A live kernel, reached over channels that nobody else reads.

    `client` has started shell and control; iopub starts when it is first asked for.
    """

    kernel_id: str
    kernel_name: str
    language: str
    client: AsyncKernelClient
    generation: int = field(default_factory=lambda: next(generations))
    out_of_reach: str = ""
    _waiting: dict[str, asyncio.Queue[Message | None]] = field(default_factory=dict, repr=False)
    _reader: asyncio.Task[None] | None = field(default=None, repr=False)
    _sending: set[asyncio.Future[Any]] = field(default_factory=set, repr=False)
    _shell: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _closed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _used_s: float = field(default_factory=time.monotonic, repr=False)

    async def control_request(self, msg_type: str, content: dict[str, Any]) -> AsyncIterator[Message]:
        """Send a request on the control channel and yield each message that answers it.

        The iterator does not end by itself: stop iterating at the message that ends the request.
        Raises `KernelUnavailable` when the kernel dies, restarts or is removed meanwhile.
        """
        msg_id, queue = self._send(msg_type, content), asyncio.Queue[Message | None]()
        self._waiting[msg_id] = queue
        if self._reader is None:
            self._reader = asyncio.create_task(self._read_control())
        try:
            while (message := await queue.get()) is not None:
                yield message
            raise self._gone()
        finally:
            self._waiting.pop(msg_id, None)
            self._touch()

    def control_send(self, msg_type: str, content: dict[str, Any]) -> None:
        """Send a message on the control channel without waiting for an answer."""
        self._send(msg_type, content)

    async def execute_silently(self, code: str, timeout_s: float) -> dict[str, Any]:
        """Run code unseen on the shell channel and return its reply's content.

        It waits for what the kernel is running. Raises `TimedOut` or `KernelUnavailable`.
        """
        return await self._bounded(self._execute(code, {}), timeout_s)

    async def evaluate_silently(self, expression: str, timeout_s: float) -> dict[str, Any]:
        """Evaluate an expression unseen and return what a kernel answers to a user expression.

        With no code beside it no hook of the user's runs, and nothing is transformed or kept.
        Raises `TimedOut` or `KernelUnavailable`.
        """
        reply = await self._bounded(self._execute("", {"value": expression}), timeout_s)
        return dict(reply.get("user_expressions", {}).get("value", reply))

    async def _bounded(
        self, request: Coroutine[None, None, dict[str, Any]], timeout_s: float
    ) -> dict[str, Any]:
        reply = asyncio.ensure_future(request)
        closed = asyncio.ensure_future(self._closed.wait())
        try:
            await asyncio.wait({reply, closed}, timeout=timeout_s, return_when="FIRST_COMPLETED")
            if self._closed.is_set():
                raise self._gone()
            if reply.done():
                return reply.result()
            raise TimedOut(f"Kernel {self.kernel_id!r} did not answer within {timeout_s:g} s.")
        finally:
            reply.cancel()
            closed.cancel()
            self._touch()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    async def wait_closed(self) -> None:
        """Wait until the kernel has ended or the connection was closed."""
        await self._closed.wait()

    @property
    def busy(self) -> bool:
        """Whether a request waits for its answer."""
        return bool(self._waiting) or self._shell.locked()

    @property
    def idle_s(self) -> float:
        """Seconds since it was last used."""
        return 0.0 if self.busy else time.monotonic() - self._used_s

    def abandon(self) -> None:
        """Note that the kernel has ended: requests under way raise `KernelUnavailable`."""
        self._closed.set()
        for queue in self._waiting.values():
            queue.put_nowait(None)

    def close(self) -> None:
        """Abandon the kernel and close the channels."""
        self.abandon()
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        if self.client.channels_running:
            self.client.stop_channels()

    def _send(self, msg_type: str, content: dict[str, Any]) -> str:
        if self._closed.is_set():
            raise self._gone()
        self._touch()
        message = self.client.session.msg(msg_type, content)
        # Through the asyncio socket itself: `Session.send` goes round it, takes the wake-up of an
        # answer that comes at that moment, and leaves whoever waits for the answer asleep.
        sending = self.client.control_channel.socket.send_multipart(self.client.session.serialize(message))
        self._sending.add(sending)
        sending.add_done_callback(self._sent)
        return str(message["header"]["msg_id"])

    def _sent(self, sending: asyncio.Future[Any]) -> None:
        self._sending.discard(sending)
        if not sending.cancelled() and sending.exception() is not None:
            log.debug("Message to kernel %s was not sent: %s", self.kernel_id, sending.exception())

    async def _read_control(self) -> None:
        while True:
            try:
                message = await self.client.get_control_msg()
            except (Empty, ValueError, RecursionError) as error:
                # An unsigned or truncated message must not end the reader for all others.
                log.debug("Unreadable control message from kernel %s: %s", self.kernel_id, error)
                continue
            queue = self._waiting.get(message["parent_header"].get("msg_id", ""))
            if queue is not None:
                queue.put_nowait(message)

    async def _execute(self, code: str, expressions: dict[str, str]) -> dict[str, Any]:
        async with self._shell:
            # A kernel throws away what waits, or comes a moment later, when a cell fails. Ask again.
            while (reply := await self._execute_once(code, expressions)).get("status") == "aborted":
                await asyncio.sleep(ABORTED_PAUSE_S)
            return reply

    async def _execute_once(self, code: str, expressions: dict[str, str]) -> dict[str, Any]:
        if self._closed.is_set():
            raise self._gone()
        msg_id = self.client.execute(
            code, silent=True, store_history=False, user_expressions=expressions, allow_stdin=False
        )
        while True:
            message = await self.client.get_shell_msg()
            if message["parent_header"].get("msg_id") == msg_id:
                return dict(message["content"])

    def _touch(self) -> None:
        self._used_s = time.monotonic()

    def _gone(self) -> KernelUnavailable:
        return KernelUnavailable(f"Kernel {self.kernel_id!r} has ended or was restarted.")
