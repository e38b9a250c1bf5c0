"""What capabilities may ask for: small protocols, filled in by the door that runs them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from pydantic import BaseModel

    from .notebooks.cells import AppliedEdits, CellEdit, Notebook, NotebookRef
    from .proposals.ledger import Ledger
    from .trials.evidence import Evidence
    from .trials.trial import Trial

EventName = Literal["trial", "fix", "proposal"]


class Kernel(Protocol):
    """A live kernel and a client of Bolt's own on its channels."""

    kernel_id: str
    kernel_name: str
    language: str
    generation: int
    """Rises with each restart: what was sent into the kernel before is gone."""
    out_of_reach: str
    """Why nothing can be asked of it, or ""."""

    @property
    def client(self) -> AsyncKernelClient:
        """What speaks on its channels."""

    def control_request(self, msg_type: str, content: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Send a control message and yield each message that answers it."""

    def control_send(self, msg_type: str, content: dict[str, Any]) -> None:
        """Send a control message that needs no answer."""

    async def evaluate_silently(self, expression: str, timeout_s: float) -> dict[str, Any]:
        """Evaluate an expression on the shell channel, seen by nobody."""

    async def wait_closed(self) -> None:
        """Wait until the kernel has ended."""


class Kernels(Protocol):
    """The kernels that can be reached."""

    most: int | None
    """How many that are started run at once; None: as many as are asked for."""

    async def connect(self, kernel_id: str) -> Kernel:
        """Return a running kernel. Raises `KernelNotFound` or `KernelUnavailable`."""

    def start(self, *, kernel_name: str, folder: str) -> AbstractAsyncContextManager[Kernel]:
        """Start a kernel of the caller's own in a folder, once there is a place; ended with the context."""


class Notebooks(Protocol):
    """Notebooks by path: the open tab's cells, the shared document, or the file."""

    async def read(self, ref: NotebookRef) -> Notebook:
        """Read a notebook. Raises `NotebookNotFound`, `UnreadableNotebook` or `TooLarge`."""

    async def edit(self, ref: NotebookRef, edits: Sequence[CellEdit]) -> AppliedEdits:
        """Apply all edits as one step, or none. Raises `CellChanged`, `CellNotFound`, `AmbiguousCell`."""

    async def find(self, paths: Sequence[str]) -> list[str]:
        """The notebooks that paths mean: files, and in folders all. Raises `NotebookNotFound`, `NotFound`."""

    def folder(self, path: str) -> str:
        """The folder on disk in which the notebook's kernel runs."""


class Trials(Protocol):
    """Runs code without keeping anything of it."""

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        """Run code as a cell, in a fork of the kernel or replayed. Cancelling ends it at once."""


@dataclass(frozen=True)
class Prompt:
    """What a model is asked."""

    system: str
    user: str


class Models(Protocol):
    """The language model that an administrator or a user has named, if any."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    def answers(self, prompt: Prompt, *, count: int) -> AsyncGenerator[str]:
        """Ask for several answers side by side and yield each, whole, as it comes.

        One that fails is left out. Raises `ModelFailed` when all do. Closing the iterator ends all requests.
        """


class Progress(Protocol):
    """Tells whoever waits for a capability what has come so far."""

    def tell(self, event: BaseModel) -> None: ...


class Untold:
    """Progress that nobody waits for."""

    def tell(self, event: BaseModel) -> None:
        """Say nothing."""


class Events(Protocol):
    """Records what was asked, tried and accepted. Never code."""

    def emit(self, event: EventName, data: dict[str, str | int | float | bool]) -> None: ...


@dataclass(frozen=True)
class Services:
    """Everything that a capability can ask for."""

    kernels: Kernels
    notebooks: Notebooks
    trials: Trials
    proposals: Ledger
    events: Events
    models: Models | None = None
    answers: int = 3
    """How many answers a model is asked for."""
    parallel: int = 2
    """How many trials may run side by side."""
    owner: str = ""
    """Whose this one request is: a door that knows several users says it."""
    progress: Progress = field(default_factory=Untold)
    """Of this one request: a door gives each its own."""
