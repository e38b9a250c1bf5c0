"""Notebook files without a server."""
# ruff: noqa: ASYNC240 -- what lies on the disk is looked at between the steps.

from __future__ import annotations

import asyncio
import os
import stat
import threading
from pathlib import Path

import pytest

from jupyter_bolt.errors import CellChanged, NotebookNotFound, TooLarge, UnreadableNotebook
from jupyter_bolt.notebooks.cells import Cell, CellEdit, NotebookRef
from jupyter_bolt.notebooks.files import FileNotebooks

REF = NotebookRef(path="a.ipynb")
FIX = CellEdit(cell_id="second", before="tottal", after="total")


@pytest.fixture
def file(folder: Path, notebook_text: str) -> Path:
    path = folder / "a.ipynb"
    path.write_text(notebook_text)
    return path


@pytest.fixture
def notebooks(folder: Path) -> FileNotebooks:
    return FileNotebooks(folder)


async def test_edits_the_file_and_keeps_the_rest(
    file: Path, notebooks: FileNotebooks, notebook_text: str
) -> None:
    applied = await notebooks.edit(REF, [FIX])
    assert (applied.applied_by, applied.edits) == ("server", [FIX])
    assert file.read_text() == notebook_text.replace('"tottal"', '"total"')
    await notebooks.edit(REF, [FIX.reversed()])
    assert file.read_text() == notebook_text
    assert [each.name for each in file.parent.iterdir()] == ["a.ipynb"]


async def test_keeps_mode_and_symbolic_link(file: Path, notebooks: FileNotebooks) -> None:
    real = file.rename(file.with_name("real.ipynb"))
    real.chmod(0o640)
    file.symlink_to("real.ipynb")
    await notebooks.edit(REF, [FIX])
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert (await notebooks.read(REF)).cell("second").source == "total"


async def test_an_absolute_path_and_its_folder(file: Path) -> None:
    notebooks = FileNotebooks("/")
    assert (await notebooks.read(NotebookRef(path=str(file)))).cell("second")
    assert notebooks.folder(str(file)) == str(file.parent)
    assert FileNotebooks(file.parent).folder("sub/b.ipynb") == str(file.parent / "sub")


async def test_a_refused_edit_leaves_the_file_alone(file: Path, notebooks: FileNotebooks) -> None:
    before = file.stat()
    with pytest.raises(CellChanged):
        await notebooks.edit(REF, [FIX, FIX])
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


async def test_what_another_writer_saves_meanwhile_is_not_lost(
    file: Path, notebooks: FileNotebooks, monkeypatch: pytest.MonkeyPatch, notebook_text: str
) -> None:
    load, calls = notebooks._load, []

    def load_and_be_overtaken(path: str) -> bytes:
        data = load(path)
        calls.append(path)
        if len(calls) == 1:
            file.write_text(notebook_text.replace("Tïtle", "Theirs"))
        return data

    monkeypatch.setattr(notebooks, "_load", load_and_be_overtaken)
    await notebooks.edit(REF, [FIX])
    assert file.read_text() == notebook_text.replace("Tïtle", "Theirs").replace("tottal", "total")


async def test_two_edits_at_once_are_both_kept(file: Path, notebooks: FileNotebooks) -> None:
    async def edit(cell_id: str) -> None:
        source = (await notebooks.read(REF)).cell(cell_id).source
        await notebooks.edit(REF, [CellEdit(cell_id=cell_id, before=source, after=f"{source}!")])

    for _ in range(20):
        await asyncio.gather(edit("title"), edit("second"))
    read = await notebooks.read(REF)
    assert read.cell("title").source.endswith("e" + "!" * 20)
    assert read.cell("second").source.endswith("l" + "!" * 20)


async def test_a_reader_never_sees_half_a_notebook(file: Path, notebooks: FileNotebooks) -> None:
    done, broken = threading.Event(), []

    def read_on() -> None:
        while not done.is_set():
            if not file.read_bytes().endswith(b"}\n"):
                broken.append(1)

    reader = threading.Thread(target=read_on)
    reader.start()
    for _ in range(50):
        await notebooks.edit(REF, [FIX])
        await notebooks.edit(REF, [FIX.reversed()])
    done.set()
    reader.join()
    assert not broken


async def test_missing_folder_pipe_and_binary_are_told_apart(folder: Path, notebooks: FileNotebooks) -> None:
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(NotebookNotFound):
        await notebooks.read(NotebookRef(path="none.ipynb"))
    for path in ("sub", "pipe", "binary"):
        with pytest.raises(UnreadableNotebook):
            await notebooks.read(NotebookRef(path=path))


async def test_a_notebook_over_the_limit_is_refused_before_it_is_read(file: Path, folder: Path) -> None:
    with pytest.raises(TooLarge):
        await FileNotebooks(folder, limit_bytes=100).read(REF)
    with (folder / "sparse.ipynb").open("wb") as stream:
        stream.truncate(10 * 1024**4)
    with pytest.raises(TooLarge):
        await FileNotebooks(folder).read(NotebookRef(path="sparse.ipynb"))


async def test_an_open_tabs_cells_are_taken_and_the_file_left_alone(
    file: Path, notebooks: FileNotebooks
) -> None:
    ref = NotebookRef(path="a.ipynb", cells=[Cell(cell_id="second", source="unsaved")], kernel_name="ir")
    read = await notebooks.read(ref)
    assert (read.cells, read.kernel_name) == (ref.cells, "ir")
    edit = CellEdit(cell_id="second", before="unsaved", after="x")
    assert (await notebooks.edit(ref, [edit])).applied_by == "tab"
    with pytest.raises(CellChanged):
        await notebooks.edit(ref, [FIX])
    assert '"tottal"' in file.read_text()
