"""What replays have shown, kept by their bundles and the files that they have read."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from .bundle import Bundle
from .evidence import Evidence
from .reads import are_current, states_of
from .replay import Replayed

MOST = 256
MOST_BYTES = 32 * 1024**2
KEPT_S = 3600.0
CHANGING_KEPT_S = 60.0
"""Code that draws random numbers or reads the time shows one result of many, and code that can't be heard reading
files may read what has changed: it is kept for one fix, not longer."""

CHANGING = re.compile(
    r"exist|is_?(file|dir|link)|stat\(|get(size|[acm]time)|access\(|"
    r"rand|shuffle|sample|seed|choice|uuid|secrets|time|date|now\b|today|environ|getpid|subprocess|system\(|^\s*[!%]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class _Result:
    text: bytes
    until: float
    states: Mapping[str, str]
    """Of the files that were read, by path."""


class Results:
    """Evidence by digest, the one used longest ago given up first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Result] = OrderedDict()
        self._bytes = 0

    async def get(self, digest: str) -> Evidence | None:
        """What the bundle has shown, if that is still known, and the files that it read are as they were."""
        found = self._kept.get(digest)
        if found is None:
            return None
        if found.until < time.monotonic() or not await asyncio.to_thread(are_current, found.states):
            self._drop(digest)
            return None
        if digest in self._kept:
            self._kept.move_to_end(digest)
        return Evidence.model_validate_json(found.text)

    async def keep(self, bundle: Bundle, replayed: Replayed, *, since_ns: int) -> None:
        """Keep what a bundle has shown, where it would show the same again. `since_ns`: when it was begun."""
        if not _is_lasting(replayed.evidence):
            return
        reads = replayed.reads
        states: dict[str, str] | None = {}
        if reads is not None:
            states = await asyncio.to_thread(states_of, reads, bundle.folder, since_ns=since_ns)
        if states is None:
            return
        text = replayed.evidence.model_dump_json().encode()
        kept_s = KEPT_S if _is_known(bundle, replayed) else CHANGING_KEPT_S
        self._drop(bundle.digest)
        self._kept[bundle.digest] = _Result(text, time.monotonic() + kept_s, states)
        self._bytes += len(text)
        while len(self._kept) > MOST or self._bytes > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, digest: str) -> None:
        dropped = self._kept.pop(digest, None)
        self._bytes -= len(dropped.text) if dropped is not None else 0


def _is_known(bundle: Bundle, replayed: Replayed) -> bool:
    """Whether all is known that the result comes of. What later cells read is not told."""
    reads = replayed.reads
    code = "\n".join((*bundle.above, *bundle.first, bundle.code))
    seen = reads is not None and reads.is_complete(bundle.folder)
    return seen and not bundle.later and not CHANGING.search(code)


def _is_lasting(evidence: Evidence) -> bool:
    """Whether what was seen comes of the code: no limit of time or memory, no crash, nothing untried."""
    error = evidence.error
    return evidence.outcome == "ran" or (
        evidence.outcome == "failed"
        and error is not None
        and error.name not in ("MemoryError", "KeyboardInterrupt")
    )
