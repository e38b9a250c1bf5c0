"""Run a cell where it can't be tried in a fork: in a fresh, confined kernel, after the cells above it."""

from __future__ import annotations

import asyncio
import time

from ..errors import KernelUnavailable, NotFound
from ..sandbox.confined_kernel import start_confined_kernel
from .assembly import Obstacle, Report
from .bundle import Bundle
from .cell_run import FACTS_S, CellRun
from .evidence import Evidence

ABOVE_S = 300.0


class CannotReplay(Exception):
    """Why a replay says nothing about the code."""


async def replay(bundle: Bundle, *, reason: str) -> Evidence:
    """Replay a bundle. `reason` says why the cell was not tried in a fork."""
    try:
        started = time.perf_counter()
        evidence = await _replay(bundle, started)
    except (CannotReplay, Obstacle) as why:
        return Evidence(outcome="not_tried", how="none", reason=f"{reason}; in a replay, {why}")
    except (KernelUnavailable, NotFound) as error:
        return Evidence(outcome="not_tried", how="none", reason=f"{reason}; no replay: {error.message}")
    evidence.reason = f"{reason}; {evidence.reason}" if evidence.reason else reason
    return evidence


async def _replay(bundle: Bundle, started: float) -> Evidence:
    limits = {**bundle.limits.model_dump(), "time_s": ABOVE_S + bundle.limits.time_s + 2 * FACTS_S}
    async with start_confined_kernel(bundle.kernel_name, bundle.folder, limits) as confined:
        run = CellRun(confined)
        await _run_above(run, bundle.above)
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
        return report.evidence(time.perf_counter() - started)


async def _run_above(run: CellRun, sources: list[str]) -> None:
    try:
        async with asyncio.timeout(ABOVE_S):
            for number, source in enumerate(sources, 1):
                reply = await run.execute(source, Report("replay", ABOVE_S))
                if reply.get("status") != "ok":
                    raise CannotReplay(
                        f"the {_ordinal(number)} cell above failed ({reply.get('ename', 'aborted')})"
                    )
    except TimeoutError:
        raise CannotReplay(f"the cells above took more than {ABOVE_S:g} s") from None
    except KernelUnavailable:
        raise CannotReplay("a cell above ended the kernel") from None


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"
