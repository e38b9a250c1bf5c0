"""The server extension: what an administrator decides, and the services behind the HTTP door."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Float, Int, Unicode, default

from .capabilities import build_registry
from .capability import Registry
from .doors.http import build_routes
from .doors.streams import StreamLimits, Streams
from .events.record import ServerEvents
from .models.settings import (
    ANSWERS,
    BASE_URL_VARIABLE,
    MODEL_VARIABLE,
    TIME_S,
    ModelSettings,
    named_base_url,
    named_model,
)
from .proposals.ledger import MOST_BYTES, Ledger
from .trials.evidence import TrialLimits

if TYPE_CHECKING:
    from .sandbox.kernels import ServerKernels
    from .services import Services

DEFAULTS = TrialLimits()
REPLAY_S = 3_600.0
STREAMS = StreamLimits()


def _whole(default_value: int, meaning: str) -> Int[int, int]:
    """A setting that is a whole number, at least 1."""
    return Int(default_value, min=1, help=meaning).tag(config=True)


class BoltApp(ExtensionApp):
    """Bolt in a Jupyter server. Starting it starts nothing: services are built at the first request."""

    name = "jupyter_bolt"
    extension_url = "/lab"
    load_other_extensions = True

    enabled = Bool(True, help="Serve Bolt at all. When false, the server has none of its routes.").tag(
        config=True
    )
    time_s = Float(DEFAULTS.time_s, min=0.1, max=600.0, help="Most seconds that one trial may run.").tag(
        config=True
    )
    memory_bytes = _whole(
        DEFAULTS.memory_bytes, "Most bytes of memory that one trial may use beyond its kernel's."
    )
    output_bytes = _whole(DEFAULTS.output_bytes, "Most bytes of output that are kept of one trial.")
    files_bytes = _whole(DEFAULTS.files_bytes, "Most bytes that one trial may write to its throw-away files.")
    processes = _whole(DEFAULTS.processes, "Most processes of one trial that may live at once.")
    parallel_trials = Int(
        min=1,
        help="How many trials may run side by side in copies of kernels, for all users together, by default one "
        "a core, at most 4. Replays, for which a kernel is started, have places of their own: half as many, at "
        "least 2, and one of them is kept for those that are not expected to take long.",
    ).tag(config=True)
    replay_s = Float(
        REPLAY_S,
        min=1.0,
        max=86_400.0,
        help="Most seconds that the cells above may take when they are run again for one trial, however "
        "patient the user is.",
    ).tag(config=True)
    parallel_kernels = Int(
        min=1,
        help="How many kernels of Bolt's own may run whole notebooks side by side, for all users together. "
        "They do not show among the server's. By default one a core, at most 4.",
    ).tag(config=True)
    notebook_bytes = _whole(
        100 * 1024**2, "Bytes of the largest notebook, and of the largest request, that Bolt reads."
    )

    stream_grace_s = Float(
        STREAMS.grace_s,
        min=0.0,
        help="Seconds that work goes on after the connection that follows it was cut.",
    ).tag(config=True)
    stream_kept_s = Float(
        STREAMS.kept_s, min=0.0, help="Seconds for which a finished stream of events can still be resumed."
    ).tag(config=True)
    stream_keep_alive_s = Float(
        STREAMS.keep_alive_s, min=0.1, help="Seconds after which a quiet stream says that it is still there."
    ).tag(config=True)
    streams_bytes = _whole(
        STREAMS.kept_bytes, "Most bytes that are kept of finished streams, for all users together."
    )

    proposals_bytes = _whole(
        MOST_BYTES,
        "Most bytes that are kept of proposals, for all users together. Whose take the most make room first.",
    )

    model = Unicode(
        help="The language model that is asked where no rule knows a fix, as `provider:model`: `openai:gpt-5`, "
        f"`ollama:qwen2.5-coder:1.5b`. By default what {MODEL_VARIABLE} names, else none.",
    ).tag(config=True)
    model_base_url = Unicode(
        help="Where the model's server answers, if not at its provider's: any OpenAI-compatible one. "
        f"By default what {BASE_URL_VARIABLE} names.",
    ).tag(config=True)
    model_time_s = Float(
        TIME_S, min=1.0, max=600.0, help="Most seconds that one answer of the model may take."
    ).tag(config=True)
    model_answers = Int(
        ANSWERS, min=1, max=8, help="How many answers of the model are asked for, side by side."
    ).tag(config=True)

    @default("model")
    def _default_model(self) -> str:
        return named_model()

    @default("model_base_url")
    def _default_model_base_url(self) -> str:
        return named_base_url()

    @default("parallel_trials")
    def _default_parallel_trials(self) -> int:
        return _cores()

    @default("parallel_kernels")
    def _default_parallel_kernels(self) -> int:
        return _cores()

    registry: Registry
    events: ServerEvents
    streams: Streams
    running: set[asyncio.Future[Any]]
    _services: Services | None = None
    _kernels: ServerKernels | None = None

    @property
    def request_bytes(self) -> int:
        return self.notebook_bytes

    def initialize_settings(self) -> None:
        self.running = set()

    def initialize_handlers(self) -> None:
        """Add the routes and make the events known; nothing is started, opened or connected."""
        if not self.enabled:
            return
        assert self.serverapp is not None
        logger = self.serverapp.event_logger
        assert logger is not None
        self.registry = build_registry()
        self.events = ServerEvents(logger)
        self.streams = Streams(self.stream_limits())
        self.handlers.extend(build_routes(self))

    def services(self) -> Services:
        """Return the services, built at the first call."""
        if self._services is None:
            self._services = self.initialize_services()
        return self._services

    def initialize_services(self) -> Services:
        """Put together what capabilities ask for. What is imported here, a server's start need not pay for."""
        from .models.chat import ChatModels
        from .notebooks.contents import ContentsNotebooks
        from .notebooks.server import ServerNotebooks
        from .notebooks.shared import find_shared
        from .sandbox.kernels import ServerKernels
        from .services import Services
        from .trials.bounds import BoundedTrials
        from .trials.executor import LocalExecutor
        from .trials.places import Places
        from .trials.runner import TrialRunner

        server = self.serverapp
        assert server is not None
        contents = ContentsNotebooks(server.contents_manager, limit_bytes=self.notebook_bytes)
        notebooks = ServerNotebooks(contents, lambda: find_shared(server.extension_manager.extension_apps))
        places = Places(self.parallel_trials)
        runner = TrialRunner(LocalExecutor(places), notebooks.folder, places)
        self._kernels = ServerKernels(server.kernel_manager, most=self.parallel_kernels)
        return Services(
            kernels=self._kernels,
            notebooks=notebooks,
            trials=BoundedTrials(runner, most=self.most(), replay_s=self.replay_s),
            proposals=Ledger(most_bytes=self.proposals_bytes),
            events=self.events,
            models=ChatModels(self.model_settings()) if self.model else None,
            answers=self.model_answers,
            parallel=self.parallel_trials,
        )

    def model_settings(self) -> ModelSettings:
        """What is named of a model."""
        return ModelSettings(self.model, base_url=self.model_base_url, time_s=self.model_time_s)

    def most(self) -> TrialLimits:
        """The highest limits that a request may ask for."""
        return TrialLimits(
            time_s=self.time_s,
            memory_bytes=self.memory_bytes,
            output_bytes=self.output_bytes,
            files_bytes=self.files_bytes,
            processes=self.processes,
        )

    def stream_limits(self) -> StreamLimits:
        return StreamLimits(
            grace_s=self.stream_grace_s,
            kept_s=self.stream_kept_s,
            keep_alive_s=self.stream_keep_alive_s,
            kept_bytes=self.streams_bytes,
        )

    def current_activity(self) -> list[str] | None:
        """Keep an idle server from being culled while a capability works."""
        return [type(work).__name__ for work in self.running] or None

    async def stop_extension(self) -> None:
        """End running work and close the clients that stand on kernels."""
        for work in self.running:
            work.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        if self._kernels is not None:
            await self._kernels.close()


def _cores() -> int:
    """The cores that may be used, at most 4."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)
