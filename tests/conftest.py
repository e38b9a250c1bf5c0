"""Fixtures that tests of every room share."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager

pytest_plugins = ["pytest_jupyter.jupyter_core", "pytest_jupyter.jupyter_server"]


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server with Bolt in which an endpoint that forgot to authenticate is closed."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_bolt": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder in which a kernel runs or a notebook lies."""
    path = tmp_path / "project"
    path.mkdir()
    return path


@pytest.fixture
def kernel_manager(
    jp_environ: None, jp_asyncio_loop: AbstractEventLoop, folder: Path
) -> Iterator[AsyncKernelManager]:
    """A live ipykernel in `folder`, on the loop in which the test runs, ended with the test."""
    manager = AsyncKernelManager(kernel_name="python3")
    jp_asyncio_loop.run_until_complete(_start(manager, folder))
    yield manager
    jp_asyncio_loop.run_until_complete(manager.shutdown_kernel(now=True))


async def _start(manager: AsyncKernelManager, folder: Path) -> None:
    await manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
    finally:
        client.stop_channels()
