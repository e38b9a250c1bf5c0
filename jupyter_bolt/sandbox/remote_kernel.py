"""A kernel that runs where Bolt has no channel to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import KernelUnavailable

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient


@dataclass(eq=False)
class RemoteKernel:
    """A kernel behind a gateway: its name is known, but nothing can be asked of it."""

    kernel_id: str
    kernel_name: str
    language: str = "python"
    generation: int = 0
    out_of_reach: str = "the kernel runs behind a gateway, where Bolt has no channel to it"

    @property
    def client(self) -> AsyncKernelClient:
        raise self._refusal()

    async def control_request(self, msg_type: str, content: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Raise `KernelUnavailable`."""
        raise self._refusal()
        yield {}

    def control_send(self, msg_type: str, content: dict[str, Any]) -> None:
        """Raise `KernelUnavailable`."""
        raise self._refusal()

    async def evaluate_silently(self, expression: str, timeout_s: float) -> dict[str, Any]:
        """Raise `KernelUnavailable`."""
        raise self._refusal()

    async def wait_closed(self) -> None:
        """Raise `KernelUnavailable`."""
        raise self._refusal()

    def _refusal(self) -> KernelUnavailable:
        return KernelUnavailable(
            f"Kernel {self.kernel_id!r} runs behind a gateway, where Bolt has no channel to it.",
            hint="Run the notebook on a kernel of this server.",
        )
