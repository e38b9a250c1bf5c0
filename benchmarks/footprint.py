"""Measure what installing Bolt adds to a JupyterLab environment: packages and megabytes.

Two environments are made from scratch: JupyterLab, and JupyterLab with Bolt's wheel. Needs uv and a package
index. Exits 1 when the target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

TARGET_MB = 160
MB = 1024**2


@dataclass(frozen=True)
class Footprint:
    """What stands in an environment before Bolt, and what Bolt adds."""

    wheel_mb: float
    packages_without: int
    packages_added: list[str]
    mb_without: float
    mb_added: float


def run_uv(*arguments: str | Path) -> str:
    env = os.environ | {"HATCH_JUPYTER_BUILDER_SKIP_NPM": "1"}
    return subprocess.check_output(["uv", "--quiet", *map(str, arguments)], text=True, env=env)


def build_wheel(folder: Path) -> Path:
    """Build the wheel from the front end that is there; `make wheel` builds one afresh."""
    run_uv("build", "--wheel", "--out-dir", folder, Path(__file__).parents[1])
    return next(folder.glob("*.whl"))


def make_environment(folder: Path, *requirements: str) -> dict[str, str]:
    """Make an environment of these requirements and what they need; return its packages' versions."""
    constraints = Path(__file__).parents[1] / "constraints.txt"
    run_uv("venv", "--python", sys.executable, folder)
    run_uv("pip", "install", "--python", folder, "--constraint", constraints, *requirements)
    listed = json.loads(run_uv("pip", "list", "--python", folder, "--format", "json"))
    return {package["name"]: package["version"] for package in listed}


def size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def measure(scratch: Path) -> Footprint:
    wheel = build_wheel(scratch / "wheel")
    before = make_environment(scratch / "without", "jupyterlab")
    after = make_environment(scratch / "with", "jupyterlab", str(wheel))
    mb_without = size_bytes(scratch / "without") / MB
    return Footprint(
        wheel_mb=wheel.stat().st_size / MB,
        packages_without=len(before),
        packages_added=sorted(after.keys() - before.keys()),
        mb_without=mb_without,
        mb_added=size_bytes(scratch / "with") / MB - mb_without,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        seen = measure(Path(scratch))
    if options.json:
        print(json.dumps(asdict(seen), indent=2))
    else:
        added = seen.packages_added
        print(f"JupyterLab alone: {seen.packages_without} packages, {seen.mb_without:.1f} MB")
        print(f"Bolt adds {len(added)} packages, {seen.mb_added:.1f} MB: {', '.join(added)}")
        print(f"Bolt's wheel: {seen.wheel_mb:.2f} MB")
    return 1 if seen.mb_added > TARGET_MB else 0


if __name__ == "__main__":
    sys.exit(main())
