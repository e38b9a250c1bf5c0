"""Where no namespace can be had (pods, hardened sandboxes) a trial runs on a bounded copy of the folder."""

from __future__ import annotations

import asyncio
import time

import pytest

from .conftest import LiveKernel, all_gone, printed

NO_NAMESPACES = """
import sys
def clone(flags): raise OSError(1, "Operation not permitted")
sys.modules["_jupyter_bolt_inside"].linux.clone = clone
del sys, clone
"""


@pytest.fixture
def narrow(live: LiveKernel, jp_asyncio_loop: asyncio.AbstractEventLoop) -> LiveKernel:
    """A kernel whose forks can't have namespaces of their own."""
    jp_asyncio_loop.run_until_complete(live.fork("1"))
    jp_asyncio_loop.run_until_complete(live.run(NO_NAMESPACES))
    return live


async def test_files_are_kept_apart_and_named(narrow: LiveKernel) -> None:
    (narrow.folder / "old.txt").write_text("before")
    (narrow.folder / "gone.txt").write_text("before")
    (narrow.folder / "deep").mkdir()
    evidence = await narrow.fork(
        "import os\nopen('new.txt', 'w').write('1234')\nopen('old.txt', 'a').write('!')\nos.remove('gone.txt')\n"
        "open('deep/x', 'w')\nprint(open('old.txt').read())"
    )
    assert evidence.outcome == "ran", evidence
    assert printed(evidence) == "before!\n"
    assert {(each.path, each.change) for each in evidence.files} == {
        ("new.txt", "made"),
        ("old.txt", "changed"),
        ("gone.txt", "deleted"),
        ("deep/x", "made"),
    }
    assert sorted(each.name for each in narrow.folder.iterdir()) == ["deep", "gone.txt", "old.txt"]


async def test_a_large_file_is_linked_and_cannot_be_changed(narrow: LiveKernel) -> None:
    (narrow.folder / "large.bin").write_bytes(b"x" * 5_000_000)
    assert printed(await narrow.fork("print(len(open('large.bin', 'rb').read()))")) == "5000000\n"
    evidence = await narrow.fork("open('large.bin', 'wb').write(b'')")
    assert evidence.outcome == "not_tried"
    assert "large.bin" in evidence.reason
    assert (narrow.folder / "large.bin").stat().st_size == 5_000_000


async def test_absolute_paths_into_the_folder_are_not_tried(narrow: LiveKernel) -> None:
    evidence = await narrow.fork(f"open({str(narrow.folder / 'abs.txt')!r}, 'w')")
    assert evidence.outcome == "not_tried"
    assert "abs.txt" in evidence.reason


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill({pid}, 9)",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.kill(-1, 9)",
        "import resource; resource.prlimit({pid}, resource.RLIMIT_NOFILE, (8, 8))",
        "import os; os.chmod({folder!r}, 0)",
        "import os; os.utime({folder!r}, (1, 1))",
        "import os; os.setxattr({folder!r}, 'user.bolt', b'1')",
        "import os; os.rename({folder!r}, {folder!r} + '2')",
    ],
)
async def test_nothing_outside_is_touched(narrow: LiveKernel, code: str) -> None:
    before = narrow.folder.stat()
    await narrow.fork(code.format(pid=await narrow.pid(), folder=str(narrow.folder)))
    after = narrow.folder.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_mode,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )
    assert await narrow.value("1 + 1") == "2"


async def test_strays_end_with_the_trial(narrow: LiveKernel) -> None:
    await narrow.fork(
        "import subprocess\nfor _ in range(5): subprocess.Popen(['sleep', '60'], start_new_session=True)"
    )
    assert await all_gone(await narrow.pid())


async def test_a_fork_bomb_is_ended(narrow: LiveKernel) -> None:
    started = time.monotonic()
    evidence = await asyncio.wait_for(narrow.fork("import os\nwhile True: os.fork()"), 60)
    assert evidence.outcome == "failed"
    assert time.monotonic() - started < 30
    assert await all_gone(await narrow.pid())
