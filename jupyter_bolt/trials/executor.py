"""Where replays are carried out, and what they have shown is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from .bundle import Bundle
from .evidence import Evidence
from .places import Places
from .replay import replay
from .results import Results
from .trial import say_nothing


class Executor(Protocol):
    """Carries out replays."""

    async def known(self, bundle: Bundle) -> Evidence | None:
        """What a bundle has shown already, if that is still so."""

    async def submit(
        self, bundle: Bundle, *, above_s: float, waits: Callable[[bool], None] = say_nothing
    ) -> Evidence:
        """Replay a bundle. Cancelling ends it at once. `above_s`: most seconds that its cells above may take.

        `waits` is told whether others have to end first.
        """


@dataclass(eq=False)
class _Work:
    """A replay under way, and how many wait for it."""

    task: asyncio.Task[Evidence]
    waiting: int = field(default=0)


class LocalExecutor:
    """Carries out replays in confined kernels of this machine; the same one is run once."""

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._results = Results()
        self._under_way: dict[tuple[str, float], _Work] = {}

    async def known(self, bundle: Bundle) -> Evidence | None:
        return await self._results.get(bundle.digest)

    async def submit(
        self, bundle: Bundle, *, above_s: float, waits: Callable[[bool], None] = say_nothing
    ) -> Evidence:
        known = await self.known(bundle)
        if known is not None:
            return known
        evidence = await self._share((bundle.digest, above_s), bundle, waits)
        return evidence.model_copy(deep=True)

    async def _share(self, key: tuple[str, float], bundle: Bundle, waits: Callable[[bool], None]) -> Evidence:
        """Wait for the replay, together with who waits for the same one; it ends with the last of them."""
        work = self._under_way.get(key)
        if work is None:
            task = asyncio.create_task(self._replay(bundle, key[1], waits))
            work = self._under_way[key] = _Work(task)
        work.waiting += 1
        try:
            return await asyncio.shield(work.task)
        finally:
            work.waiting -= 1
            if not work.waiting:
                self._under_way.pop(key, None)
                await _end(work.task)

    async def _replay(self, bundle: Bundle, above_s: float, waits: Callable[[bool], None]) -> Evidence:
        async with self._places.for_replay(above_s, waits):
            since_ns = time.time_ns()
            replayed = await replay(bundle, above_s=above_s)
        await self._results.keep(bundle, replayed, since_ns=since_ns)
        return replayed.evidence


async def _end(task: asyncio.Task[Evidence]) -> None:
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
