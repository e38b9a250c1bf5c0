"""Which notebooks paths mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_bolt.errors import NotebookNotFound, NotFound, UnreadableNotebook
from jupyter_bolt.notebooks.cells import NotebookRef
from jupyter_bolt.notebooks.files import FileNotebooks
from jupyter_bolt.notebooks.finding import find_notebooks


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_a_folder_means_the_notebooks_that_are_a_persons_own(folder: Path) -> None:
    touch(folder, "b.ipynb", "a.ipynb", "sub/deep/c.ipynb", "sub/a.py", "notes.txt", "sub/.hidden.ipynb")
    touch(folder, ".git/a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb", "node_modules/x/a.ipynb")
    touch(folder, "venv/pyvenv.cfg", "venv/share/a.ipynb", "conda/conda-meta/history", "conda/a.ipynb")
    assert find_notebooks(folder, ["."]) == ["a.ipynb", "b.ipynb", "sub/deep/c.ipynb"]
    assert find_notebooks(folder, ["sub"]) == ["sub/deep/c.ipynb"]
    assert find_notebooks(folder, [str(folder / "sub")]) == [str(folder / "sub/deep/c.ipynb")]


def test_what_is_named_is_meant_even_if_a_folder_would_leave_it_out(folder: Path) -> None:
    touch(folder, ".git/a.ipynb", "venv/pyvenv.cfg", "venv/a.ipynb", "notes.txt")
    named = [".git/a.ipynb", "venv", "notes.txt"]
    assert find_notebooks(folder, named) == [".git/a.ipynb", "venv/a.ipynb", "notes.txt"]


def test_each_notebook_is_found_once(folder: Path) -> None:
    touch(folder, "sub/a.ipynb")
    (folder / "link.ipynb").symlink_to("sub/a.ipynb")
    (folder / "sub/loop").symlink_to(folder)
    (folder / "again").symlink_to("sub")
    assert find_notebooks(folder, ["sub/a.ipynb", "sub", ".", "again", "link.ipynb"]) == ["sub/a.ipynb"]


def test_no_notebook_is_no_success(folder: Path) -> None:
    with pytest.raises(NotFound, match=r"'\.'"):
        find_notebooks(folder, ["."])
    touch(folder, "a.ipynb")
    for path in ("gone", "a.ipynb/x", "nul\0", "x" * 5_000):
        with pytest.raises(NotebookNotFound):
            find_notebooks(folder, ["a.ipynb", path])


async def test_what_can_not_be_read_is_still_found(folder: Path) -> None:
    (folder / "self.ipynb").symlink_to("self.ipynb")
    (folder / "gone.ipynb").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.ipynb")
    assert find_notebooks(folder, ["."]) == ["gone.ipynb", "pipe.ipynb", "self.ipynb"]
    for name in ("self.ipynb", "pipe.ipynb"):
        with pytest.raises(UnreadableNotebook):
            await FileNotebooks(folder).read(NotebookRef(path=name))


def test_a_name_that_is_no_text_is_spelled_out(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.ipynb")).touch()
    assert find_notebooks(folder, ["."]) == ["\\xff.ipynb"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_said(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    assert find_notebooks(folder, ["."]) == [str(folder / "closed")]
