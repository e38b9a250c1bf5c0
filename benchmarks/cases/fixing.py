"""Ask for a fix of one case as the browser does, and prove what is shown."""

from __future__ import annotations

import asyncio
import difflib
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from cases.error_case import ErrorCase
from cases.proof import Prover
from packaging.utils import canonicalize_name
from pydantic import BaseModel

from jupyter_bolt.debugging.capability import fix_cell
from jupyter_bolt.debugging.request import FixFound, FixRequest, FixResponse
from jupyter_bolt.debugging.walk import run_cells
from jupyter_bolt.notebooks.cells import Cell, NotebookRef
from jupyter_bolt.proposals.proposal import Proposal
from jupyter_bolt.services import Kernel, Services

CELL_S = 60.0
FIX_S = 180.0
INSTALLS = re.compile(r"installing `([^`]+)`")


@dataclass(frozen=True)
class Shown:
    """One proposal, in the order in which they are shown."""

    title: str
    source: str
    after: str
    right: bool
    why_not: str = ""
    first: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What Bolt says against it."""
    replayed: str = ""
    """Why it was not tried in a fork."""


@dataclass(frozen=True)
class Fixed:
    """What came of one case."""

    name: str
    kind: str
    cause: str
    batch: int
    beyond_rules: bool
    outcome: str
    shown: list[Shown] = field(default_factory=list)
    first_s: float | None = None
    """From the first request in the kernel's life to the first proposal that was seen to run."""
    again_s: float | None = None
    """The same for the second request."""
    changed: str = ""
    """The first proposal as a diff."""

    @property
    def first(self) -> Literal["right", "wrong", "none"]:
        if not self.shown:
            return "none"
        return "right" if self.shown[0].right else "wrong"

    @property
    def right_shown(self) -> bool:
        return any(each.right for each in self.shown)


class Stopwatch:
    """Progress that notes when the first proposal was told."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.first_s: float | None = None

    def tell(self, event: BaseModel) -> None:
        if isinstance(event, FixFound) and self.first_s is None:
            self.first_s = time.perf_counter() - self._started


async def fix_case(
    case: ErrorCase, services: Services, prover: Prover, *, below: str = "", again: bool = True
) -> Fixed:
    """Bring a kernel to where the cell fails, ask for a fix (twice), and prove what is shown.

    `below` is a cell under the notebook's others that is said to have run, when the failing one still did.
    """
    with tempfile.TemporaryDirectory() as folder:
        case.lay_files(Path(folder))
        cells = _cells(case)
        open_cells = [*cells, Cell(cell_id="below", source=below, executed=True)] if below else cells
        async with services.kernels.start(kernel_name="python3", folder=folder) as kernel:
            await _live_through(kernel, case, cells)
            request = FixRequest(
                notebook=NotebookRef(
                    path=str(Path(folder, "case.ipynb")), cells=open_cells, kernel_name="python3"
                ),
                cell_id=cells[case.number - 1].cell_id,
                kernel_id=kernel.kernel_id,
                ask_model=services.models is not None,
            )
            response, first_s = await _ask(request, services)
            again_s = (await _ask(request, services))[1] if again else None
    shown = [await _prove(case, each, cells, prover) for each in response.proposals]
    return Fixed(
        name=case.name,
        kind=case.kind,
        cause=case.cause,
        batch=case.batch,
        beyond_rules=case.beyond_rules,
        outcome=response.outcome,
        shown=shown,
        first_s=first_s,
        again_s=again_s,
        changed=_diff(case.failing, shown[0].after) if shown else "",
    )


def _cells(case: ErrorCase) -> list[Cell]:
    return [
        Cell(cell_id=f"cell-{number}", source=case.text(number), executed=cell.run)
        for number, cell in enumerate(case.cells, 1)
    ]


async def _live_through(kernel: Kernel, case: ErrorCase, cells: Sequence[Cell]) -> None:
    """Run the cells that have run, then the failing one. Raises `AssertionError` where that goes otherwise."""
    failing = cells[case.number - 1]
    above = [cell for cell in cells if cell.executed and cell is not failing]
    assert (failed := await run_cells(kernel, above, time_s=CELL_S)) is None, failed
    failure = await run_cells(kernel, [failing], time_s=CELL_S)
    assert failure is not None, case.name
    assert failure.name == case.kind, failure


async def _ask(request: FixRequest, services: Services) -> tuple[FixResponse, float | None]:
    watch = Stopwatch()
    async with asyncio.timeout(FIX_S):
        response = await fix_cell.run(request, replace(services, progress=watch))
    return response, watch.first_s


async def _prove(case: ErrorCase, proposal: Proposal, cells: Sequence[Cell], prover: Prover) -> Shown:
    numbers = {cell.cell_id: number for number, cell in enumerate(cells, 1)}
    after = proposal.edits[0].after if proposal.edits else case.failing
    installs = INSTALLS.search(proposal.evidence.reason)
    if case.right.installs or installs:
        wanted, given = case.right.installs, installs[1] if installs else ""
        right = canonicalize_name(wanted) == canonicalize_name(given)
        why_not = "" if right else f"installs {given or 'nothing'}"
    else:
        first = [numbers[each] for each in proposal.first]
        seen = await asyncio.to_thread(prover.see, case, after, first)
        right, why_not = seen.met, "; ".join(filter(None, [seen.error, seen.message, *seen.unmet]))
    replayed = proposal.evidence.reason if proposal.evidence.how == "replay" else ""
    return Shown(
        proposal.title, proposal.source, after, right, why_not, proposal.first, proposal.notes, replayed
    )


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
