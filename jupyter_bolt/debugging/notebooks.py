"""Fix many notebooks: each in a kernel of its own, and none in the way of the others."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel

from ..capability import capability
from ..errors import BoltError, Forbidden, Invalid, NotebookNotFound, TooLarge, UnreadableNotebook
from ..proposals.bare import text_bytes
from ..services import Progress, Services
from .notebook import fix_notebook
from .notebooks_request import (
    FixNotebooksRequest,
    FixNotebooksResponse,
    FixSummary,
    NotebookDone,
    NotebookFix,
    NotebookOutcome,
    NotebookStep,
    bare_notebook_fix,
    step,
    summarise,
)
from .request import FixStep

log = logging.getLogger(__name__)

WHOLE_BYTES = 16 * 1024**2
"""Of what came of notebooks that is whole in one response."""


@capability(
    "notebooks.fix",
    permission="editor",
    effect="runs",
    since="0.1.0",
    cli=True,
    events=NotebookStep | NotebookDone | FixSummary,
    models=True,
)
async def fix_notebooks(request: FixNotebooksRequest, services: Services) -> FixNotebooksResponse:
    """Run each notebook in a fresh kernel, stop at its first error, and find a fix that was seen to run.

    The cells really run, in the notebook's own folder; fixes are tried in copies. Without `apply`
    notebooks stay as they are. Raises `NotebookNotFound` where a path leads to none, and with `cell`
    `CellNotFound`, `AmbiguousCell`, `Invalid`; what else goes wrong is said of the notebook alone.
    """
    paths = await services.notebooks.find(request.paths)
    if request.cell is not None and len(paths) > 1:
        raise Invalid(f"A cell was named, but {len(paths)} notebooks: name the cell's own.")
    return await _Work(request, services, paths).run()


class _Work:
    """One request on its way through its notebooks."""

    def __init__(self, request: FixNotebooksRequest, services: Services, paths: Sequence[str]) -> None:
        self._request = request
        self._services = services
        self._paths = paths
        self._places = asyncio.Semaphore(min(request.jobs, services.kernels.most or request.jobs))
        self._done: dict[str, NotebookFix] = {}
        self._whole_bytes = 0
        self._started = time.monotonic()

    async def run(self) -> FixNotebooksResponse:
        try:
            async with asyncio.TaskGroup() as group:
                for path in self._paths:
                    group.create_task(self._take(path))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        except asyncio.CancelledError:
            # By now each kernel has ended.
            self._services.progress.tell(self._summary())
            raise
        return FixNotebooksResponse(
            notebooks=[self._done[path] for path in self._paths], summary=self._summary()
        )

    async def _take(self, path: str) -> None:
        async with self._places:
            self.tell(path, "Running its cells")
            fix = await self._fix(path)
            self._done[path] = self._bounded(fix)
        done = NotebookDone(notebook=fix, done=len(self._done), total=len(self._paths))
        self._services.progress.tell(done)

    def _bounded(self, fix: NotebookFix) -> NotebookFix:
        """What is kept of a notebook's fix for the response: all, while there is room, or what is no evidence."""
        fix_bytes = text_bytes(fix)
        if self._whole_bytes + fix_bytes > WHOLE_BYTES:
            return bare_notebook_fix(fix)
        self._whole_bytes += fix_bytes
        return fix

    async def _fix(self, path: str) -> NotebookFix:
        services = replace(self._services, progress=_OfNotebook(self, path))
        try:
            return await fix_notebook(path, self._request, services)
        except (UnreadableNotebook, NotebookNotFound, TooLarge, Forbidden) as error:
            return _nothing(path, "unreadable", error)
        except BoltError as error:
            if self._request.cell is not None:
                raise
            return _nothing(path, "not_fixed", error)
        except Exception:
            log.exception("Notebook %r could not be fixed", path)
            return _nothing(path, "not_fixed", BoltError("Something went wrong inside Bolt."))

    def tell(self, path: str, message: str) -> None:
        event = step(path, message, done=len(self._done), total=len(self._paths))
        self._services.progress.tell(event)

    def _summary(self) -> FixSummary:
        seconds = time.monotonic() - self._started
        return summarise(list(self._done.values()), total=len(self._paths), seconds=seconds)


class _OfNotebook(Progress):
    """Passes on the steps of one notebook's fix. What it finds is told when the notebook is done."""

    def __init__(self, work: _Work, path: str) -> None:
        self._work = work
        self._path = path

    def tell(self, event: BaseModel) -> None:
        if isinstance(event, FixStep):
            self._work.tell(self._path, event.message)


def _nothing(path: str, outcome: NotebookOutcome, error: BoltError) -> NotebookFix:
    return NotebookFix(path=path, outcome=outcome, message=f"{error.message} {error.hint}")
