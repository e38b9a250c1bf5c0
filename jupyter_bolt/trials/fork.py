"""Ask a live kernel for a fork of itself and run a cell in it."""

from __future__ import annotations

import ast
import asyncio
import time
import uuid
from contextlib import suppress
from weakref import WeakKeyDictionary

from ..errors import KernelUnavailable, TimedOut
from ..inside.request import REQUEST, STOP, Cells
from ..services import Kernel
from .assembly import Obstacle, Report
from .evidence import Evidence, TrialLimits
from .payload import expression, sources
from .places import Places

BOOT_S = 60.0
SELF_TEST = "print('self-test'); 6 * 7"


class Forks:
    """Runs cells in forks of live kernels, after a self-test in each kernel's first use."""

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._ready: WeakKeyDictionary[Kernel, asyncio.Task[str]] = WeakKeyDictionary()

    async def run(self, kernel: Kernel, cells: Cells, limits: TrialLimits) -> Evidence:
        """Run cells in a fork. Raises `Obstacle` when this kernel or this code can't be forked."""
        obstacle = await self._prepare(kernel)
        if obstacle:
            raise Obstacle(obstacle)
        async with self._places.forks:
            return await self._fork(kernel, cells, limits)

    async def _prepare(self, kernel: Kernel) -> str:
        """Send what is needed into the kernel once. Returns why it can't be forked, or ""."""
        if kernel.language != "python":
            return "only Python kernels can be forked"
        task = self._ready.get(kernel)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._ready[kernel] = asyncio.create_task(self._boot(kernel))
        return await asyncio.shield(task)

    async def _boot(self, kernel: Kernel) -> str:
        digest, _ = sources()
        reply = await kernel.evaluate_silently(expression(f"ipykernel7.install({digest!r})"), BOOT_S)
        if reply.get("status") != "ok":
            return f"the kernel does not take what a fork needs ({reply.get('evalue', 'no answer')})"
        obstacle = str(ast.literal_eval(reply["data"]["text/plain"]))
        return obstacle or await self._test_itself(kernel)

    async def _test_itself(self, kernel: Kernel) -> str:
        try:
            seen = await self._fork(kernel, Cells([], SELF_TEST, []), TrialLimits(time_s=10))
        except Obstacle as obstacle:
            return str(obstacle)
        shown = "".join(str(output) for output in seen.outputs)
        if seen.outcome == "ran" and "self-test" in shown and "42" in shown:
            return ""
        return f"a fork of this kernel does not show what it should ({seen.reason or seen.outcome})"

    async def _fork(self, kernel: Kernel, cells: Cells, limits: TrialLimits) -> Evidence:
        trial_id = uuid.uuid4().hex
        request = {
            "trial_id": trial_id,
            **cells._asdict(),
            "limits": limits.model_dump(),
            "wait_s": BOOT_S,
        }
        report = Report("fork", limits.time_s, cells.code, later=len(cells.later))
        started = time.perf_counter()
        try:
            async with asyncio.timeout(BOOT_S + limits.time_s + 15):
                async for message in kernel.control_request(REQUEST, request):
                    if report.add(message["content"]):
                        break
        except TimeoutError:
            raise TimedOut("The kernel did not report on the trial.") from None
        except BaseException:
            with suppress(KernelUnavailable):
                kernel.control_send(STOP, {"trial_id": trial_id})
            raise
        return report.evidence(time.perf_counter() - started)
