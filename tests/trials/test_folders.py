"""Odd folders: files of somebody else's, something mounted inside, and a user who is not root."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import LiveKernel, printed

OTHER = 23456
ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root can make files of another user's, and mount")
PROJECT = Path(__file__).parents[2]


@needs_root
async def test_a_foreign_owned_file_is_read_and_kept_as_it_was(live: LiveKernel) -> None:
    foreign = live.folder / "foreign.txt"
    foreign.write_text("theirs")
    foreign.chmod(0o600)
    os.chown(foreign, OTHER, OTHER)
    evidence = await live.fork("print(open('foreign.txt').read()); open('foreign.txt', 'a').write('!')")
    assert evidence.outcome == "ran", evidence
    assert printed(evidence) == "theirs\n"
    assert [(each.path, each.change) for each in evidence.files] == [("foreign.txt", "changed")]
    assert (foreign.read_text(), foreign.stat().st_uid) == ("theirs", OTHER)


@pytest.fixture
def mounted(folder: Path) -> Iterator[Path]:
    """A file system mounted inside the folder."""
    place = folder / "volume"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(place)], check=True)
    (place / "data.txt").write_text("mounted")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@needs_root
async def test_something_mounted_inside_the_folder_is_seen_and_untouched(
    mounted: Path, live: LiveKernel
) -> None:
    evidence = await live.fork("print(open('volume/data.txt').read()); open('new.txt', 'w').write('1')")
    assert evidence.outcome == "ran", evidence
    assert printed(evidence) == "mounted\n"
    assert [(each.path, each.change) for each in evidence.files] == [("new.txt", "made")]
    changed = await live.fork("open('volume/data.txt', 'w').write('trial')")
    assert changed.outcome in ("ran", "not_tried")
    assert (mounted / "data.txt").read_text() == "mounted"
    assert not (live.folder / "new.txt").exists()


@needs_root
def test_an_ordinary_user_has_the_same() -> None:
    home = Path(tempfile.mkdtemp(prefix="bolt-ordinary-"))
    os.chown(home, OTHER, OTHER)
    try:
        check_as_ordinary_user(home)
    finally:
        subprocess.run(["rm", "-rf", str(home)], check=True)


def check_as_ordinary_user(home: Path) -> None:
    env = {"HOME": str(home), "TMPDIR": str(home), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    who = {"user": OTHER, "group": OTHER, "extra_groups": [], "env": env, "cwd": PROJECT}
    command = [sys.executable, "-c", "import jupyter_bolt, pytest"]
    readable = subprocess.run(command, **who, capture_output=True)  # type: ignore[call-overload]
    if readable.returncode:
        pytest.skip(f"another user may not read {sys.executable} or the checkout")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/trials/test_effects.py",
        "tests/trials/test_folders.py",
    ]
    command += ["-k", "not writing_elsewhere and not openmp and not stuck and not reaching"]
    done = subprocess.run(command, **who, capture_output=True, text=True, timeout=170)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout[-3000:]


async def test_a_file_that_the_user_may_not_read_is_the_codes_own_failure(live: LiveKernel) -> None:
    if ROOT:
        pytest.skip("root may read everything; the run as an ordinary user has no such file either")
    evidence = await live.fork("open('/etc/shadow')")
    assert evidence.outcome == "failed", evidence
