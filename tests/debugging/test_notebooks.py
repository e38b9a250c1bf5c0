"""`jupyter bolt notebooks fix` over many notebooks: none stands in the way of the others."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
import psutil
import pytest
from pydantic import BaseModel

from jupyter_bolt.debugging.notebooks import fix_notebooks
from jupyter_bolt.debugging.notebooks_request import FixNotebooksRequest, NotebookDone
from jupyter_bolt.services import Kernel, Services
from jupyter_bolt.trials.evidence import Evidence
from jupyter_bolt.trials.trial import Trial

HOUSE = Path(__file__).parents[2]
Write = Callable[..., None]


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a notebook with one code cell for each source."""

    def write(name: str, *sources: str, kernel: str = "python3") -> None:
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / name)

    return write


@dataclass
class Heard:
    events: list[BaseModel] = field(default_factory=list)

    def tell(self, event: BaseModel) -> None:
        self.events.append(event)

    def done(self) -> list[tuple[str, str, int, int]]:
        events = [each for each in self.events if isinstance(each, NotebookDone)]
        return [(each.notebook.path, each.notebook.outcome, each.done, each.total) for each in events]


class BrokenTrials:
    """Fails in a way that nobody foresaw."""

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        raise RuntimeError("of no kind that Bolt knows")


async def test_a_bug_at_one_notebook_is_said_and_logged_and_stops_no_other(
    services: Services, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("a.ipynb", "length = 6", "print(lenght)")
    write("b.ipynb", "x = 1")
    request = FixNotebooksRequest(paths=["."])
    response = await fix_notebooks.run(request, replace(services, trials=BrokenTrials()))
    assert [each.outcome for each in response.notebooks] == ["not_fixed", "nothing_to_fix"]
    assert response.notebooks[0].message.startswith("Something went wrong inside Bolt. Please report this")
    assert "RuntimeError: of no kind that Bolt knows" in caplog.text


@pytest.mark.parametrize("jobs", [1, 3])
async def test_each_notebook_has_its_own_end(
    services: Services, folder: Path, write: Write, jobs: int
) -> None:
    write("a.ipynb", "length = 6", "print(lenght)")
    write("b.ipynb", "import time\ntime.sleep(600)")
    write("c.ipynb", "x = 1")
    write("d.ipynb", "1 / 0")
    write("e.ipynb", "x = 1", kernel="no-such")
    write("f.ipynb", "import os\nos._exit(1)")
    write("sub/h.ipynb", "width = 1", "widht")
    (folder / "g.ipynb").write_text("{")
    heard = Heard()
    request = FixNotebooksRequest(paths=["."], time_s=5, jobs=jobs)
    response = await fix_notebooks.run(request, replace(services, progress=heard))
    assert {each.path: each.outcome for each in response.notebooks} == {
        "a.ipynb": "fixed",
        "b.ipynb": "not_fixed",
        "c.ipynb": "nothing_to_fix",
        "d.ipynb": "not_fixed",
        "e.ipynb": "not_fixed",
        "f.ipynb": "not_fixed",
        "g.ipynb": "unreadable",
        "sub/h.ipynb": "fixed",
    }
    summary = response.summary
    assert (summary.fixed, summary.nothing_to_fix, summary.not_fixed, summary.unreadable) == (2, 1, 4, 1)
    assert response.exit_code == 1
    assert [done for _, _, done, _ in heard.done()] == list(range(1, 9))
    assert {(path, outcome) for path, outcome, _, _ in heard.done()} == {
        (each.path, each.outcome) for each in response.notebooks
    }


async def test_a_bug_with_one_notebook_spares_the_others(
    services: Services, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.ipynb", "x = 1")
    write("b.ipynb", "x = 1")
    folder = services.notebooks.folder

    def break_down(path: str) -> str:
        if path == "a.ipynb":
            raise RuntimeError("secret")
        return folder(path)

    monkeypatch.setattr(services.notebooks, "folder", break_down)
    response = await fix_notebooks.run(FixNotebooksRequest(paths=["."]), services)
    assert [each.outcome for each in response.notebooks] == ["not_fixed", "nothing_to_fix"]
    assert "secret" not in response.notebooks[0].message


async def test_the_shell_says_what_is_done_and_how_it_ended(folder: Path, write: Write) -> None:
    write("a.ipynb", "length = 6", "print(lenght)")
    write("b.ipynb", "x = 1")
    ended = await asyncio.to_thread(run, folder, ".", "--apply")
    assert ended.returncode == 0, ended.stderr
    assert "+print(length)" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith("2 notebooks: 1 fixed, 1 with nothing to fix · ")
    assert "0/2 a.ipynb: Trying 1 change\n" in ended.stderr
    assert nbformat.read(folder / "a.ipynb", 4).cells[1].source == "print(length)"


async def test_json_is_one_document_of_one_shape(folder: Path, write: Write) -> None:
    write("a.ipynb", "length = 6", "print(lenght)")
    write("sub/b.ipynb", "1 / 0")
    for paths, count, code in ((["a.ipynb"], 1, 0), (["."], 2, 1)):
        ended = await asyncio.to_thread(run, folder, *paths, "--json")
        assert ended.returncode == code, ended.stderr
        document = json.loads(ended.stdout)
        assert set(document) == {"notebooks", "summary"}
        assert len(document["notebooks"]) == count
        assert document["notebooks"][0]["fix"]["proposals"][0]["edits"][0]["after"] == "print(length)"


@pytest.mark.parametrize("paths", [["gone.ipynb"], ["a.ipynb", "gone"], ["empty"], []])
async def test_a_path_that_leads_to_no_notebook_is_bad_use(
    folder: Path, write: Write, paths: list[str]
) -> None:
    write("a.ipynb", "open('ran', 'w')")
    (folder / "empty").mkdir()
    ended = await asyncio.to_thread(run, folder, *paths)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert not (folder / "ran").exists()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BOLT, "notebooks", "fix", *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)


async def test_ctrl_c_ends_the_kernels_and_says_what_is_done(folder: Path, write: Write) -> None:
    write("a.ipynb", "x = 1")
    write("b.ipynb", "open('ran', 'w').close()\nimport time\ntime.sleep(600)")
    write("c.ipynb", "x = 1")
    ended, kernels = await asyncio.to_thread(interrupt, folder)
    assert ended.returncode == 130
    assert ended.stdout.splitlines()[-1].startswith("3 notebooks: 1 with nothing to fix, 2 not reached · "), (
        ended.stderr
    )
    assert ended.stderr.splitlines()[-1] == "Stopped."
    assert kernels
    assert not any(each.is_running() for each in kernels)


def interrupt(folder: Path) -> tuple[subprocess.CompletedProcess[str], list[psutil.Process]]:
    """Send SIGINT when the second notebook's cell is running; also the processes that ran then."""
    command = [sys.executable, "-c", BOLT, "notebooks", "fix", "."]
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        while not (folder / "ran").exists():
            assert process.poll() is None
            time.sleep(0.05)
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return subprocess.CompletedProcess(command, process.returncode, out, err), kernels


ENVIRONMENT = os.environ | {"PYTHONPATH": str(HOUSE)}
# A shell ignores Ctrl+C for what it runs in the background, and that is inherited.
BOLT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from jupyter_bolt.doors.cli import main
sys.exit(main(sys.argv[1:]))
"""
