"""The kernels that Bolt can reach: a Jupyter server's, and those it starts for itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import KernelNotFound, KernelUnavailable, NotFound
from .connection import KernelConnection
from .remote_kernel import RemoteKernel

if TYPE_CHECKING:
    import zmq.asyncio
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager, KernelManager
    from jupyter_client.multikernelmanager import MultiKernelManager

START_TIMEOUT_S = 60.0
IDLE_S = 60.0
POLL_S = 0.5
SOCKET_FOLDER = "jb-"
SOCKET_BYTES = len("/jb-12345678/k-5")
MOST_SOCKET_BYTES = 107
"""Of the path of a socket."""


class LocalKernels:
    """Kernels of the caller's own, for a command without a server. `most` of them run at once."""

    def __init__(self, specs: KernelSpecManager | None = None, *, most: int | None = None) -> None:
        self.most = most
        self._specs = specs
        self._places = nullcontext() if most is None else asyncio.Semaphore(most)
        self._started: dict[str, KernelConnection] = {}

    async def connect(self, kernel_id: str) -> KernelConnection:
        """Return a kernel that `start` has started."""
        if kernel_id not in self._started:
            raise KernelNotFound(kernel_id)
        return self._started[kernel_id]

    @asynccontextmanager
    async def start(self, *, kernel_name: str, folder: str) -> AsyncIterator[KernelConnection]:
        """Start a kernel in a folder, as soon as there is a place; it ends with the context.

        It ends also when that is cancelled.
        """
        async with self._places:
            manager = new_manager(kernel_name, self._specs)
            connection = watch = None
            try:
                connection = await launch(manager, folder)
                watch = asyncio.create_task(_abandon_when_dead(connection, manager))
                self._started[connection.kernel_id] = connection
                yield connection
            finally:
                if connection is not None and watch is not None:
                    watch.cancel()
                    self._started.pop(connection.kernel_id, None)
                    connection.close()
                await finish(end_kernel(manager))


@dataclass(eq=False)
class _Life:
    """One life of a server's kernel: from a start to the next restart."""

    generation: int
    ready: object
    pid: int | None
    connection: KernelConnection
    watch: asyncio.Task[None] | None = None

    def still(self, manager: KernelManager) -> bool:
        # jupyter_client makes a new `ready` future for each start and each shutdown; the process id
        # tells kernels apart that were restarted behind the manager's back.
        return self.ready is manager.ready and self.pid == _pid(manager)


class ServerKernels:
    """A Jupyter server's kernels, each with one cached client of Bolt's own.

    A client is closed when its kernel ends, restarts or is removed, and after a minute without use.
    `most` kernels of Bolt's own run beside the server's at once.
    """

    def __init__(
        self, kernel_manager: MultiKernelManager, *, idle_s: float = IDLE_S, most: int | None = None
    ) -> None:
        self.most = most
        self._manager = kernel_manager
        self._idle_s = idle_s
        self._own = LocalKernels(kernel_manager.kernel_spec_manager, most=most)
        self._lives: dict[str, _Life] = {}
        self._context: zmq.asyncio.Context | None = None

    async def connect(self, kernel_id: str) -> KernelConnection | RemoteKernel:
        """Return the client for a running kernel, connecting it first where there is none."""
        self._forget_removed()
        if kernel_id not in self._manager:
            return await self._own.connect(kernel_id)
        manager = self._manager.get_kernel(kernel_id)
        if manager.has_kernel and not manager.shell_port:
            return RemoteKernel(kernel_id, manager.kernel_name)
        await self._check_alive(manager, kernel_id)
        life = self._lives.get(kernel_id)
        if life is not None and not life.still(manager):
            self._close(life)
            life = None
        if life is None or life.connection.closed:
            life = self._open(kernel_id, manager, life)
        return life.connection

    @asynccontextmanager
    async def start(self, *, kernel_name: str, folder: str) -> AsyncIterator[KernelConnection]:
        """Start a kernel that does not show among the server's, as soon as there is a place.

        It ends with the context.
        """
        async with self._own.start(kernel_name=kernel_name, folder=folder) as connection:
            yield connection

    async def close(self) -> None:
        """Close every client, at the server's stop."""
        for life in self._lives.values():
            self._close(life)
        self._lives.clear()
        if self._context is not None:
            self._context.destroy(linger=0)
            self._context = None

    def _open(self, kernel_id: str, manager: KernelManager, former: _Life | None) -> _Life:
        connection = KernelConnection(
            kernel_id, manager.kernel_name, _language(manager), self._client(manager)
        )
        if former is not None:
            # Reconnected after a time without use: the same kernel process, the same generation.
            connection.generation = former.generation
        life = _Life(connection.generation, manager.ready, _pid(manager), connection)
        life.watch = asyncio.create_task(self._watch(kernel_id, life))
        self._lives[kernel_id] = life
        return life

    def _client(self, manager: KernelManager) -> AsyncKernelClient:
        import zmq.asyncio
        from jupyter_client.asynchronous.client import AsyncKernelClient as Client

        if self._context is None:
            self._context = zmq.asyncio.Context()
        client = Client(context=self._context)
        # Not `manager.client()`: that copies the session's id, and two clients with one id take
        # each other's replies.
        client.load_connection_info(manager.get_connection_info())
        client.start_channels(iopub=False, stdin=False, hb=False)
        return client

    async def _check_alive(self, manager: KernelManager, kernel_id: str) -> None:
        from jupyter_core.utils import ensure_async

        if not manager.ready.done() or manager.shutting_down:
            raise KernelUnavailable(
                f"Kernel {kernel_id!r} is starting or restarting.",
                hint="Wait until it is idle and try again.",
            )
        if not await ensure_async(manager.is_alive()):
            raise KernelUnavailable(f"Kernel {kernel_id!r} has died.")

    async def _watch(self, kernel_id: str, life: _Life) -> None:
        while life.connection.idle_s < self._idle_s and await self._lives_on(kernel_id, life):
            await asyncio.sleep(POLL_S)
        life.connection.close()

    async def _lives_on(self, kernel_id: str, life: _Life) -> bool:
        from jupyter_core.utils import ensure_async

        if kernel_id not in self._manager:
            return False
        manager = self._manager.get_kernel(kernel_id)
        if not life.still(manager):
            return False
        return not life.connection.busy or await ensure_async(manager.is_alive())

    def _forget_removed(self) -> None:
        for kernel_id in [each for each in self._lives if each not in self._manager]:
            self._close(self._lives.pop(kernel_id))

    def _close(self, life: _Life) -> None:
        if life.watch is not None:
            life.watch.cancel()
        life.connection.close()


def new_manager(kernel_name: str, specs: KernelSpecManager | None) -> AsyncKernelManager:
    """Return a manager for a kernel that is installed."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import AsyncKernelManager

    specs = specs or KernelSpecManager()
    try:
        specs.get_kernel_spec(kernel_name)
    except NoSuchKernel as error:
        installed = ", ".join(sorted(specs.find_kernel_specs())) or "none"
        raise NotFound(
            f"There is no kernel named {kernel_name!r} on this machine.",
            hint=f"Installed: {installed}. Choose one of them, or install {kernel_name!r}.",
        ) from error
    manager = AsyncKernelManager(kernel_name=kernel_name, kernel_spec_manager=specs)
    if os.name == "posix" and _language(manager) == "python":
        use_private_sockets(manager)
    return manager


def use_private_sockets(manager: AsyncKernelManager) -> None:
    """Have a kernel talk over sockets in a folder of its own, which `end_kernel` removes, and over no port."""
    parent = tempfile.gettempdir()
    is_short = len(os.fsencode(parent)) + SOCKET_BYTES <= MOST_SOCKET_BYTES
    folder = tempfile.mkdtemp(prefix=SOCKET_FOLDER, dir=parent if is_short else "/tmp")
    manager.transport = "ipc"
    manager.ip = f"{folder}/k"
    manager.connection_file = f"{folder}/connection.json"


def socket_folder(manager: AsyncKernelManager) -> str:
    """The folder that `use_private_sockets` has made for this manager, or an empty string."""
    folder = os.path.dirname(manager.connection_file)
    return folder if os.path.basename(folder).startswith(SOCKET_FOLDER) else ""


async def launch(
    manager: AsyncKernelManager, folder: str, *, pass_fds: tuple[int, ...] = ()
) -> KernelConnection:
    """Start the manager's kernel in a folder and wait until it answers."""
    try:
        await manager.start_kernel(cwd=folder, **({"pass_fds": pass_fds} if pass_fds else {}))
        client = manager.client()
        connection = KernelConnection(manager.kernel_id, manager.kernel_name, _language(manager), client)
        client.start_channels(hb=False, stdin=False)
        await client.wait_for_ready(timeout=START_TIMEOUT_S)
    except (OSError, RuntimeError) as error:
        raise KernelUnavailable(
            f"Kernel {manager.kernel_name!r} did not start: {error}",
            hint="Start it in a terminal to see why: `jupyter console --kernel NAME`.",
        ) from error
    return connection


async def _abandon_when_dead(connection: KernelConnection, manager: AsyncKernelManager) -> None:
    while await manager.is_alive():
        await asyncio.sleep(POLL_S)
    connection.abandon()


async def end_kernel(manager: AsyncKernelManager) -> None:
    """Kill a kernel with what it started, and clean up after it."""
    folder = socket_folder(manager)
    if manager.has_kernel and hasattr(signal, "SIGKILL"):
        await manager.signal_kernel(signal.SIGKILL)
    await manager.shutdown_kernel(now=True)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


async def finish(work: Coroutine[Any, Any, None]) -> None:
    """Await work to its end even if this task is cancelled meanwhile, then raise the cancellation."""
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled is not None:
        raise cancelled


def _pid(manager: KernelManager) -> int | None:
    pid = getattr(manager.provisioner, "pid", None)
    return pid if isinstance(pid, int) else None


def _language(manager: KernelManager) -> str:
    spec = manager.kernel_spec
    return spec.language if spec is not None else "python"
