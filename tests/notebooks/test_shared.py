"""Notebooks that are open as shared documents, with jupyter-collaboration in the server."""
# ruff: noqa: ASYNC240 -- what lies on the disk is looked at between the steps.

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupyter_server_ydoc")

from jupyter_ydoc import YNotebook
from pycrdt import Provider, UndoManager
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_bolt.errors import CellChanged, CellNotFound
from jupyter_bolt.notebooks.cells import CellEdit, NotebookRef
from jupyter_bolt.notebooks.contents import ContentsNotebooks
from jupyter_bolt.notebooks.server import ServerNotebooks
from jupyter_bolt.notebooks.shared import ORIGIN, SharedNotebooks, find_shared

REF = NotebookRef(path="a.ipynb")
FIRST = "total = 0\nprint('é😀', total)"
FIRST_FIX = CellEdit(cell_id="first", before=FIRST, after="total = 0\nprint('é😀', 'ü🎉', total)")
FIX = CellEdit(cell_id="second", before="tottal", after="total")

OpenTab = Callable[[str], AbstractAsyncContextManager[YNotebook]]


@pytest.fixture
def jp_server_config(jp_root_dir: Path) -> dict[str, Any]:
    """A server with jupyter-collaboration, saving at once."""
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_server_ydoc": True, "jupyter_server_fileid": True}},
        "SQLiteYStore": {"db_path": str(jp_root_dir / ".store.db")},
        "BaseFileIdManager": {"root_dir": str(jp_root_dir), "db_path": str(jp_root_dir / ".ids.db")},
        "YDocExtension": {"document_save_delay": 0.05},
    }


@pytest.fixture
def file(jp_root_dir: Path, notebook_text: str) -> Path:
    path = jp_root_dir / "a.ipynb"
    path.write_text(notebook_text)
    return path


@pytest.fixture
def shared(jp_serverapp: Any) -> SharedNotebooks:
    found = find_shared(jp_serverapp.extension_manager.extension_apps)
    assert found is not None
    return found


@pytest.fixture
def notebooks(jp_serverapp: Any, shared: SharedNotebooks) -> ServerNotebooks:
    return ServerNotebooks(ContentsNotebooks(jp_serverapp.contents_manager), lambda: shared)


class Socket:
    """A tab's websocket as pycrdt wants it."""

    def __init__(self, connection: Any, path: str) -> None:
        self._connection = connection
        self.path = path

    def __aiter__(self) -> Socket:
        return self

    async def __anext__(self) -> bytes:
        return await self.recv()

    async def recv(self) -> bytes:
        while not isinstance(message := await self._connection.read_message(), bytes):
            if message is None:
                raise StopAsyncIteration
        return message

    async def send(self, message: bytes) -> None:
        await self._connection.write_message(message, binary=True)


@pytest.fixture
def open_tab(
    jp_fetch: Any, jp_http_port: int, jp_base_url: str, jp_auth_header: dict[str, str], file: Path
) -> OpenTab:
    @asynccontextmanager
    async def open_it(path: str) -> AsyncIterator[YNotebook]:
        body = json.dumps({"format": "json", "type": "notebook"})
        reply = await jp_fetch("api", "collaboration", "session", path, method="PUT", body=body)
        session = json.loads(reply.body)
        room = f"json:notebook:{session['fileId']}"
        # Not `jp_ws_fetch`: it escapes the colons, and the room is found by the address as it is sent.
        url = f"ws://localhost:{jp_http_port}{jp_base_url}api/collaboration/room/{room}"
        address = f"{url}?sessionId={session['sessionId']}"
        connection = await websocket_connect(HTTPRequest(address, headers=jp_auth_header))
        document = YNotebook()
        async with Provider(document.ydoc, Socket(connection, room)):
            await until(lambda: document.cell_number == 4)
            yield document
        connection.close()

    return open_it


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what another side does."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


def source(document: YNotebook, index: int) -> str:
    return str(document.ycells[index]["source"])


def append(document: YNotebook, index: int, text: str) -> None:
    shared = document.ycells[index]["source"]
    shared += text


async def test_reads_what_a_tab_has_not_saved(
    open_tab: OpenTab, notebooks: ServerNotebooks, file: Path
) -> None:
    async with open_tab("a.ipynb") as tab:
        append(tab, 2, " # unsaved")
        times = {"iopub.execute_input": "2026-11-24T09:00:00Z", "shell.execute_reply": "2026-11-24T09:00:02Z"}
        tab.ycells[2]["metadata"]["execution"] = times
        async with asyncio.timeout(30):
            while (await notebooks.read(REF)).cell("second").source != "tottal # unsaved":
                await asyncio.sleep(0.01)
        read = await notebooks.read(REF)
        assert [cell.cell_id for cell in read.cells] == ["title", "first", "second", "raw"]
        assert [cell.cell_type for cell in read.cells] == ["markdown", "code", "code", "raw"]
        assert read.kernel_name == "ir"
        assert [cell.seconds for cell in read.cells] == [None, None, 2.0, None]
        assert (await notebooks.read(NotebookRef(path="/./a.ipynb"))).cells == read.cells


async def test_an_edit_changes_only_the_middle_in_every_tab(
    open_tab: OpenTab, notebooks: ServerNotebooks, file: Path
) -> None:
    async with open_tab("a.ipynb") as tab, open_tab("a.ipynb") as other:
        before = [tab.get_cell(index) for index in range(4)]
        changes: list[Any] = []
        subscription = tab.ycells[1]["source"].observe(lambda event: changes.append(event.delta))
        applied = await notebooks.edit(REF, [FIRST_FIX, FIX])
        assert applied.applied_by == "server"
        await until(lambda: source(tab, 2) == source(other, 2) == "total")
        assert source(tab, 1) == source(other, 1) == FIRST_FIX.after
        assert [next(iter(part)) for part in changes[0]] == ["retain", "insert"]
        subscription.drop()
        after = [tab.get_cell(index) for index in range(4)]
        for was, now in zip(before, after, strict=True):
            assert {**was, "source": ""} == {**now, "source": ""}
        await until(lambda: '"total"' in file.read_text())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "new 😀"),
        ("old 😀", ""),
        ("😀😀😀", "😀é😀"),
        ("aaaa", "aaa"),
        ("é = 1", "é = '😀' + 1"),
        ("x", "x"),
        ("one\ntwo\nthree", "one\nthree"),
    ],
)
async def test_any_text_becomes_any_other(
    open_tab: OpenTab, notebooks: ServerNotebooks, before: str, after: str
) -> None:
    async with open_tab("a.ipynb") as tab:
        await notebooks.edit(REF, [CellEdit(cell_id="second", before="tottal", after=before)])
        edit = CellEdit(cell_id="second", before=before, after=after)
        await notebooks.edit(REF, [edit])
        await until(lambda: source(tab, 2) == after)
        await notebooks.edit(REF, [edit.reversed()])
        await until(lambda: source(tab, 2) == before)


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (CellEdit(cell_id="second", before="other", after="x"), CellChanged),
        (CellEdit(cell_id="gone", before="", after="x"), CellNotFound),
    ],
)
async def test_all_edits_or_none(
    open_tab: OpenTab, notebooks: ServerNotebooks, edit: CellEdit, error: type[Exception]
) -> None:
    async with open_tab("a.ipynb") as tab:
        with pytest.raises(error):
            await notebooks.edit(REF, [FIRST_FIX, edit])
        assert (await notebooks.read(REF)).cell("first").source == FIRST
        assert source(tab, 1) == FIRST


async def test_one_undo_takes_all_edits_back_and_keeps_what_others_wrote(
    open_tab: OpenTab, notebooks: ServerNotebooks, jp_serverapp: Any
) -> None:
    async with open_tab("a.ipynb") as tab:
        (extension,) = jp_serverapp.extension_manager.extension_apps["jupyter_server_ydoc"]
        document = await extension.get_document(
            path="a.ipynb", content_type="notebook", file_format="json", copy=False
        )
        undo = UndoManager(scopes=[document.ycells], capture_timeout_millis=0)
        undo.include_origin(ORIGIN)
        await notebooks.edit(REF, [FIRST_FIX, FIX])
        append(tab, 2, " # theirs")
        await until(lambda: source(document, 2) == "total # theirs")
        assert undo.undo()
        assert not undo.can_undo()
        await until(lambda: source(tab, 1) == FIRST)
        assert source(tab, 2) == "tottal # theirs"


async def test_an_edit_waits_for_a_document_that_is_being_loaded(
    open_tab: OpenTab, notebooks: ServerNotebooks, jp_serverapp: Any
) -> None:
    async with open_tab("a.ipynb"):
        (extension,) = jp_serverapp.extension_manager.extension_apps["jupyter_server_ydoc"]
        document = await extension.get_document(
            path="a.ipynb", content_type="notebook", file_format="json", copy=False
        )
        with document.ydoc.transaction():
            edit = asyncio.create_task(notebooks.edit(REF, [FIX]))
            await asyncio.sleep(0.1)
            assert not edit.done()
        await edit
        assert source(document, 2) == "total"


async def test_a_notebook_that_nobody_has_open_is_edited_in_its_file(
    notebooks: ServerNotebooks, shared: SharedNotebooks, file: Path, notebook_text: str
) -> None:
    assert await shared.read("a.ipynb") is None
    assert await shared.read("none.ipynb") is None
    assert (await notebooks.edit(REF, [FIX])).applied_by == "server"
    assert file.read_text() == notebook_text.replace('"tottal"', '"total"')


async def test_a_tab_that_sends_its_cells_applies_the_edits_itself(
    open_tab: OpenTab, notebooks: ServerNotebooks
) -> None:
    async with open_tab("a.ipynb"):
        ref = NotebookRef(path="a.ipynb", cells=(await notebooks.read(REF)).cells)
        assert (await notebooks.edit(ref, [FIX])).applied_by == "tab"
        assert (await notebooks.read(REF)).cell("second").source == "tottal"


def test_without_the_extension_there_is_nothing_shared() -> None:
    assert find_shared({"jupyter_lab": set()}) is None
