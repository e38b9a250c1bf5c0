"""What a replay showed is shown again only while the files that it read are what they were."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from jupyter_bolt.inside.reads import Reads as Heard
from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.trials import results
from jupyter_bolt.trials.evidence import Evidence
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.reads import Reads, are_current, states_of
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

from .conftest import printed

HOUR_NS = 3600 * 10**9


def write(path: Path, text: str, age_s: int = 100) -> Path:
    """Write a file as it was so long ago: what is new is not kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    then = time.time() - age_s
    os.utime(path, (then, then))
    for folder in path.parents[:2]:
        os.utime(folder, (then, then))
    return path


class Project:
    """Replays cells of one notebook, through one executor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._runner = TrialRunner(LocalExecutor(), lambda _path: str(folder))

    async def replay(self, code: str, above: str = "") -> Evidence:
        notebook = Notebook(
            path="n.ipynb", cells=[Cell(cell_id="a", source=above), Cell(cell_id="b", source=code)]
        )
        return await self._runner.run(None, Trial(notebook, "b", code))

    async def is_kept(self, code: str, above: str = "") -> bool:
        """Whether what is replayed twice is run once: two runs never take the same time."""
        first = await self.replay(code, above)
        assert first.outcome == "ran", first
        return (await self.replay(code, above)).seconds == first.seconds


@pytest.fixture
def project(jp_environ: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A notebook's folder, in which nothing is kept for the length of a fix alone."""
    monkeypatch.setattr(results, "CHANGING_KEPT_S", -1.0)
    return Project(folder)


def change(path: Path, text: str) -> None:
    write(path, text, age_s=50)


def link_folder(project: Project, path: Path) -> None:
    """A link in the notebook's folder to the one of a file outside of it."""
    (project.folder / "linked").symlink_to(path.parent)


@pytest.mark.parametrize(
    ("above", "code", "file", "texts", "prepare"),
    [
        (
            "import sys\nsys.path.append('../src')\nimport mylib",
            "print(mylib.x)",
            "src/mylib.py",
            ("x = 1", "x = 22"),
            None,
        ),
        (
            "from pathlib import Path\nDATA = Path('..') / 'given'",
            "print((DATA / 'x.csv').read_text())",
            "given/x.csv",
            ("1", "22"),
            None,
        ),
        ("", "print(open('linked/' + 'x.csv').read())", "given/x.csv", ("1", "22"), link_folder),
        ("import os", "print(len(os.listdir('../given')))", "given/x.csv", ("1", ""), None),
    ],
    ids=["a module", "a file", "a file behind a linked folder", "a folder's files"],
)
async def test_a_changed_file_is_read_again(
    project: Project,
    above: str,
    code: str,
    file: str,
    texts: tuple[str, str],
    prepare: Callable[[Project, Path], None] | None,
) -> None:
    path = project.folder.parent / file
    write(path, texts[0])
    if prepare is not None:
        prepare(project, path)
    assert await project.is_kept(code, above)
    before = await project.replay(code, above)
    assert printed(before) == "1\n"
    if texts[1]:
        change(path, texts[1])
    else:
        change(path.with_name("another"), "1")
    assert printed(await project.replay(code, above)) == ("22\n" if texts[1] else "2\n")


async def test_a_file_that_was_missing_is_found_once_it_is_there(project: Project) -> None:
    write(project.folder / "other", "")
    code = "print(open('../' + 'x.csv').read())"
    failed = await project.replay(code)
    assert failed.error is not None
    write(project.folder.parent / "x.csv", "1")
    assert printed(await project.replay(code)) == "1\n"


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess; subprocess.run('true')",
        "import os; os.path.exists('../x')",
        "!true",
    ],
)
async def test_what_may_read_unheard_is_kept_for_a_fix_only(project: Project, code: str) -> None:
    assert not await project.is_kept(code)


def test_a_file_that_may_have_changed_meanwhile_is_not_trusted(tmp_path: Path) -> None:
    path = write(tmp_path / "below" / "f", "1")
    reads = Reads(folder="/", paths=[str(path), "/no/such\0file"], all=True)
    now = time.time_ns()
    states = states_of(reads, "/", since_ns=now)
    assert states is not None
    assert are_current(states)
    assert states_of(reads, "/", since_ns=now - HOUR_NS) is None
    write(path, "2", age_s=60)
    assert not are_current(states)


def test_a_notebook_that_is_saved_changes_no_folder(tmp_path: Path) -> None:
    write(tmp_path / "below" / "f", "1")
    states = states_of(
        Reads(folder="/", paths=[str(tmp_path / "below")], all=True), "/", since_ns=time.time_ns()
    )
    assert states is not None
    for name in ("n.ipynb", ".~n.ipynb", ".ipynb_checkpoints"):
        (tmp_path / "below" / name).touch()
    assert are_current(states)
    (tmp_path / "below" / "g").touch()
    assert not are_current(states)


def test_reads_in_a_copy_of_the_folder_are_not_all(tmp_path: Path) -> None:
    reads = Reads(folder=str(tmp_path / "copy"), paths=[], all=True)
    assert not reads.is_complete(str(tmp_path))
    assert reads.model_copy(update={"folder": str(tmp_path)}).is_complete(str(tmp_path))


def test_odd_events_raise_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Odd:
        def __fspath__(self) -> str:
            raise KeyError

    monkeypatch.chdir(tmp_path)

    class Lazy(ModuleType):
        def __getattribute__(self, name: str) -> object:
            raise ImportError(name)

    monkeypatch.setitem(sys.modules, "odd", Odd())
    monkeypatch.setitem(sys.modules, "lazy", Lazy("lazy"))
    heard = Heard()
    for path in (3, b"bytes", "text", None, "/proc/self/stat", "nu\0ll"):
        heard.hear("open", (path, "r", 0))
    assert {str(tmp_path / "bytes"), str(tmp_path / "text")} <= set(heard.told()["paths"])
    assert not any(path.startswith("/proc") for path in heard.told()["paths"])
    heard.hear("open", (Odd(), "r", 0))
    assert not heard.told()["all"]
