"""Kernel connections, on real kernels: a server's and those started for a command."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager

from jupyter_bolt.errors import KernelNotFound, KernelUnavailable, NotFound, TimedOut
from jupyter_bolt.sandbox import kernels
from jupyter_bolt.sandbox.connection import KernelConnection
from jupyter_bolt.sandbox.kernels import LocalKernels, ServerKernels, launch
from jupyter_bolt.sandbox.remote_kernel import RemoteKernel


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server without extensions: these tests are about its kernels."""
    return {}


@pytest.fixture
def server_kernels(jp_serverapp: Any, jp_asyncio_loop: AbstractEventLoop) -> Iterator[ServerKernels]:
    kernels = ServerKernels(jp_serverapp.kernel_manager, idle_s=1.0)
    yield kernels
    jp_asyncio_loop.run_until_complete(kernels.close())


@pytest.fixture
def local(jp_environ: None, folder: Path, jp_asyncio_loop: AbstractEventLoop) -> Iterator[KernelConnection]:
    started = LocalKernels().start(kernel_name="python3", folder=str(folder))
    yield jp_asyncio_loop.run_until_complete(started.__aenter__())
    jp_asyncio_loop.run_until_complete(started.__aexit__(None, None, None))


@pytest.mark.parametrize("length", [80, 91, 92, 200])
async def test_a_temporary_folder_with_a_long_name_is_none_for_sockets(
    jp_environ: None, folder: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as parent:
        own = os.path.join(parent, "t" * (length - len(parent) - 1))
        os.mkdir(own)
        monkeypatch.setattr(tempfile, "tempdir", own)
        async with LocalKernels().start(kernel_name="python3", folder=str(folder)) as kernel:
            assert (await kernel.evaluate_silently("6 * 7", 60))["data"]["text/plain"] == "42"


async def ask_usage(kernel: KernelConnection, what: str = "usage") -> dict[str, Any]:
    async for message in kernel.control_request(f"{what}_request", {}):
        if message["header"]["msg_type"] == f"{what}_reply":
            return dict(message["content"])
    raise AssertionError("The request ended without a reply.")


async def connect_when_up(kernels: ServerKernels, kernel_id: str) -> KernelConnection:
    while True:
        try:
            return await kernels.connect(kernel_id)
        except KernelUnavailable:
            await asyncio.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


async def pid_of(kernel: KernelConnection) -> int:
    return int((await ask_usage(kernel))["pid"])


async def test_control_requests_run_side_by_side(local: KernelConnection) -> None:
    replies = await asyncio.gather(*(ask_usage(local) for _ in range(10)))
    assert len({each["pid"] for each in replies}) == 1
    assert not local.busy


async def test_many_quick_requests_at_once_are_all_answered(local: KernelConnection) -> None:
    async with asyncio.timeout(60):
        replies = await asyncio.gather(*(ask_usage(local) for _ in range(200)))
    assert len({each["pid"] for each in replies}) == 1


async def test_what_a_failing_cell_throws_away_is_asked_again(local: KernelConnection) -> None:
    local.client.execute("import time; time.sleep(0.3); 1 / 0")
    reply = await local.evaluate_silently("6 * 7", 30)
    assert (reply["status"], reply["data"]["text/plain"]) == ("ok", "42")


async def test_a_message_sent_as_an_answer_comes_does_not_take_its_wake_up(local: KernelConnection) -> None:
    await ask_usage(local)
    async with asyncio.timeout(30):
        for _ in range(20):
            waiting = asyncio.create_task(ask_usage(local, "kernel_info"))
            await asyncio.sleep(0)
            time.sleep(0.05)  # noqa: ASYNC251  the answer comes while nobody looks
            local.control_send("nobody_answers_this", {})
            await waiting


async def test_control_answers_while_a_cell_runs(local: KernelConnection) -> None:
    running = asyncio.create_task(local.execute_silently("import time; time.sleep(1)", 30))
    await ask_usage(local)
    assert not running.done()
    assert (await running)["status"] == "ok"


async def test_silent_code_leaves_no_history_and_reports_errors(local: KernelConnection) -> None:
    assert (await local.execute_silently("value = 1 / 0", 30))["ename"] == "ZeroDivisionError"
    reply = await local.execute_silently("assert get_ipython().execution_count == 1", 30)
    assert reply["status"] == "ok"


async def test_silent_code_waits_its_turn_and_times_out(local: KernelConnection) -> None:
    with pytest.raises(TimedOut):
        await local.execute_silently("import time; time.sleep(2)", 0.2)
    assert (await local.execute_silently("done = True", 30))["status"] == "ok"


async def test_a_sent_message_needs_no_answer(local: KernelConnection) -> None:
    local.control_send("interrupt_request", {})
    await ask_usage(local)


async def test_a_kernel_that_dies_ends_what_waits_for_it(local: KernelConnection) -> None:
    with pytest.raises(KernelUnavailable):
        await local.execute_silently("import os; os._exit(1)", 30)
    with pytest.raises(KernelUnavailable):
        await ask_usage(local)


async def test_a_started_kernel_runs_in_its_folder_and_ends_with_its_children(
    jp_environ: None, folder: Path
) -> None:
    own = LocalKernels()
    async with own.start(kernel_name="python3", folder=str(folder)) as kernel:
        assert kernel.language == "python"
        assert await own.connect(kernel.kernel_id) is kernel
        pid = await pid_of(kernel)
        await kernel.execute_silently(
            "import os, subprocess\n"
            "child = subprocess.Popen(['sleep', '300'])\n"
            "open('where', 'w').write(f'{os.getcwd()} {child.pid}')",
            30,
        )
    where, child = (folder / "where").read_text().rsplit(" ", 1)
    assert Path(where) == folder
    assert not alive(pid)
    assert not alive(int(child))
    with pytest.raises(KernelNotFound):
        await own.connect(kernel.kernel_id)


async def test_cancelling_ends_the_kernel(jp_environ: None, folder: Path) -> None:
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def hold() -> None:
        async with LocalKernels().start(kernel_name="python3", folder=str(folder)) as kernel:
            started.set_result(await pid_of(kernel))
            await asyncio.sleep(300)

    task = asyncio.create_task(hold())
    pid = await started
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not alive(pid)


@pytest.mark.parametrize("of_server", [False, True])
async def test_only_so_many_kernels_run_at_once(
    jp_serverapp: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, of_server: bool
) -> None:
    own = ServerKernels(jp_serverapp.kernel_manager, most=1) if of_server else LocalKernels(most=1)
    launched, begun, go_on = list[str](), asyncio.Event(), asyncio.Event()

    async def note(manager: AsyncKernelManager, folder: str) -> KernelConnection:
        launched.append(Path(folder).name)
        return await launch(manager, folder)

    async def run(name: str) -> None:
        (folder / name).mkdir()
        async with own.start(kernel_name="python3", folder=str(folder / name)):
            begun.set()
            await go_on.wait()

    monkeypatch.setattr(kernels, "launch", note)
    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        group.create_task(run("first"))
        await begun.wait()
        given_up = group.create_task(run("given up"))
        group.create_task(run("second"))
        await asyncio.sleep(0.01)
        assert launched == ["first"]
        given_up.cancel()
        go_on.set()
    assert launched == ["first", "second"]


async def test_the_servers_own_kernels_take_no_place_of_bolts(jp_serverapp: Any, folder: Path) -> None:
    own, manager = ServerKernels(jp_serverapp.kernel_manager, most=1), jp_serverapp.kernel_manager
    async with own.start(kernel_name="python3", folder=str(folder)):
        kernel_id = await manager.start_kernel(kernel_name="python3")
        assert (await own.connect(kernel_id)).kernel_id == kernel_id
    await own.close()
    await manager.shutdown_kernel(kernel_id, now=True)


async def test_an_unknown_kernel_is_refused_with_those_that_are_there(jp_environ: None, folder: Path) -> None:
    with pytest.raises(NotFound) as caught:
        async with LocalKernels().start(kernel_name="cobol", folder=str(folder)):
            pass
    assert "python3" in caught.value.hint


async def test_a_kernel_that_dies_in_start_is_unavailable(
    jp_environ: None, folder: Path, jp_data_dir: Path
) -> None:
    spec = jp_data_dir / "kernels" / "broken"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "Broken", "language": "python"}')
    with pytest.raises(KernelUnavailable):
        async with LocalKernels().start(kernel_name="broken", folder=str(folder)):
            pass


async def test_a_client_is_kept_while_the_kernel_lives(
    jp_serverapp: Any, server_kernels: ServerKernels
) -> None:
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    first = await server_kernels.connect(kernel_id)
    assert await pid_of(first) > 0
    assert await server_kernels.connect(kernel_id) is first
    assert (first.kernel_name, first.language) == ("python3", "python")
    await jp_serverapp.kernel_manager.shutdown_kernel(kernel_id, now=True)
    with pytest.raises(KernelNotFound):
        await server_kernels.connect(kernel_id)
    assert first.closed


async def test_a_restart_begins_a_new_generation(jp_serverapp: Any, server_kernels: ServerKernels) -> None:
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    first = await server_kernels.connect(kernel_id)
    pid = await pid_of(first)
    await manager.restart_kernel(kernel_id, now=True)
    second = await server_kernels.connect(kernel_id)
    assert second.generation > first.generation
    assert first.closed
    assert await pid_of(second) != pid
    await manager.shutdown_kernel(kernel_id, now=True)


async def test_a_restart_ends_what_waits(jp_serverapp: Any, server_kernels: ServerKernels) -> None:
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    kernel = await server_kernels.connect(kernel_id)
    waiting = asyncio.create_task(kernel.execute_silently("import time; time.sleep(60)", 90))
    await ask_usage(kernel)
    await manager.restart_kernel(kernel_id, now=True)
    with pytest.raises(KernelUnavailable):
        await waiting
    await manager.shutdown_kernel(kernel_id, now=True)


async def test_a_kernel_that_restarts_itself_gets_a_new_generation(
    jp_serverapp: Any, server_kernels: ServerKernels
) -> None:
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    first = await server_kernels.connect(kernel_id)
    with pytest.raises(KernelUnavailable):
        await first.execute_silently("import os; os._exit(1)", 60)
    assert (await connect_when_up(server_kernels, kernel_id)).generation > first.generation
    await manager.shutdown_kernel(kernel_id, now=True)


async def test_an_unused_client_is_closed_and_opened_again_with_its_generation(
    jp_serverapp: Any, server_kernels: ServerKernels
) -> None:
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    first = await server_kernels.connect(kernel_id)
    await first.wait_closed()
    second = await server_kernels.connect(kernel_id)
    assert second is not first
    assert second.generation == first.generation
    assert await pid_of(second) > 0
    await jp_serverapp.kernel_manager.shutdown_kernel(kernel_id, now=True)


async def test_two_clients_of_one_kernel_do_not_take_each_others_replies(
    jp_serverapp: Any, server_kernels: ServerKernels
) -> None:
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    other = ServerKernels(manager)
    ours, theirs = await server_kernels.connect(kernel_id), await other.connect(kernel_id)
    for _ in range(3):
        await asyncio.gather(ask_usage(ours), ask_usage(theirs))
    await other.close()
    await manager.shutdown_kernel(kernel_id, now=True)


async def test_a_kernel_of_ones_own_does_not_show_among_the_servers(
    jp_serverapp: Any, server_kernels: ServerKernels, folder: Path
) -> None:
    async with server_kernels.start(kernel_name="python3", folder=str(folder)) as kernel:
        assert kernel.kernel_id not in jp_serverapp.kernel_manager
        assert await server_kernels.connect(kernel.kernel_id) is kernel


class BehindAGateway:
    """A gateway's kernel, as the server's kernel manager has it: it runs, and has no ports here."""

    has_kernel = True
    shell_port = 0
    kernel_name = "far"


async def test_a_kernel_behind_a_gateway_says_that_it_is_out_of_reach(
    jp_serverapp: Any, server_kernels: ServerKernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jp_serverapp.kernel_manager._kernels, "far", BehindAGateway())
    kernel = await server_kernels.connect("far")
    assert isinstance(kernel, RemoteKernel)
    assert (kernel.kernel_name, "gateway" in kernel.out_of_reach) == ("far", True)
    with pytest.raises(KernelUnavailable, match="gateway"):
        await kernel.evaluate_silently("1", 1)
    with pytest.raises(KernelUnavailable, match="gateway"):
        kernel.control_send("usage_request", {})
