"""The whole way over HTTP with a live kernel: try, fix, accept, undo, and what is recorded of it."""

from __future__ import annotations

import asyncio
import json
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_events import EventLogger
from tornado.httpclient import HTTPResponse

from jupyter_bolt.events.record import schema_id

Fetch: TypeAlias = Callable[..., Awaitable[HTTPResponse]]
SETUP, FAILING = "values = [1, 2, 3]", "print(sum(valuse))"


@dataclass
class Session:
    """A stored notebook with its running kernel, whose first cell has run."""

    kernel_id: str
    file: Path
    cell_id: str
    client: AsyncKernelClient

    @property
    def ref(self) -> dict[str, str]:
        return {"path": self.file.name}

    def source(self) -> str:
        (cell,) = [each for each in nbformat.read(self.file, 4).cells if each["id"] == self.cell_id]
        return str(cell["source"])


@pytest.fixture
def session(jp_serverapp: Any, jp_root_dir: Path, jp_asyncio_loop: AbstractEventLoop) -> Iterator[Session]:
    # pytest-jupyter runs async tests, not async fixtures.
    session = jp_asyncio_loop.run_until_complete(open_session(jp_serverapp, jp_root_dir))
    yield session
    session.client.stop_channels()
    ending = jp_serverapp.kernel_manager.shutdown_kernel(session.kernel_id, now=True)
    jp_asyncio_loop.run_until_complete(ending)


async def open_session(server: Any, folder: Path) -> Session:
    file = folder / "failing.ipynb"
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in (SETUP, FAILING)]
    nbformat.write(notebook, file)
    kernel_id = await server.kernel_manager.start_kernel(kernel_name="python3", path="")
    client = server.kernel_manager.get_kernel(kernel_id).client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    await client.execute_interactive(SETUP, timeout=60)
    return Session(kernel_id, file, notebook.cells[1]["id"], client)


async def post(fetch: Fetch, route: str, body: dict[str, Any]) -> Any:
    text = json.dumps(body)
    response = await fetch("bolt", "api", *route.split("/"), method="POST", body=text, request_timeout=60)
    return json.loads(response.body)


async def test_a_trial_shows_what_runs_and_keeps_nothing(jp_fetch: Fetch, session: Session) -> None:
    request = {"notebook": session.ref, "cell_id": session.cell_id, "kernel_id": session.kernel_id}
    failed = await post(jp_fetch, "trials/run", request)
    assert failed["outcome"] == "failed"
    assert failed["error"]["name"] == "NameError"
    ran = await post(jp_fetch, "trials/run", {**request, "source": "made = sum(values); print(made)"})
    assert ran["outcome"] == "ran"
    assert ran["outputs"][0]["text"] == "6\n"
    assert [each["name"] for each in ran["variables"]] == ["made"]
    reply = await session.client.execute_interactive("made", timeout=60)
    assert reply["content"]["ename"] == "NameError"


async def test_a_fix_is_accepted_and_undone(jp_fetch: Fetch, session: Session) -> None:
    request = {"notebook": session.ref, "cell_id": session.cell_id, "kernel_id": session.kernel_id}
    fixed = await post(jp_fetch, "debugging/fix", request)
    assert fixed["outcome"] == "fixed"
    assert session.source() == FAILING
    decision = {"proposal_id": fixed["proposals"][0]["proposal_id"], "notebook": session.ref}
    accepted = await post(jp_fetch, "proposals/accept", decision)
    assert accepted["applied"]["applied_by"] == "server"
    assert session.source() == "print(sum(values))"
    undone = await post(jp_fetch, "proposals/undo", decision)
    assert undone["proposal"]["status"] == "undone"
    assert session.source() == FAILING


async def test_a_fix_streams_what_ran_before_it_answers(follow: Any, session: Session) -> None:
    request = {"notebook": session.ref, "cell_id": session.cell_id, "kernel_id": session.kernel_id}
    events = await (await follow("debugging/fix", request)).rest()
    assert [each["event"] for each in events] == ["started", "progress", "progress", "proposal", "result"]
    told, answered = events[3]["data"]["proposal"], events[4]["data"]["proposals"]
    assert told == answered[0]
    assert told["edits"][0]["after"] == "print(sum(values))"


async def test_an_open_tab_sends_its_cells_and_applies_the_edits(jp_fetch: Fetch, session: Session) -> None:
    cells = [{"cell_id": "a", "source": SETUP}, {"cell_id": "b", "source": "print(max(valuse))"}]
    ref = {"path": "never-saved.ipynb", "cells": cells}
    request = {"notebook": ref, "cell_id": "b", "kernel_id": session.kernel_id}
    fixed = await post(jp_fetch, "debugging/fix", request)
    decision = {"proposal_id": fixed["proposals"][0]["proposal_id"], "notebook": ref}
    accepted = await post(jp_fetch, "proposals/accept", decision)
    assert accepted["applied"] == {
        "applied_by": "tab",
        "edits": [{"cell_id": "b", "before": "print(max(valuse))", "after": "print(max(values))"}],
    }


async def test_what_happens_is_recorded_without_code(
    jp_fetch: Fetch, jp_serverapp: Any, session: Session
) -> None:
    heard: list[tuple[str, dict[str, Any]]] = []

    async def listen(logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:
        heard.append((schema_id, data))

    logger = jp_serverapp.event_logger
    for event in ("trial", "fix", "proposal"):
        logger.add_listener(schema_id=schema_id(event), listener=listen)  # type: ignore[arg-type]
    request = {"notebook": session.ref, "cell_id": session.cell_id, "kernel_id": session.kernel_id}
    await post(jp_fetch, "trials/run", request)
    fixed = await post(jp_fetch, "debugging/fix", request)
    decision = {"proposal_id": fixed["proposals"][0]["proposal_id"], "notebook": session.ref}
    for verb in ("accept", "undo"):
        await post(jp_fetch, f"proposals/{verb}", decision)
    await logger.gather_listeners()
    assert [name for name, _ in heard] == [
        schema_id("trial"),
        schema_id("fix"),
        schema_id("proposal"),
        schema_id("proposal"),
    ]
    assert "valuse" not in json.dumps([data for _, data in heard])
    assert session.file.name not in json.dumps([data for _, data in heard])


async def test_going_away_ends_a_trial(
    http_server: Any, jp_serverapp: Any, jp_http_port: int, jp_auth_header: dict[str, str], session: Session
) -> None:
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyter_bolt"]
    request = {"notebook": session.ref, "cell_id": session.cell_id, "kernel_id": session.kernel_id}
    body = json.dumps({**request, "source": "while True: pass"}).encode()
    _, writer = await asyncio.open_connection("127.0.0.1", jp_http_port)
    head = (
        f"POST {jp_serverapp.base_url}bolt/api/trials/run HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: {jp_auth_header['Authorization']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    async with asyncio.timeout(20):
        while not app.running:
            await asyncio.sleep(0.01)
    (work,) = app.running
    writer.close()
    await asyncio.wait([work], timeout=10)
    assert work.cancelled()
