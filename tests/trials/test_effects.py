"""A trial has no effect: not on the user's variables, files, connections, shared memory or processes."""

from __future__ import annotations

import pytest

from jupyter_bolt.trials.assembly import Obstacle

from .conftest import LiveKernel, all_gone, printed, shown


async def test_variables_history_and_counter_stay(live: LiveKernel) -> None:
    await live.run("x = [1]; names = None")
    before = await live.value("(sorted(globals()), len(In), get_ipython().execution_count)")
    evidence = await live.fork("x.append(2); y = 3; print(x)")
    assert printed(evidence) == "[1, 2]\n"
    assert await live.value("x") == "[1]"
    assert await live.value("(sorted(globals()), len(In), get_ipython().execution_count)") == before


async def test_nothing_of_bolts_is_in_the_users_namespace(live: LiveKernel) -> None:
    await live.fork("1")
    assert await live.value("[name for name in globals() if 'bolt' in name.lower()]") == "[]"


async def test_the_offset_of_a_file_that_is_being_read_stays(live: LiveKernel) -> None:
    (live.folder / "lines.txt").write_text("one\ntwo\nthree\n")
    await live.run(
        "f = open('lines.txt', buffering=1); import os; fd = os.open('lines.txt', os.O_RDONLY); os.read(fd, 4)"
    )
    evidence = await live.fork("print(os.read(fd, 4), f.readline())")
    assert printed(evidence) == "b'two\\n' one\n\n"
    assert await live.value("os.read(fd, 4)") == "b'two\\n'"


async def test_an_open_log_gets_nothing_even_of_what_was_buffered(live: LiveKernel) -> None:
    await live.run("log = open('log.txt', 'w'); log.write('first\\n'); log.flush(); log.write('buffered\\n')")
    evidence = await live.fork("log.write('trial\\n'); log.flush(); print(open('log.txt').read())")
    assert "trial" in printed(evidence)
    assert (live.folder / "log.txt").read_text() == "first\n"
    await live.run("log.flush()")
    assert (live.folder / "log.txt").read_text() == "first\nbuffered\n"


@pytest.mark.parametrize("mode", ["delete", "wal"])
async def test_an_open_sqlite_database_is_tried_and_untouched(live: LiveKernel, mode: str) -> None:
    await live.run(
        f"import sqlite3\nc = sqlite3.connect('t.db'); c.execute('pragma journal_mode={mode}')\n"
        "c.execute('create table t(a)'); c.execute('insert into t values (1)'); c.commit()"
    )
    evidence = await live.fork(
        "c.execute('insert into t values (2)'); c.commit(); print(c.execute('select count(*) from t').fetchall())"
    )
    assert printed(evidence) == "[(2,)]\n", evidence
    assert await live.value("c.execute('select count(*) from t').fetchall()") == "[(1,)]"
    await live.run("c.execute('insert into t values (3)'); c.commit()")
    assert await live.value("sqlite3.connect('t.db').execute('select a from t').fetchall()") == "[(1,), (3,)]"


async def test_shared_memory_stays(live: LiveKernel) -> None:
    await live.run(
        "import mmap, numpy as np\nfrom multiprocessing import shared_memory\n"
        "mm = np.memmap('mm.bin', dtype='u1', mode='w+', shape=10_000); an = mmap.mmap(-1, 100)\n"
        "sm = shared_memory.SharedMemory(create=True, size=100)"
    )
    evidence = await live.fork(
        "mm[:] = 7; mm.flush(); an[0] = 65; sm.buf[0] = 66; print(mm[0], an[0], sm.buf[0])"
    )
    assert printed(evidence) == "7 65 66\n"
    assert await live.value("(int(mm[0]), an[0], sm.buf[0])") == "(0, 0, 0)"
    assert set((live.folder / "mm.bin").read_bytes()) == {0}
    await live.run("sm.close(); sm.unlink()")


async def test_talking_over_an_open_connection_is_not_tried(
    live: LiveKernel, echo_server: tuple[int, list[bytes]]
) -> None:
    port, got = echo_server
    await live.run(
        f"import socket; s = socket.create_connection(('127.0.0.1', {port})); s.sendall(b'user'); s.recv(10)"
    )
    evidence = await live.fork("s.sendall(b'trial'); s.recv(10)")
    assert evidence.outcome == "not_tried"
    assert f"127.0.0.1:{port}" in evidence.reason
    assert got == [b"user"]
    await live.run("s.sendall(b'again')")
    assert await live.value("s.recv(10)") == "b'AGAIN'"


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}')",
        "try:\n  import socket; socket.create_connection(('127.0.0.1', {port}))\nexcept OSError: pass",
        "!bash -c 'echo x > /dev/tcp/127.0.0.1/{port}'",
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/nowhere/docker.sock')",
    ],
)
async def test_reaching_out_is_refused_named_and_not_tried(
    live: LiveKernel, echo_server: tuple[int, list[bytes]], code: str
) -> None:
    port, got = echo_server
    evidence = await live.fork(code.format(port=port))
    assert evidence.outcome == "not_tried", evidence
    assert "reaches out to" in evidence.reason
    assert got == []


async def test_a_pipe_to_a_process_of_the_users_carries_nothing(live: LiveKernel) -> None:
    await live.run("import subprocess as s; p = s.Popen(['cat'], stdin=s.PIPE, stdout=s.PIPE, bufsize=0)")
    for code in ("p.stdin.write(b'trial\\n')", "p.stdout.readline()"):
        evidence = await live.fork(code)
        assert evidence.outcome == "not_tried", evidence
        assert "a pipe of the kernel's" in evidence.reason
    await live.run("p.stdin.write(b'user\\n')")
    assert await live.value("p.stdout.readline()") == "b'user\\n'"
    await live.run("p.kill(); p.wait(); p.stdin.close(); p.stdout.close()")


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill({pid}, 9)",
        "import os, signal; os.killpg(os.getpgid({pid}), 9)",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.kill(-1, 9)",
        "import resource; resource.prlimit({pid}, resource.RLIMIT_NOFILE, (8, 8))",
        "!kill -9 {pid}",
    ],
)
async def test_no_process_outside_can_be_touched(live: LiveKernel, code: str) -> None:
    await live.run("x = 1")
    await live.fork(code.format(pid=await live.pid()))
    assert await live.value("x") == "1"


@pytest.mark.parametrize(
    "code",
    [
        "open('/opt/bolt-was-here', 'w')",
        "import os; os.chmod('/etc/hostname', 0o777)",
        "import os; os.utime('/etc/hostname', (1, 1))",
        "!touch /opt/bolt-was-here",
        "try: open('/opt/bolt-was-here', 'w')\nexcept OSError: pass",
    ],
)
async def test_writing_elsewhere_is_not_tried_and_names_the_path(live: LiveKernel, code: str) -> None:
    evidence = await live.fork(code)
    assert evidence.outcome == "not_tried", evidence
    assert "/opt/bolt-was-here" in evidence.reason or "/etc/hostname" in evidence.reason


async def test_reading_a_file_that_is_not_there_is_the_codes_own_failure(live: LiveKernel) -> None:
    evidence = await live.fork("open('/nowhere/at/all')")
    assert evidence.outcome == "failed"
    assert evidence.error is not None
    assert evidence.error.name == "FileNotFoundError"


async def test_twenty_trials_leave_no_process_descriptor_or_file(live: LiveKernel) -> None:
    await live.fork("1")
    pid = await live.pid()
    assert await all_gone(pid)
    look = "(sorted(__import__('os').listdir('/proc/self/fd')), sorted(__import__('os').listdir(__import__('tempfile').gettempdir())))"
    before = await live.value(look)
    for number in range(20):
        await live.fork(
            f"open('f{number}', 'w'); import subprocess; subprocess.Popen(['sleep', '30'], start_new_session=True)"
        )
    assert await all_gone(pid)
    assert await live.value(look) == before
    assert list(live.folder.iterdir()) == []


async def test_openmp_used_before_neither_hangs_a_fork_nor_is_lost(live: LiveKernel) -> None:
    await live.run(
        "import numpy as np\nfrom sklearn.cluster import KMeans\n"
        "from sklearn.ensemble import HistGradientBoostingClassifier as H\n"
        "X = np.random.default_rng(0).random((5000, 5)); y = X[:, 0] > .5\n"
        "KMeans(3, n_init=1).fit(X); m = H(max_iter=3).fit(X, y)"
    )
    for code in (
        "KMeans(3, n_init=1).fit(X).n_iter_",
        "int(m.predict(X).sum())",
        "H(max_iter=2).fit(X, y).n_iter_",
    ):
        evidence = await live.fork(code)
        assert evidence.outcome == "ran", evidence
        assert shown(evidence)
    await live.run("KMeans(3, n_init=1).fit(X)")


@pytest.mark.parametrize(
    ("setup", "code"),
    [
        ("import threading, time\nlock = threading.Lock()\ndef hold():\n  with lock: time.sleep(30)\nthreading.Thread(target=hold, daemon=True).start()\ntime.sleep(.1)", "with lock: print(1)"),
        ("from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2); pool.submit(abs, 1).result()", "pool.submit(abs, 2).result()"),
    ],
    ids=["a lock that a thread holds", "an idle thread pool"],
)  # fmt: skip
async def test_a_fork_that_can_never_go_on_is_ended_soon(live: LiveKernel, setup: str, code: str) -> None:
    await live.run(setup)
    with pytest.raises(Obstacle, match="thread"):
        await live.fork(code)


async def test_waiting_with_a_time_limit_is_not_taken_for_stuck(live: LiveKernel) -> None:
    evidence = await live.fork("import threading; print(threading.Event().wait(1.5))")
    assert printed(evidence) == "False\n"


async def test_a_task_on_the_users_loop_goes_on_only_there(live: LiveKernel) -> None:
    await live.run(
        "import asyncio\nticks = []\nasync def tick():\n  while True:\n    ticks.append(1); await asyncio.sleep(.01)\ntask = asyncio.ensure_future(tick())"
    )
    evidence = await live.fork("n = len(ticks); await asyncio.sleep(.2); print(len(ticks) - n)")
    assert printed(evidence) == "0\n"
    first = int(await live.value("len(ticks)"))
    await live.run("await asyncio.sleep(.1)")
    assert int(await live.value("len(ticks)")) > first
