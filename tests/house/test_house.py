"""The project's own files: what is committed, what is installed, and what `make lab` shows."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

HOUSE = Path(__file__).parents[2]
EXAMPLE = HOUSE / "examples/first-minute/first-minute.ipynb"


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    """Text files under version control."""
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=HOUSE, text=True).split("\0")
    files = [HOUSE / name for name in names if name]
    return [path for path in files if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def test_no_file_names_a_developers_folder(committed: list[Path]) -> None:
    personal = re.compile(r"/(?:root|Users/\w+|home/(?!jovyan)\w+)/[\w.]|[A-Z]:\\\\Users")
    found = {str(path.relative_to(HOUSE)) for path in committed if personal.search(path.read_text("utf-8"))}
    assert not found - {"tests/house/test_house.py"}


def test_no_lock_file_says_where_packages_come_from(committed: list[Path]) -> None:
    locks = [path for path in committed if path.name in ("constraints.txt", "package-lock.json")]
    assert len(locks) >= 2
    for lock in locks:
        text = lock.read_text("utf-8")
        assert '"resolved"' not in text
        assert not re.search(r"(?m)^--|\.whl|\.tar\.gz|\.tgz", text)


def test_wheel_data_is_where_jupyter_looks_for_it() -> None:
    config = json.loads((HOUSE / "jupyter-config/jupyter_server_config.d/jupyter-bolt.json").read_text())
    assert config["ServerApp"]["jpserver_extensions"] == {"jupyter_bolt": True}
    linked = Path(sys.prefix, "share/jupyter/labextensions/jupyter-bolt")
    assert (
        linked / json.loads((linked / "package.json").read_text())["jupyterlab"]["_build"]["load"]
    ).exists()


def test_jupyterlab_finds_the_front_end_compatible() -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = next(line for line in (listing.stdout + listing.stderr).splitlines() if "jupyter-bolt v" in line)
    assert "enabled" in ours
    assert "OK" in ours


def test_example_has_one_failing_cell_with_its_error_stored() -> None:
    notebook = nbformat.read(EXAMPLE, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.output_type for output in outputs].count("error") == 1


def test_shell_fixes_the_example() -> None:
    before = EXAMPLE.read_bytes()
    fixed = subprocess.run(
        [sys.executable, "-m", "jupyter", "bolt", "notebooks", "fix", str(EXAMPLE)],
        capture_output=True,
        text=True,
    )
    assert fixed.returncode == 0, fixed.stderr
    assert '+by_kind = planets.groupby("kind")["density"].mean()' in fixed.stdout
    assert "gas giant    1006.0" in fixed.stdout
    assert EXAMPLE.read_bytes() == before


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """JupyterLab as `make lab` opens it, on a free port, without a screen."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    process = subprocess.Popen(
        [sys.executable, str(HOUSE / "scripts/open_lab.py"), str(EXAMPLE.parent), "--no-browser"],
        cwd=tmp_path,
        env=os.environ | places | {"PORT": port},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    process.terminate()
    process.communicate()


def test_lab_opens_a_copy_of_the_example(lab: subprocess.Popen[str], tmp_path: Path) -> None:
    assert lab.stdout is not None
    address = next(line.strip() for line in lab.stdout if line.startswith("http"))
    page = urllib.request.urlopen(address)
    assert page.status == 200
    assert (tmp_path / ".lab/first-minute-1/first-minute.ipynb").read_bytes() == EXAMPLE.read_bytes()
    api = address.replace("lab/tree/", "api/contents/")
    assert json.load(urllib.request.urlopen(api))["path"] == "first-minute.ipynb"
