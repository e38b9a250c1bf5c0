"""How many trials run side by side."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from .trial import ASKED_ABOVE_S


class Places:
    """Places for forks, and others for replays: no fork waits for a replay, no short replay for long ones alone.

    There are half as many for replays, but two at least: one of them never goes to a long one.
    """

    def __init__(self, parallel: int = sys.maxsize) -> None:
        replays = max(2, parallel // 2)
        self.forks = asyncio.Semaphore(parallel)
        self._replays = asyncio.Semaphore(replays)
        self._long_replays = asyncio.Semaphore(replays - 1)

    @asynccontextmanager
    async def for_replay(self, above_s: float, waits: Callable[[bool], None]) -> AsyncIterator[None]:
        """Hold a place for a replay whose cells above may take so long. `waits` is told whether it has to wait."""
        async with AsyncExitStack() as held:
            asked = [self._long_replays] if above_s > ASKED_ABOVE_S else []
            has_to_wait = any(each.locked() for each in (*asked, self._replays))
            if has_to_wait:
                waits(True)
            for each in (*asked, self._replays):
                await held.enter_async_context(each)
            if has_to_wait:
                waits(False)
            yield
