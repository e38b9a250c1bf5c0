"""What replays have shown, kept by the content of their bundles."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import dataclass

from .bundle import Bundle
from .evidence import Evidence

MOST = 256
MOST_BYTES = 32 * 1024**2
KEPT_S = 3600.0
CHANGING_KEPT_S = 60.0
"""Code that draws random numbers or reads the time shows one result of many: it is kept for one fix, not longer."""

CHANGING = re.compile(
    r"rand|shuffle|sample|seed|choice|uuid|secrets|time|date|now\b|today|environ|getpid|subprocess|system\(|^\s*[!%]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class _Result:
    text: bytes
    until: float


class Results:
    """Evidence by digest, the one used longest ago given up first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Result] = OrderedDict()
        self._bytes = 0

    def get(self, digest: str) -> Evidence | None:
        """What the bundle has shown, if that is still known."""
        found = self._kept.get(digest)
        if found is None:
            return None
        if found.until < time.monotonic():
            self._drop(digest)
            return None
        self._kept.move_to_end(digest)
        return Evidence.model_validate_json(found.text)

    def keep(self, digest: str, bundle: Bundle, evidence: Evidence) -> None:
        """Keep what a bundle has shown, where it would show the same again."""
        if not _is_lasting(evidence) or digest in self._kept:
            return
        text = evidence.model_dump_json().encode()
        code = "\n".join((*bundle.above, *bundle.first, bundle.code, *bundle.later))
        kept_s = CHANGING_KEPT_S if CHANGING.search(code) else KEPT_S
        self._kept[digest] = _Result(text, time.monotonic() + kept_s)
        self._bytes += len(text)
        while len(self._kept) > MOST or self._bytes > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, digest: str) -> None:
        self._bytes -= len(self._kept.pop(digest).text)


def _is_lasting(evidence: Evidence) -> bool:
    """Whether what was seen comes of the code: no limit of time or memory, no crash, nothing untried."""
    error = evidence.error
    return evidence.outcome == "ran" or (
        evidence.outcome == "failed"
        and error is not None
        and error.name not in ("MemoryError", "KeyboardInterrupt")
    )
