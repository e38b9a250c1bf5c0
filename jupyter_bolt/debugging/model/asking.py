"""Ask a model about one error, and make candidates of what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ...errors import ModelFailed
from ...notebooks.cells import Cell, Notebook
from ...services import Models, Services
from ...trials.evidence import CellError
from ..request import FixStep
from ..rules.rule import Candidate
from ..search import Attempt
from .answer import read_answer
from .prompt import build_prompt
from .unusable import Unusable

NO_MODEL = "No model is named. Name one in BoltApp.model or JUPYTER_BOLT_MODEL, as `provider:model`, and start again."


class Asking:
    """One question, answered by several candidates. `failure` says afterwards why there were none."""

    def __init__(
        self, notebook: Notebook, cell: Cell, error: CellError, *, services: Services, values: bool
    ) -> None:
        self._notebook = notebook
        self._cell = cell
        self._error = error
        self._services = services
        self._values = values
        self.failure: str | None = None

    async def candidates(self, tried: Sequence[Attempt]) -> AsyncGenerator[Candidate]:
        """Yield what answers propose, as they come. Closing the iterator ends the requests. Never raises."""
        models = self._services.models
        if models is None:
            self.failure = NO_MODEL
            return
        prompt = await asyncio.to_thread(
            build_prompt, self._notebook, self._cell, self._error, tried, values=self._values
        )
        step = FixStep(step="asking", message=f"Asking {models.name}", model=models.name, tried=len(tried))
        self._services.progress.tell(step)
        try:
            async with aclosing(models.answers(prompt, count=self._services.answers)) as answers:
                async for answer in answers:
                    candidate = await self._read(answer, models)
                    if candidate is not None:
                        yield candidate
        except ModelFailed as failure:
            self.failure = f"{failure.message} {failure.hint}"

    async def _read(self, answer: str, models: Models) -> Candidate | None:
        try:
            return await asyncio.to_thread(
                read_answer, answer, self._cell, self._error, self._notebook, model=models.name
            )
        except Unusable as reason:
            self.failure = f"An answer of {models.name} could not be used: {reason}."
            return None
