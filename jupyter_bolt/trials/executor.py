"""Where replays are carried out: a bundle is all that one depends on, so any place gives the same result."""

from __future__ import annotations

from typing import Protocol

from .bundle import Bundle
from .evidence import Evidence
from .replay import replay


class Executor(Protocol):
    """Carries out replays."""

    async def submit(self, bundle: Bundle, *, reason: str) -> Evidence:
        """Replay a bundle. Cancelling ends it at once."""


class LocalExecutor:
    """Carries out replays in confined kernels of this machine."""

    async def submit(self, bundle: Bundle, *, reason: str) -> Evidence:
        return await replay(bundle, reason=reason)
