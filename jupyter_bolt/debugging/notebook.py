"""Fix the first failing cell of a notebook, without a server and without an open tab."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Literal

from ..errors import Invalid
from ..notebooks.cells import AppliedEdits, Cell, Notebook, NotebookRef
from ..proposals.proposal import Proposal
from ..services import Kernel, Services
from ..trials.evidence import TrialLimits
from .notebooks_request import FixNotebooksRequest, NotebookFix
from .request import FixResponse
from .walk import Failure, run_cells

REPLAY_S = 3_600.0
"""Who has a whole notebook run does not have to be asked for a replay."""
QUICK_S = 30.0
"""A notebook whose cells above ran in this time is run again to show a fix from a clean state."""


async def fix_notebook(path: str, request: FixNotebooksRequest, services: Services) -> NotebookFix:
    """Run a notebook in a fresh kernel, stop at the first error, and find a fix that was seen to run.

    Raises `NotebookNotFound`, `UnreadableNotebook`, `CellNotFound`, `AmbiguousCell`, `Invalid` for a
    notebook that is not Python, `NotFound` for a missing kernel.
    """
    notebook = await services.notebooks.read(NotebookRef(path=path))
    if notebook.language.lower() not in {"python", "ipython"}:
        raise Invalid(
            f"{path!r} is written in {notebook.language}: only Python can be fixed so far.",
            hint="Leave it out.",
        )
    response = await _Fixing(request, services, notebook).run()
    if request.apply and response.fix is not None and is_applicable(response.fix):
        await _apply(response.fix.proposals, path, services)
        response.applied = True
    return response


def is_applicable(fix: FixResponse) -> bool:
    """Whether the first proposal is an edit that was seen to run: an order of cells is no edit."""
    return fix.outcome == "fixed" and not fix.proposals[0].first


async def _apply(proposals: list[Proposal], path: str, services: Services) -> None:
    """Write the first proposal into the notebook; its outputs stay."""

    async def write(proposal: Proposal) -> AppliedEdits:
        return await services.notebooks.edit(NotebookRef(path=path), proposal.edits)

    proposals[0], _ = await services.proposals.decide(proposals[0].proposal_id, "accepted", write)


class _Fixing:
    """One notebook on its way to a fix."""

    def __init__(self, request: FixNotebooksRequest, services: Services, notebook: Notebook) -> None:
        self._request = request
        self._services = services
        self._notebook = notebook
        self._code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]

    async def run(self) -> NotebookFix:
        if self._request.cell is not None:
            return await self._fix_named(self._request.cell)
        if not self._code:
            return self._answer("nothing_to_fix", "The notebook has no code.")
        return await self._fix_first_failing()

    async def _fix_named(self, cell_id: str) -> NotebookFix:
        cell = self._notebook.code_cell(cell_id)
        above, fix = await self._find(cell)
        if fix is None:
            assert above is not None
            return self._not_fixed(above, "It stands above the cell that was asked for: fix it first.")
        return self._judged(cell, fix, "The cell runs as it is.")

    async def _fix_first_failing(self) -> NotebookFix:
        async with self._kernel() as kernel:
            started = time.monotonic()  # waiting for a place is no time of the notebook's
            failure = await run_cells(kernel, self._code, time_s=self._request.time_s)
            if failure is None:
                return self._answer("nothing_to_fix", "Every cell ran. There is nothing to fix.")
            if failure.name in {"The kernel died", "Timed out"}:
                return self._not_fixed(failure, "No rule knows a fix for that.")
            walked_s = time.monotonic() - started
            fix = await self._try_in(kernel, failure.cell)
        if not _same_error(failure, fix) or (_left_something(fix, failure.cell) and walked_s <= QUICK_S):
            # What the failed run left behind changes what is seen: try again from the state before it.
            again, clean = await self._find(failure.cell)
            if clean is None:
                assert again is not None
                return self._not_fixed(again, "It ran the first time, and failed the second.")
            fix = clean
        return self._judged(failure.cell, fix, f"It failed once ({failure.name}), and ran when tried again.")

    async def _find(self, cell: Cell) -> tuple[Failure | None, FixResponse | None]:
        """Run the cells above a cell in a fresh kernel, then find fixes for it."""
        async with self._kernel() as kernel:
            above = await run_cells(kernel, self._above(cell), time_s=self._request.time_s)
            return above, None if above else await self._try_in(kernel, cell)

    def _kernel(self) -> AbstractAsyncContextManager[Kernel]:
        folder = self._services.notebooks.folder(self._notebook.path)
        return self._services.kernels.start(kernel_name=self._notebook.kernel_name, folder=folder)

    async def _try_in(self, kernel: Kernel, cell: Cell) -> FixResponse:
        limits = TrialLimits(time_s=self._request.time_s)
        from .fix import FixOptions, find_fixes  # at first use, as in capability.py

        return await find_fixes(
            self._run_up_to(cell),
            cell.cell_id,
            kernel=kernel,
            services=self._services,
            options=FixOptions(limits, replay_s=REPLAY_S, ask_model=self._request.ask_model),
        )

    def _run_up_to(self, cell: Cell) -> Notebook:
        """The notebook with the cells that have run marked so."""
        above = set(self._above(cell))
        cells = [each.model_copy(update={"executed": each in above}) for each in self._notebook.cells]
        return self._notebook.model_copy(update={"cells": cells})

    def _above(self, cell: Cell) -> Sequence[Cell]:
        return (
            self._code[: self._code.index(cell)] if cell in self._code else self._notebook.above(cell.cell_id)
        )

    def _judged(self, cell: Cell, fix: FixResponse, runs_now: str) -> NotebookFix:
        outcomes: dict[str, Literal["fixed", "nothing_to_fix"]] = {
            "fixed": "fixed",
            "runs_now": "nothing_to_fix",
        }
        message = runs_now if fix.outcome == "runs_now" else fix.message
        return self._answer(outcomes.get(fix.outcome, "not_fixed"), message, cell=cell, fix=fix)

    def _not_fixed(self, failure: Failure, hint: str) -> NotebookFix:
        number = self._notebook.cells.index(failure.cell) + 1
        return self._answer("not_fixed", f"Cell {number} failed: {failure.what}. {hint}", cell=failure.cell)

    def _answer(
        self,
        outcome: Literal["fixed", "nothing_to_fix", "not_fixed"],
        message: str,
        *,
        cell: Cell | None = None,
        fix: FixResponse | None = None,
    ) -> NotebookFix:
        return NotebookFix(
            path=self._notebook.path,
            outcome=outcome,
            message=message,
            cell_id=cell.cell_id if cell else None,
            cell_number=self._notebook.cells.index(cell) + 1 if cell else None,
            fix=fix,
        )


def _left_something(fix: FixResponse, cell: Cell) -> bool:
    """Whether statements of the cell had run before the one that failed."""
    if fix.error is None or not fix.proposals:
        return False
    frame = next((each for each in fix.error.frames if each.file == "cell"), None)
    lines = cell.source.split("\n")
    return frame is not None and any(map(str.strip, lines[: frame.line - 1]))


def _same_error(failure: Failure, fix: FixResponse) -> bool:
    """Whether the trial met the error that the run met; addresses in messages differ each time."""
    if fix.error is None:
        return False
    here, there = (
        re.sub(r"0x[0-9a-fA-F]+", "", text[:1_000]) for text in (failure.message, fix.error.message)
    )
    return fix.error.name == failure.name and here == there
