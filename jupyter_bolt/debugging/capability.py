"""Fix a failing cell."""

from __future__ import annotations

import time

from ..capability import capability
from ..services import Services
from .fix import find_fixes
from .request import FixRequest, FixResponse


@capability("debugging.fix", permission="editor", effect="runs", since="0.1.0")
async def fix_cell(request: FixRequest, services: Services) -> FixResponse:
    """Find changes with which a failing cell runs, each tried in a throw-away copy of the kernel.

    Nothing is changed: the response holds proposals to accept or reject. Raises `CellNotFound`,
    `AmbiguousCell`, `Invalid` for a cell that is not code, `KernelNotFound` or `KernelUnavailable`.
    """
    started = time.monotonic()
    notebook = await services.notebooks.read(request.notebook)
    kernel = await services.kernels.connect(request.kernel_id) if request.kernel_id else None
    response = await find_fixes(
        notebook, request.cell_id, kernel=kernel, services=services, limits=request.limits
    )
    services.events.emit(
        "fix",
        {
            "outcome": response.outcome,
            "candidates": response.tried,
            "seconds": round(time.monotonic() - started, 3),
        },
    )
    return response
