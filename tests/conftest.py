"""Fixtures that tests of every room share."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import urllib.request
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager

pytest_plugins = ["pytest_jupyter.jupyter_core", "pytest_jupyter.jupyter_server"]


def pytest_configure() -> None:
    """Each worker has temporary files of its own, since tests count what a trial leaves there."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        own = Path(tempfile.gettempdir()) / f"worker-{worker}-{os.getpid()}"
        own.mkdir()
        own.chmod(0o755)  # some tests go on as another user
        os.environ["TMPDIR"] = tempfile.tempdir = str(own)


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


class ScriptedProvider:
    """A server that speaks the protocols of model providers and answers what a test has told it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def answer(self, *responses: str | dict[str, Any], **options: Any) -> None:
        """Answer the first request by the first response, and so on; the last one for ever."""
        fixtures = [
            {
                "match": {"userMessage": "", "sequenceIndex": at} if at < len(responses) - 1 else {},
                "response": {"content": each} if isinstance(each, str) else each,
                **options,
            }
            for at, each in enumerate(responses)
        ]
        self._post("fixtures", {"fixtures": fixtures})

    def requests(self) -> list[dict[str, Any]]:
        """The requests that have come, as the provider understood them."""
        with urllib.request.urlopen(f"{self.url}/__aimock/journal") as reply:
            entries: list[dict[str, Any]] = json.load(reply)
        return entries

    def reset(self) -> None:
        self._post("reset", {})

    def _post(self, what: str, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/__aimock/{what}", data, method="POST"))


@pytest.fixture(scope="session")
def provider_process() -> Iterator[ScriptedProvider]:
    """aimock on a port of its own. `scripts/test` installs it; Node comes with `scripts/install`."""
    process = subprocess.Popen(
        ["node", "server.mjs"],
        cwd=Path(__file__).parent / "models",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert url, "aimock did not start: run `npm ci` in tests/models"
    yield ScriptedProvider(url)
    process.kill()
    process.wait()


@pytest.fixture
def provider(provider_process: ScriptedProvider) -> Iterator[ScriptedProvider]:
    """The scripted provider, with nothing to say yet."""
    provider_process.reset()
    yield provider_process
    provider_process.reset()
