"""Ask one model for several answers side by side."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from ..errors import ModelFailed
from ..services import Prompt
from .failure import describe_failure, refuses_temperature
from .opening import open_model
from .settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TEMPERATURES = (0.1, 0.7, 1.0)
"""The first answer is the model's likeliest; the others are to differ."""
TRACING_VARIABLE = "JUPYTER_BOLT_TRACING"


class ChatModels:
    """The named model. Nothing is imported or opened before the first question."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._opened: dict[float | None, BaseChatModel] = {}
        self._takes_temperature = True

    @property
    def name(self) -> str:
        return self._settings.name

    async def answers(self, prompt: Prompt, *, count: int) -> AsyncGenerator[str]:
        """Ask for several answers side by side and yield each, whole, as it comes.

        One that fails is left out. Raises `ModelFailed` when all do. Closing the iterator ends all requests.
        """
        asked = [asyncio.ensure_future(self._answer(prompt, at)) for at in range(max(1, count))]
        failures: list[ModelFailed] = []
        try:
            for each in asyncio.as_completed(asked):
                try:
                    answer = await each
                except ModelFailed as failure:
                    failures.append(failure)
                else:
                    yield answer
        finally:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        if len(failures) == len(asked):
            raise failures[0]

    async def _answer(self, prompt: Prompt, at: int) -> str:
        """One answer, bounded in time and size. Raises `ModelFailed`."""
        try:
            async with asyncio.timeout(self._settings.time_s):
                return await self._asked(prompt, TEMPERATURES[at % len(TEMPERATURES)])
        except TimeoutError as error:
            raise ModelFailed(
                f"The model {self.name!r} gave no whole answer in {self._settings.time_s:g} s.",
                hint="Name a faster model, or raise the limit `model_time_s`.",
            ) from error

    async def _asked(self, prompt: Prompt, temperature: float) -> str:
        while True:
            given = temperature if self._takes_temperature else None
            model = await self._open(given)
            try:
                return await self._read(model, prompt)
            except ModelFailed:
                raise
            except Exception as error:
                if given is None or not refuses_temperature(error):
                    raise describe_failure(error, self._settings.provider) from error
                self._takes_temperature = False

    async def _open(self, temperature: float | None) -> BaseChatModel:
        if temperature not in self._opened:
            self._opened[temperature] = await asyncio.to_thread(open_model, self._settings, temperature)
        return self._opened[temperature]

    async def _read(self, model: BaseChatModel, prompt: Prompt) -> str:
        """Collect an answer as it streams; what is beyond the limit is never read."""
        from langsmith import tracing_context

        text, size, calls = [], 0, False
        with tracing_context(enabled=None if os.environ.get(TRACING_VARIABLE) else False):
            async with aclosing(_stream(model, prompt)) as chunks:
                async for chunk, called in chunks:
                    text.append(chunk)
                    size += len(chunk.encode("utf-8", "replace"))
                    calls = calls or called
                    if size > self._settings.answer_bytes:
                        break
        answer = "".join(text)
        if not answer.strip():
            said = "called a tool, and there is none" if calls else "answered with nothing"
            raise ModelFailed(f"The model {self.name!r} {said}.")
        return answer


async def _stream(model: BaseChatModel, prompt: Prompt) -> AsyncGenerator[tuple[str, bool]]:
    """The parts of an answer: their text, and whether they call a tool."""
    async for chunk in model.astream([("system", prompt.system), ("human", prompt.user)]):
        yield str(chunk.text), bool(getattr(chunk, "tool_call_chunks", None))
