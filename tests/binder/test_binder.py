"""What a Binder link opens: the repository's own scripts, run in an empty environment as repo2docker runs them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
EXAMPLE = "examples/first-minute/first-minute.ipynb"
ENDURED_S = 900
OWN = ("JUPYTER", "PYTHON", "XDG_", "IPYTHON", "VIRTUAL_ENV", "npm_")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(ENDURED_S)]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home beside a copy of what is committed, with an environment in which both scripts have run."""
    if (uv := shutil.which("uv")) is None:
        pytest.skip("uv is not installed: it makes the empty environment.")
    place = tmp_path_factory.mktemp("binder")
    (place / "home").mkdir()
    copy_repository(place / "repository")
    run(place, uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(place / "environment"))
    run(place, uv, "pip", "install", "--quiet", "-r", "binder/requirements.txt")
    run(place, "binder/postBuild")
    return place


def copy_repository(to: Path) -> None:
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=HOUSE, text=True).split("\0")
    for name in filter(None, names):
        if (HOUSE / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HOUSE / name, to / name)


def run(place: Path, *command: str) -> str:
    ended = subprocess.run(
        command, cwd=place / "repository", env=environment(place), capture_output=True, text=True
    )
    assert ended.returncode == 0, f"{command}: {ended.stdout}\n{ended.stderr}"
    return ended.stdout


def environment(place: Path) -> dict[str, str]:
    """Nothing of the person's who runs the tests, but for where their packages come from, and their caches."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    prefix = place / "environment"
    return kept | {
        "HOME": str(place / "home"),
        "VIRTUAL_ENV": str(prefix),
        "PATH": f"{prefix / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "UV_CACHE_DIR": told("uv", "cache", "dir"),
        "npm_config_cache": told("npm", "config", "get", "cache"),
        "npm_config_userconfig": told("npm", "config", "get", "userconfig"),
        "npm_config_prefer_offline": "true",
    }


def told(*command: str) -> str:
    return subprocess.check_output(command, cwd=HOUSE, text=True).strip()


@pytest.fixture
def address(image: Path) -> Iterator[str]:
    """JupyterLab in the repository's folder."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ["--no-browser", f"--ServerApp.port={port}", "--IdentityProvider.token=binder"]
    options += ["--allow-root"] if os.geteuid() == 0 else []
    with (image / "log").open("w") as log:
        server = subprocess.Popen(
            ["jupyter", "lab", *options],
            executable=image / "environment/bin/jupyter",
            cwd=image / "repository",
            env=environment(image),
            stdout=log,
            stderr=log,
        )
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


def test_the_link_opens_the_example_with_bolt_in_it(image: Path, address: str) -> None:
    page = get(f"{address}/lab/tree/{EXAMPLE}?token=binder", image / "log")
    config = page.partition('id="jupyter-config-data"')[2].partition(">")[2].partition("</script>")[0]
    extensions = json.loads(config)["federated_extensions"]
    assert "jupyter-bolt" in [each["name"] for each in extensions]
    api = json.loads(get(f"{address}/bolt/api/openapi.json?token=binder", image / "log"))
    assert "/bolt/api/debugging/fix" in api["paths"]


def get(url: str, log: Path) -> str:
    """The page, as soon as the server is there."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(url) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_the_readme_links_to_the_example() -> None:
    assert f"/HEAD?urlpath=lab/tree/{EXAMPLE}" in (HOUSE / "README.md").read_text("utf-8")


def test_the_example_is_fixed_with_what_is_installed(image: Path) -> None:
    shown = run(image, "jupyter", "bolt", "notebooks", "fix", EXAMPLE)
    assert '+by_kind = planets.groupby("kind")["density"].mean()' in shown
