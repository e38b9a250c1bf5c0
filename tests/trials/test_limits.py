"""Hostile and broken cells: a clear answer in bounded time and memory, and the kernel goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from jupyter_bolt.trials.assembly import Obstacle

from .conftest import LIMITS, LiveKernel, all_gone, children_of, printed

SHORT = LIMITS.model_copy(update={"time_s": 1.0})
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
print("daemon started")
"""
BROKEN = {
    "it waits": ("import time; time.sleep(60)", SHORT, "ended after 1 s"),
    "it computes": ("while True: pass", SHORT, "ended after 1 s"),
    "it ignores signals": (
        "import signal, time\nfor s in range(1, 30):\n  try: signal.signal(s, signal.SIG_IGN)\n  except OSError: pass\ntime.sleep(60)",
        SHORT,
        "ended after 1 s",
    ),
    "it prints for ever": ("while True: print('y' * 1000)", SHORT, "ended after 1 s"),
    "it forks for ever": ("import os\nwhile True: os.fork()", LIMITS, "too many processes"),
    "it exits": ("import os; os._exit(3)", LIMITS, "exit code 3"),
    "it closes descriptors": ("import os; os.closerange(0, 4096)", LIMITS, "before a result could be read"),
    "it kills itself": ("import os; os.kill(os.getpid(), 9)", LIMITS, "SIGKILL"),
    "children together use too much": (
        "import os, time\nfor _ in range(8):\n  if os.fork() == 0:\n    b = b'x' * (200 * 2**20); time.sleep(30); os._exit(0)\ntime.sleep(30)",
        LIMITS,
        "too much memory",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_broken_cell_is_ended_and_said(live: LiveKernel, what: str) -> None:
    code, limits, reason = BROKEN[what]
    await live.run("x = 1")
    started = time.monotonic()
    evidence = await live.fork(code, limits)
    assert evidence.outcome == "failed", evidence
    assert reason in evidence.reason
    assert time.monotonic() - started < 20
    assert await live.value("x") == "1"
    assert await all_gone(await live.pid())


RAISED = {
    "memory": ("x = bytearray(10**11)", "MemoryError"),
    "memory in steps": ("x = []\nwhile True: x.append(bytearray(10**7))", "MemoryError"),
    "recursion": ("def f(): return f()\nf()", "RecursionError"),
    "a file without end": ("f = open('big', 'wb')\nwhile True: f.write(b'x' * 10**7)", None),
    "exit": ("raise SystemExit(1)", "SystemExit"),
    "an error that has no text": (
        "class E(Exception):\n  def __str__(self): raise ValueError\nraise E",
        "ValueError",
    ),
}


@pytest.mark.parametrize("what", RAISED)
async def test_a_limit_inside_is_an_error_of_the_cell(live: LiveKernel, what: str) -> None:
    code, name = RAISED[what]
    limits = LIMITS.model_copy(update={"files_bytes": 64 * 1024**2})
    evidence = await live.fork(code, limits)
    assert evidence.error is not None, evidence
    assert evidence.outcome == ("failed" if name else "not_tried")
    assert name in (None, evidence.error.name)
    assert await live.value("1 + 1") == "2"


async def test_a_daemon_ends_with_its_trial(live: LiveKernel) -> None:
    evidence = await live.fork(DAEMON)
    assert printed(evidence) == "daemon started\n"
    assert await all_gone(await live.pid())


async def test_a_repr_that_raises_or_is_no_text_is_said(live: LiveKernel) -> None:
    evidence = await live.fork(
        "class A:\n  def __repr__(self): raise SystemExit\nclass B:\n  def __repr__(self): return 1\na, b = A(), B()"
    )
    seen = {each.name: each.repr for each in evidence.variables}
    assert seen["a"] == "<A raised SystemExit>"
    assert seen["b"] == "<B raised TypeError>"


async def test_asking_for_input_is_not_tried(live: LiveKernel) -> None:
    for code in (
        "input()",
        "import getpass; getpass.getpass()",
        "import sys; assert sys.stdin.readline() == ''",
    ):
        evidence = await live.fork(code)
        assert (evidence.outcome, "input" in evidence.reason) in (("not_tried", True), ("ran", False)), (
            evidence
        )


async def test_a_crash_is_left_to_a_replay(live: LiveKernel) -> None:
    with pytest.raises(Obstacle, match="SIGSEGV"):
        await live.fork("import ctypes; ctypes.string_at(0)")
    assert await live.value("1 + 1") == "2"


async def test_cancelling_ends_everything_at_once(live: LiveKernel) -> None:
    await live.fork("1")
    pid = await live.pid()
    trial = asyncio.create_task(
        live.fork("import subprocess, time\nsubprocess.Popen(['sleep', '60'])\ntime.sleep(60)")
    )
    while len(children_of(pid)) < 4:
        await asyncio.sleep(0.01)
    trial.cancel()
    started = time.monotonic()
    while children_of(pid):
        assert time.monotonic() - started < 5
        await asyncio.sleep(0.01)


async def test_cancelling_works_while_the_kernel_runs_a_cell(live: LiveKernel) -> None:
    await live.fork("1")
    pid = await live.pid()
    trial = asyncio.create_task(live.fork("import time; time.sleep(60)"))
    while len(children_of(pid)) < 3:
        await asyncio.sleep(0.01)
    running = asyncio.create_task(
        live.run("import time\nend = time.time() + 3\nwhile time.time() < end: pass")
    )
    await asyncio.sleep(0.2)
    trial.cancel()
    started = time.monotonic()
    while children_of(pid):
        assert time.monotonic() - started < 2
        await asyncio.sleep(0.01)
    await running


async def test_a_killed_kernel_takes_its_trial_along(live: LiveKernel) -> None:
    await live.fork("1")
    pid = await live.pid()
    trial = asyncio.create_task(live.fork("import time; time.sleep(60)"))
    while len(children_of(pid)) < 3:
        await asyncio.sleep(0.01)
    trial_pids = children_of(pid)
    os.kill(pid, signal.SIGKILL)
    started = time.monotonic()
    while any(_runs(each) for each in trial_pids):
        assert time.monotonic() - started < 5
        await asyncio.sleep(0.01)
    with pytest.raises(Exception, match="ended"):
        await trial


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


async def test_trials_run_side_by_side(live: LiveKernel) -> None:
    await live.fork("1")
    started = time.monotonic()
    seen = await asyncio.gather(
        *(live.fork(f"import time; time.sleep(1); print({number})") for number in range(4))
    )
    assert time.monotonic() - started < 3
    assert [printed(each) for each in seen] == [f"{number}\n" for number in range(4)]


async def test_a_trial_waits_for_the_cell_that_runs(live: LiveKernel) -> None:
    await live.fork("1")
    running = asyncio.create_task(live.run("import asyncio\nx = 1\nawait asyncio.sleep(.5)\nx = 2"))
    await asyncio.sleep(0.1)
    assert printed(await live.fork("print(x)")) == "2\n"
    await running
