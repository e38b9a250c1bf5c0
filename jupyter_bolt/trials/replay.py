"""Run a cell where it can't be tried in a fork: in a fresh, confined kernel, after the cells above it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from pydantic import ValidationError

from ..errors import KernelUnavailable, NotFound
from ..inside.wire import Frame
from ..sandbox.confined_kernel import start_confined_kernel
from .assembly import Obstacle, Report
from .bundle import Bundle
from .cell_run import FACTS_S, CellRun
from .evidence import Evidence
from .expected import rounded
from .reads import Reads


class CannotReplay(Exception):
    """Why a replay says nothing about the code. `asks_s`: seconds to ask for instead, if it was for want of time."""

    def __init__(self, why: str, asks_s: float | None = None) -> None:
        super().__init__(why)
        self.asks_s = asks_s


@dataclass(frozen=True)
class Replayed:
    """What a replay has shown, and which files it has read, where that is known."""

    evidence: Evidence
    reads: Reads | None = None


async def replay(bundle: Bundle, *, above_s: float) -> Replayed:
    """Replay a bundle. Cancelling ends it at once. `above_s`: most seconds that the cells above may take."""
    try:
        return await _replay(bundle, above_s, time.perf_counter())
    except CannotReplay as why:
        return Replayed(_not_tried(f"in a replay, {why}", why.asks_s))
    except Obstacle as why:
        return Replayed(_not_tried(f"in a replay, {why}"))
    except (KernelUnavailable, NotFound) as error:
        return Replayed(_not_tried(f"no replay: {error.message}"))


def _not_tried(reason: str, expected_s: float | None = None) -> Evidence:
    return Evidence(outcome="not_tried", how="none", reason=reason, expected_s=expected_s)


async def _replay(bundle: Bundle, above_s: float, started: float) -> Replayed:
    limits = {**bundle.limits.model_dump(), "time_s": above_s + bundle.limits.time_s + 2 * FACTS_S}
    async with start_confined_kernel(bundle.kernel_name, bundle.folder, limits) as confined:
        run = CellRun(confined)
        await run.watch()
        await _run_above(run, bundle.above, above_s)
        await confined.mark()
        sources = [*bundle.first, bundle.code]
        await run.look_before(sources)
        report = Report("replay", bundle.limits.time_s, bundle.code, later=len(bundle.later))
        began = time.perf_counter()
        result = await run.try_cells(sources, report, bundle.limits.time_s)
        report.add(result)
        if bundle.later and result["kind"] == "result" and not result.get("error"):
            await confined.complete()
            left_s = bundle.limits.time_s - (time.perf_counter() - began)
            report.add(await run.run_later(bundle.later, left_s) or {})
        for frame in await confined.end():
            report.add(frame)
        return Replayed(report.evidence(time.perf_counter() - started), _reads_of(result))


def _reads_of(result: Frame) -> Reads | None:
    try:
        return Reads.model_validate(result.get("read"))
    except ValidationError:
        return None


async def _run_above(run: CellRun, sources: list[str], most_s: float) -> None:
    started, number = time.perf_counter(), 0
    try:
        async with asyncio.timeout(most_s):
            for number, source in enumerate(sources, 1):
                reply = await run.execute(source, Report("replay", most_s))
                if reply.get("status") != "ok":
                    ename = reply.get("ename", "aborted")
                    raise CannotReplay(f"the {_ordinal(number)} cell that it needs failed ({ename})")
    except TimeoutError:
        spent_s = time.perf_counter() - started
        asks_s = round(spent_s * max(2.0, len(sources) / max(1, number - 1)), 1)
        raise CannotReplay(
            f"the cells that it needs took more than {rounded(most_s)}; ask for it to wait longer", asks_s
        ) from None
    except KernelUnavailable:
        raise CannotReplay("a cell that it needs ended the kernel") from None


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"
