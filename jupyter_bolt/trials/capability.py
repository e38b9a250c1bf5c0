"""Try a cell without keeping anything of it."""

from __future__ import annotations

from ..capability import capability
from ..services import Services
from .evidence import Evidence
from .request import TryRequest
from .trial import Trial


@capability("trials.run", permission="editor", effect="runs", since="0.1.0")
async def run_trial(request: TryRequest, services: Services) -> Evidence:
    """Run a cell in a throw-away copy of its kernel and show what it prints and would change.

    Without a running kernel, or where it can't be copied, the cell is replayed in a fresh one after
    the cells above it. Raises `CellNotFound`, `AmbiguousCell` or `KernelNotFound`.
    """
    notebook = await services.notebooks.read(request.notebook)
    source = notebook.cell(request.cell_id).source if request.source is None else request.source
    kernel = await services.kernels.connect(request.kernel_id) if request.kernel_id else None
    trial = Trial(notebook, request.cell_id, source, limits=request.limits, replay_s=request.replay_s)
    evidence = await services.trials.run(kernel, trial)
    services.events.emit(
        "trial",
        {
            "outcome": evidence.outcome,
            "how": evidence.how,
            "seconds": evidence.seconds,
            "busy_s": evidence.busy_s,
        },
    )
    return evidence
