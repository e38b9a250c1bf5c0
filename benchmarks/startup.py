"""Measure what Bolt adds to the start of a Jupyter server: CPU seconds, memory, processes, connections.

Servers with and without Bolt take turns on the same machine. One more pair runs under an audit hook that
writes down each process started and each connection opened. Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from statistics import median, quantiles

import psutil

CPU_TARGET_S = 0.3
MEMORY_TARGET_BYTES = 25 * 1024**2
IDLE_S = 2.0

AUDIT = """
import os, sys
WATCHED = {"socket.connect", "subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"}
OUT = os.open(os.environ["BOLT_AUDIT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def watch(event, arguments):
    if event in WATCHED:
        os.write(OUT, f"{event} {arguments[-1] if event == 'socket.connect' else arguments[:2]!r}\\n".encode())
sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Start:
    """One server's start."""

    ready_s: float
    ready_cpu_s: float
    idle_cpu_s: float
    """CPU seconds from the start until two idle seconds after the first answer."""
    rss_bytes: int
    pss_bytes: int
    children: int
    connections: int


@dataclass(frozen=True)
class Difference:
    """A figure's median without Bolt, and the median and quartiles of what Bolt adds."""

    without: float
    added: float
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    """All figures by name, and what an audit hook heard at one start of each kind."""

    rounds: int
    figures: dict[str, Difference]
    calls_without: list[str]
    calls_with: list[str]


@contextmanager
def running_server(*, bolt: bool, extra_env: dict[str, str]) -> Iterator[tuple[psutil.Process, str]]:
    """Start JupyterLab's server with only Bolt added or not, away from the person's own settings."""
    token, port = secrets.token_hex(), free_port()
    with tempfile.TemporaryDirectory() as home:
        extensions = dict.fromkeys(installed_extensions(), False) | {"jupyterlab": True, "jupyter_bolt": bolt}
        config = Path(home, "jupyter_server_config.json")
        config.write_text(json.dumps({"ServerApp": {"jpserver_extensions": extensions}}))
        places = {f"JUPYTER_{name}_DIR": home for name in ("CONFIG", "DATA", "RUNTIME")}
        env = os.environ | places | {"HOME": home, "JUPYTER_TOKEN": token} | extra_env
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}"]
        command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={home}", "--allow-root"]
        with open(Path(home, "log"), "w") as log:
            process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
            try:
                yield psutil.Process(process.pid), f"http://127.0.0.1:{port}/api/status?token={token}"
            finally:
                process.terminate()
                process.wait()


def installed_extensions() -> set[str]:
    """The server extensions that this environment would load."""
    folder = Path(sys.prefix, "etc/jupyter/jupyter_server_config.d")
    configs = (json.loads(path.read_text()) for path in folder.glob("*.json"))
    return {name for config in configs for name in config.get("ServerApp", {}).get("jpserver_extensions", {})}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(process: psutil.Process, url: str) -> None:
    """Poll until the server answers. Raises `RuntimeError` when it ends instead."""
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            urllib.request.urlopen(url, timeout=30).close()
            return
        except urllib.error.URLError:
            time.sleep(0.02)
    raise RuntimeError("The server ended before it answered.")


def cpu_seconds(process: psutil.Process) -> float:
    """User and system seconds of a process, its children, and those that have ended."""
    times = [each.cpu_times() for each in [process, *process.children(recursive=True)]]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def open_connections(process: psutil.Process) -> int:
    """Connections that the server has opened itself: its listeners and our polling are not among them."""
    found = process.net_connections("inet")
    listening = {each.laddr.port for each in found if each.status == psutil.CONN_LISTEN}
    return sum(bool(each.raddr) and each.laddr.port not in listening for each in found)


def measure_start(*, bolt: bool, extra_env: dict[str, str] | None = None) -> Start:
    began = time.monotonic()
    with running_server(bolt=bolt, extra_env=extra_env or {}) as (process, url):
        wait_until_ready(process, url)
        ready_s, ready_cpu_s = time.monotonic() - began, cpu_seconds(process)
        time.sleep(IDLE_S)
        memory = process.memory_full_info()
        return Start(
            ready_s=ready_s,
            ready_cpu_s=ready_cpu_s,
            idle_cpu_s=cpu_seconds(process),
            rss_bytes=memory.rss,
            pss_bytes=memory.pss,
            children=len(process.children(recursive=True)),
            connections=open_connections(process),
        )


def audited_calls(*, bolt: bool) -> list[str]:
    """Start a server under an audit hook; return each process start and connection that Python made."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(AUDIT)
        calls = Path(folder, "calls")
        measure_start(bolt=bolt, extra_env={"PYTHONPATH": folder, "BOLT_AUDIT": str(calls)})
        return calls.read_text().splitlines()


def difference(pairs: list[tuple[Start, Start]], field: str) -> Difference:
    """One figure without Bolt, and what Bolt adds to it, pair by pair."""
    before = [float(getattr(without, field)) for without, _ in pairs]
    after = [float(getattr(with_bolt, field)) for _, with_bolt in pairs]
    added = [b - a for a, b in zip(before, after, strict=True)]
    low, _, high = quantiles(added, n=4)
    return Difference(without=median(before), added=median(added), low=low, high=high)


def measure(rounds: int) -> Result:
    pairs = [(measure_start(bolt=False), measure_start(bolt=True)) for _ in range(rounds)]
    return Result(
        rounds=rounds,
        figures={field.name: difference(pairs, field.name) for field in fields(Start)},
        calls_without=audited_calls(bolt=False),
        calls_with=audited_calls(bolt=True),
    )


def missed_targets(result: Result) -> list[str]:
    added = {name: figure.added for name, figure in result.figures.items()}
    missed = []
    if added["idle_cpu_s"] > CPU_TARGET_S:
        missed.append(f"more than {CPU_TARGET_S} CPU seconds added")
    if max(added["rss_bytes"], added["pss_bytes"]) > MEMORY_TARGET_BYTES:
        missed.append(f"more than {MEMORY_TARGET_BYTES / 1024**2:.0f} MB added")
    if len(result.calls_with) > len(result.calls_without) or added["children"] or added["connections"]:
        missed.append("a process was started or a connection opened")
    return missed


def print_figures(result: Result) -> None:
    print(f"{'':14}{'without':>10}{'Bolt adds':>12}   quartiles ({result.rounds} pairs)")
    for field, figure in result.figures.items():
        unit = 1024**2 if field.endswith("bytes") else 1
        without, added, low, high = (each / unit for each in astuple(figure))
        print(f"{field.replace('bytes', 'MB'):14}{without:10.2f}{added:+12.3f}   {low:+.3f} … {high:+.3f}")
    before, after = len(result.calls_without), len(result.calls_with)
    print(f"processes started and connections opened: {before} without, {after} with")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="pairs of servers")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    result = measure(options.rounds)
    missed = missed_targets(result)
    if options.json:
        print(json.dumps(asdict(result) | {"missed": missed}, indent=2))
    else:
        print_figures(result)
        print("\n".join(f"MISSED: {each}" for each in missed) or "Every target is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
