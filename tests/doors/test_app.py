"""The server extension: what loading it costs, and what it leaves."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tornado.httpclient import HTTPClientError, HTTPResponse

from jupyter_bolt.app import BoltApp

Fetch: TypeAlias = Callable[..., Awaitable[HTTPResponse]]

HEAVY = {
    "IPython",
    "anthropic",
    "ipykernel",
    "jupyter_server_ydoc",
    "langchain",
    "matplotlib",
    "numpy",
    "openai",
    "pandas",
    "pycrdt",
}

LOADING = """
import json, sys
import jupyter_server.serverapp
import jupyter_server.services.kernels.kernelmanager
import jupyter_server.services.contents.largefilemanager
before = set(sys.modules)
from jupyter_bolt import _jupyter_server_extension_points
for point in _jupyter_server_extension_points():
    point["app"]
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_loading_the_extension_imports_nothing_heavy(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(ended.stdout)}
    assert not loaded & HEAVY


@pytest.fixture(params=["", "ollama:qwen2.5-coder:1.5b"])
def named_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the environment of the server names."""
    monkeypatch.setenv("JUPYTER_BOLT_MODEL", request.param)
    return str(request.param)


async def test_a_model_is_there_only_where_one_is_named(named_model: str, jp_serverapp: Any) -> None:
    models = bolt_app(jp_serverapp).services().models
    assert (models.name if models is not None else "") == named_model


async def test_starting_the_server_builds_no_services(jp_serverapp: Any) -> None:
    await jp_serverapp._post_start()
    bolt = bolt_app(jp_serverapp)
    assert bolt._services is None
    assert bolt.current_activity() is None


async def test_what_works_keeps_the_server_alive_until_it_is_stopped(jp_serverapp: Any) -> None:
    bolt = bolt_app(jp_serverapp)
    work: asyncio.Future[Any] = asyncio.ensure_future(asyncio.Event().wait())
    bolt.running.add(work)
    assert jp_serverapp.extension_manager.any_activity()
    await bolt.stop_extension()
    assert work.cancelled()


@pytest.mark.parametrize("jp_argv", [["--BoltApp.enabled=False"]])
async def test_an_administrator_can_switch_bolt_off(jp_fetch: Fetch, jp_argv: list[str]) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("bolt", "api", "openapi.json")
    assert caught.value.code == 404


@pytest.mark.parametrize(
    "jp_argv",
    [
        [
            "--BoltApp.time_s=5",
            "--BoltApp.parallel_trials=3",
            "--BoltApp.parallel_kernels=2",
            "--BoltApp.replay_s=7",
        ]
    ],
)
def test_limits_are_settings(jp_serverapp: Any, jp_argv: list[str]) -> None:
    bolt = bolt_app(jp_serverapp)
    assert bolt.most().time_s == 5
    assert bolt.services().parallel == 3
    assert bolt.replay_s == 7
    assert bolt.services().kernels.most == 2
    assert all(trait.help for trait in BoltApp.class_own_traits(config=True).values())


def bolt_app(server: Any) -> BoltApp:
    (app,) = server.extension_manager.extension_apps["jupyter_bolt"]
    assert isinstance(app, BoltApp)
    return app
