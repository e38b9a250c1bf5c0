"""Explain and fix a failing cell. What rules and judging need is imported at first use, not when a server starts."""

from __future__ import annotations

import asyncio
import time

from ..capability import capability
from ..services import Services
from ..trials.trial import Trial
from .request import ExplainRequest, ExplainResponse, FixFound, FixRequest, FixResponse, FixStep


@capability("debugging.explain", permission="editor", effect="runs", since="0.1.0")
async def explain_error(request: ExplainRequest, services: Services) -> ExplainResponse:
    """Say in plain words why a cell fails: what, where, with which values, and the likely cause.

    The cell is run in a throw-away copy of the kernel to see it. Raises `CellNotFound`, `AmbiguousCell`,
    `Invalid` for a cell that is not code, `KernelNotFound` or `KernelUnavailable`.
    """
    from .explain.explain import explain
    from .fix import RUNS_NOW

    notebook = await services.notebooks.read(request.notebook)
    cell = notebook.code_cell(request.cell_id)
    kernel = await services.kernels.connect(request.kernel_id) if request.kernel_id else None
    trial = Trial(
        notebook, cell.cell_id, cell.source, limits=request.limits, replay_s=request.replay_s, plain=True
    )
    seen = await services.trials.run(kernel, trial)
    if seen.outcome == "ran":
        return ExplainResponse(outcome="runs_now", message=RUNS_NOW)
    if seen.error is None:
        return ExplainResponse(outcome="not_tried", message=f"The cell could not be tried: {seen.reason}.")
    explanation = await asyncio.to_thread(explain, seen.error, notebook, cell)
    message = explanation.cause or explanation.what
    return ExplainResponse(outcome="explained", message=message, error=seen.error, explanation=explanation)


@capability(
    "debugging.fix", permission="editor", effect="runs", since="0.1.0", events=FixStep | FixFound, models=True
)
async def fix_cell(request: FixRequest, services: Services) -> FixResponse:
    """Find changes with which a failing cell runs, each tried in a throw-away copy of the kernel.

    Nothing is changed: the response holds proposals to accept or reject. Raises `CellNotFound`,
    `AmbiguousCell`, `Invalid` for a cell that is not code, `KernelNotFound` or `KernelUnavailable`.
    """
    from .fix import FixOptions, find_fixes

    started = time.monotonic()
    notebook = await services.notebooks.read(request.notebook)
    kernel = await services.kernels.connect(request.kernel_id) if request.kernel_id else None
    options = FixOptions(
        request.limits,
        replay_s=request.replay_s,
        ask_model=request.ask_model,
        send_values=request.send_values,
    )
    response = await find_fixes(notebook, request.cell_id, kernel=kernel, services=services, options=options)
    services.events.emit(
        "fix",
        {
            "outcome": response.outcome,
            "candidates": response.tried,
            "seconds": round(time.monotonic() - started, 3),
        },
    )
    return response
