"""Open JupyterLab on a fresh copy of an example project, and print the address once it answers."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
import urllib.request
from itertools import count
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir


def copy_example(example: Path) -> Path:
    """Copy the example under .lab; earlier copies, and what was done in them, stay."""
    lab = Path(".lab")
    lab.mkdir(exist_ok=True)
    copy = next(path for n in count(1) if not (path := lab / f"{example.name}-{n}").exists())
    return Path(shutil.copytree(example, copy)).resolve()


def has_display() -> bool:
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def print_address(notebook: str) -> None:
    """Wait until this process's server answers, then say where."""
    info_file = Path(jupyter_runtime_dir()) / f"jpserver-{os.getpid()}.json"
    while not info_file.exists():
        time.sleep(0.1)
    info = json.loads(info_file.read_text())
    urllib.request.urlopen(f"{info['url']}api").close()
    print(f"\n== JupyterLab is ready\n{info['url']}lab/tree/{notebook}?token={info['token']}\n", flush=True)


def main(example: str, *arguments: str) -> None:
    from jupyterlab.labapp import LabApp

    project = copy_example(Path(example))
    notebook = next(project.glob("*.ipynb")).name
    options = [f"--ServerApp.root_dir={project}", f"--LabApp.default_url=/lab/tree/{notebook}"]
    options += [f"--ServerApp.port={os.environ.get('PORT') or 8888}"]
    options += ["--Application.log_level=WARN"]
    options += [] if has_display() else ["--no-browser"]
    options += ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    threading.Thread(target=print_address, args=[notebook], daemon=True).start()
    LabApp.launch_instance([*options, *arguments])


if __name__ == "__main__":
    main(*sys.argv[1:])
