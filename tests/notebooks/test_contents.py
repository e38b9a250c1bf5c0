"""Notebooks through a real server's contents manager."""
# ruff: noqa: ASYNC240 -- what lies on the disk is looked at between the steps.

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager

from jupyter_bolt.errors import BoltError, CellChanged, NotebookNotFound, TooLarge, UnreadableNotebook
from jupyter_bolt.notebooks.cells import CellEdit
from jupyter_bolt.notebooks.contents import ContentsNotebooks

FIX = CellEdit(cell_id="second", before="tottal", after="total # é😀")


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server without extensions: these tests are about its contents manager."""
    return {}


@pytest.fixture
def file(jp_root_dir: Path, notebook_text: str) -> Path:
    folder = jp_root_dir / "work"
    folder.mkdir()
    path = folder / "a.ipynb"
    path.write_text(notebook_text)
    return path


@pytest.fixture(params=["async", "sync"])
def manager(request: pytest.FixtureRequest, jp_serverapp: Any) -> Any:
    if request.param == "async":
        return jp_serverapp.contents_manager
    return FileContentsManager(root_dir=jp_serverapp.root_dir)


@pytest.fixture
def notebooks(manager: Any) -> ContentsNotebooks:
    return ContentsNotebooks(manager)


async def test_edits_the_stored_notebook_and_nothing_else(
    file: Path, notebooks: ContentsNotebooks, notebook_text: str
) -> None:
    assert (await notebooks.read("work/a.ipynb")).kernel_name == "ir"
    await notebooks.edit("work/a.ipynb", [FIX])
    assert file.read_text() == notebook_text.replace("tottal", FIX.after)
    await notebooks.edit("/work/a.ipynb", [FIX.reversed()])
    assert file.read_text() == notebook_text


async def test_what_another_writer_saves_meanwhile_is_not_lost(
    file: Path, manager: Any, notebook_text: str
) -> None:
    notebooks, others = ContentsNotebooks(manager), ContentsNotebooks(manager)
    title = CellEdit(cell_id="title", before="# Tïtle", after="# Theirs")
    holds = notebooks._trust.holds

    async def be_overtaken(text: str) -> bool:
        notebooks._trust.holds = holds  # type: ignore[method-assign]
        await others.edit("work/a.ipynb", [title])
        return await holds(text)

    notebooks._trust.holds = be_overtaken  # type: ignore[method-assign]
    await notebooks.edit("work/a.ipynb", [FIX])
    assert file.read_text() == notebook_text.replace("# Tïtle", "# Theirs").replace("tottal", FIX.after)


async def test_of_two_edits_of_one_cell_the_second_is_refused(
    file: Path, notebooks: ContentsNotebooks
) -> None:
    edits = (notebooks.edit("work/a.ipynb", [FIX]) for _ in range(2))
    results = await asyncio.gather(*edits, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), CellChanged]


async def test_an_edit_keeps_the_notebook_trusted(file: Path, manager: Any) -> None:
    notebooks = ContentsNotebooks(manager)
    assert not await trusted(file, manager)
    await notebooks.edit("work/a.ipynb", [FIX])
    assert not await trusted(file, manager)
    manager.notary.sign(nbformat.read(file, as_version=4))
    await notebooks.edit("work/a.ipynb", [FIX.reversed()])
    assert await trusted(file, manager)


async def trusted(file: Path, manager: Any) -> bool:
    """Whether JupyterLab would show the notebook's outputs as trusted."""
    return bool(manager.notary.check_signature(nbformat.read(file, as_version=4)))


@contextmanager
def full_disk(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_leaves_the_notebook_whole(
    file: Path, notebooks: ContentsNotebooks, notebook_text: str
) -> None:
    await notebooks.read("work/a.ipynb")
    big = CellEdit(cell_id="second", before="tottal", after="x" * 10_000_000)
    with full_disk(5_000_000), pytest.raises((BoltError, OSError)):
        await notebooks.edit("work/a.ipynb", [big])
    assert file.read_text() == notebook_text


async def test_a_save_that_was_cut_off_is_restored(
    file: Path, notebooks: ContentsNotebooks, notebook_text: str
) -> None:
    file.with_name(".~a.ipynb").write_text(notebook_text)
    file.write_text(notebook_text[:100])
    assert (await notebooks.read("work/a.ipynb")).cell("second")
    assert file.read_text() == notebook_text


async def test_a_notebook_with_the_least_can_be_edited(file: Path, notebooks: ContentsNotebooks) -> None:
    least = '{"cells": [{"id": "second", "cell_type": "code", "source": "tottal"}], "nbformat": 4}'
    file.write_text(least)
    await notebooks.edit("work/a.ipynb", [FIX])
    assert file.read_text() == least.replace("tottal", FIX.after)


async def test_missing_folder_and_damaged_are_told_apart(file: Path, notebooks: ContentsNotebooks) -> None:
    file.with_name("damaged.ipynb").write_text("{")
    file.with_name("binary.ipynb").write_bytes(b"\xff\xfe")
    for path in ("work/none.ipynb", "none/a.ipynb", "../a.ipynb", "work/.hidden.ipynb"):
        with pytest.raises(NotebookNotFound):
            await notebooks.read(path)
    for path in ("work", "work/damaged.ipynb", "work/binary.ipynb"):
        with pytest.raises(UnreadableNotebook):
            await notebooks.read(path)


async def test_a_notebook_over_the_limit_is_refused_through_a_link_too(file: Path, manager: Any) -> None:
    file.with_name("link.ipynb").symlink_to(file)
    notebooks = ContentsNotebooks(manager, limit_bytes=500)
    for path in ("work/a.ipynb", "work/link.ipynb"):
        with pytest.raises(TooLarge):
            await notebooks.read(path)


async def test_the_folder_is_where_the_kernel_runs(
    file: Path, notebooks: ContentsNotebooks, jp_serverapp: Any
) -> None:
    root = jp_serverapp.root_dir
    kernels = jp_serverapp.kernel_manager
    for path in ("work/a.ipynb", "a.ipynb", "none/b.ipynb", "work/none/b.ipynb"):
        parent = path.rpartition("/")[0]
        assert notebooks.folder(path) == kernels.cwd_for_path(parent)
    assert notebooks.folder("../../etc/x.ipynb") == root


class PairedContents(FileContentsManager):
    """A manager of another package, which stores notebooks in its own manner."""

    saved: list[str]

    def save(self, model: dict[str, Any], path: str = "") -> Any:
        self.saved = [*getattr(self, "saved", []), model["type"]]
        return super().save(model, path)


async def test_another_packages_manager_is_given_the_notebook(file: Path, jp_root_dir: Path) -> None:
    manager = PairedContents(root_dir=str(jp_root_dir))
    notebooks = ContentsNotebooks(manager)
    await notebooks.edit("work/a.ipynb", [FIX])
    assert manager.saved == ["notebook"]
    assert (await notebooks.read("work/a.ipynb")).cell("second").source == FIX.after


@pytest.mark.slow
async def test_the_server_goes_on_while_a_large_notebook_is_read(file: Path, jp_serverapp: Any) -> None:
    notebook = json.loads(file.read_text())
    printed = {"output_type": "stream", "name": "stdout", "text": ["0123456789\n"] * 7_000}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [printed], "source": "x"}
    notebook["cells"] += [{**cell, "id": f"big-{index}"} for index in range(500)]
    file.write_text(json.dumps(notebook, indent=1))
    assert file.stat().st_size > 50 * 1024**2
    turns, reading = (
        0,
        asyncio.ensure_future(ContentsNotebooks(jp_serverapp.contents_manager).read("work/a.ipynb")),
    )
    while not reading.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert len((await reading).cells) == 504
    assert turns > 10


async def test_a_folder_is_looked_through_inside_the_servers_root_only(
    file: Path, notebooks: ContentsNotebooks
) -> None:
    outside = file.parents[2] / "outside"
    outside.mkdir()
    (outside / "b.ipynb").write_text("{}")
    (file.parent / "link").symlink_to(outside)
    for path in ("", "/", "work", "/work/a.ipynb"):
        assert await notebooks.find([path]) == ["work/a.ipynb"]
    for path in ("..", "work/../../outside", "work/link", "gone.ipynb", "nul\0"):
        with pytest.raises(NotebookNotFound):
            await notebooks.find(["work", path])
