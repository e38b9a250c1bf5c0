"""Ways out of a trial that were once open, each seen to be shut."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

import pytest

from .conftest import LIMITS, LiveKernel, all_gone, children_of, printed

SHORT = LIMITS.model_copy(update={"time_s": 2.0})
CALL = "import ctypes, os, socket, struct\nlibc = ctypes.CDLL(None, use_errno=True)\n"


async def test_a_terminal_of_the_users_is_not_driven(live: LiveKernel) -> None:
    await live.run("import os, pty, tty\nmaster, slave = pty.openpty(); tty.setraw(slave)")
    for code in ("os.write(slave, b'trial')", "os.write(master, b'trial')", "os.read(master, 10)"):
        evidence = await live.fork(code, SHORT)
        assert (evidence.outcome, "a terminal" in evidence.reason) == ("not_tried", True), evidence
    await live.run("os.write(slave, b'user')")
    assert await live.value("os.read(master, 10)") == "b'user'"


FAST_OPEN = CALL + (
    "s = socket.socket(); at = struct.pack('=HHI8x', 2, socket.htons({port}), struct.unpack('=I', bytes([127, 0, 0, 1]))[0])\n"
    "b = ctypes.create_string_buffer(at); d = ctypes.create_string_buffer(b'trial')\n"
)
NETWORK = {
    "sendto, fast open": FAST_OPEN + "print(libc.sendto(s.fileno(), d, 5, 0x20000000, b, 16))",
    "sendto, a high address": FAST_OPEN
    + "import mmap; libc.mmap.restype = ctypes.c_void_p\n"
    + "p = libc.mmap(ctypes.c_void_p(0x7e0000000000), ctypes.c_size_t(4096), 3, 0x32, -1, 0); ctypes.memmove(p, b, 16)\n"
    + "print(libc.sendto(s.fileno(), d, 5, 0x20000000, ctypes.c_void_p(p), 16))",
    "sendmmsg": FAST_OPEN
    + "iov = ctypes.create_string_buffer(struct.pack('=QQ', ctypes.addressof(d), 5))\n"
    + "m = ctypes.create_string_buffer(struct.pack('=QI4xQQQQI4xI4x', ctypes.addressof(b), 16, ctypes.addressof(iov), 1, 0, 0, 0, 0))\n"
    + "print(libc.sendmmsg(s.fileno(), m, 1, 0x20000000))",
    "netlink": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "a port without binding": "import socket; s = socket.socket(); s.listen()",
}  # fmt: skip


@pytest.mark.parametrize("how", NETWORK)
async def test_nothing_gets_out_over_the_network(
    live: LiveKernel, echo_server: tuple[int, list[bytes]], how: str
) -> None:
    port, got = echo_server
    evidence = await live.fork(NETWORK[how].format(port=port), SHORT)
    assert evidence.outcome != "ran" or "-1" in printed(evidence), evidence
    await asyncio.sleep(0.2)
    assert got == []


async def test_a_datagram_pair_sends_to_nobody_else(live: LiveKernel) -> None:
    path = str(live.folder / "in.sock")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(path)
        there.setblocking(False)
        await live.fork(
            f"import socket; a, b = socket.socketpair(type=socket.SOCK_DGRAM); a.sendmsg([b'x'], [], 0, {path!r})"
        )
        with pytest.raises(BlockingIOError):
            there.recv(10)


async def test_a_read_only_shared_mapping_cannot_be_made_writable(live: LiveKernel) -> None:
    (live.folder / "m.bin").write_bytes(b"A" * 4096)
    await live.run(
        "import ctypes, mmap\nf = open('m.bin', 'r+b'); m = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)"
    )
    await live.fork(
        "libc = ctypes.CDLL(None)\nat = int([l for l in open('/proc/self/maps') if 'm.bin' in l][0].split('-')[0], 16)\n"
        "libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), 3); ctypes.memset(at, 66, 4096)"
    )
    assert (live.folder / "m.bin").read_bytes() == b"A" * 4096


async def test_the_modes_of_what_is_open_stay(live: LiveKernel, tmp_path: Path) -> None:
    outside = Path("/opt") if os.access("/opt", os.W_OK) else tmp_path
    file = outside / f"bolt-test-{os.getpid()}"
    file.write_text("x")
    try:
        file.chmod(0o644)
        await live.run(f"import os\nf = open({str(file)!r}); d = os.open({str(outside)!r}, os.O_PATH)")
        before = file.stat()
        for code in (
            "os.fchmod(f.fileno(), 0o600)",
            "os.utime(f.fileno(), (1, 1))",
            f"os.chmod({file.name!r}, 0o600, dir_fd=d)",
            f"os.utime({file.name!r}, (1, 1), dir_fd=d)",
        ):
            await live.fork(code)
        assert (file.stat().st_mode, file.stat().st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    finally:
        file.unlink()


FORGE = (
    "import gc, os, struct, time\n"
    "out = next(each for each in gc.get_objects() if type(each).__name__ == 'Report')._out\n"
    "body = {body}\nos.write(out, struct.pack('!I', len(body)) + body)\ntime.sleep(60)"
)


@pytest.mark.parametrize("body", ['b\'{"kind":"result","denied":5}\'', "b'[' * 200_000", "b'junk'"])
async def test_a_forged_frame_takes_no_limit_away(live: LiveKernel, body: str) -> None:
    started = time.monotonic()
    evidence = await live.fork(FORGE.format(body=body), SHORT)
    assert evidence.outcome == "failed", evidence
    assert evidence.reason == "ended: its report can't be read"
    assert time.monotonic() - started < 10
    assert await all_gone(await live.pid())


async def test_a_killed_supervisor_takes_its_trial_along(live: LiveKernel) -> None:
    await live.fork("1")
    pid = await live.pid()
    trial = asyncio.create_task(live.fork("import time; time.sleep(60)"))
    while len(children_of(pid)) < 3:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    started = children_of(pid)
    os.kill(started[0], 9)
    with pytest.raises(Exception, match="killed"):
        await trial
    end = time.monotonic() + 3
    while still_there(started) and time.monotonic() < end:
        await asyncio.sleep(0.01)
    assert still_there(started) == []


def still_there(pids: list[int]) -> list[int]:
    return [each for each in pids if Path(f"/proc/{each}").exists()]


async def test_threads_and_processes_that_display_do_not_break_the_report(live: LiveKernel) -> None:
    threads = await live.fork(
        "from concurrent.futures import ThreadPoolExecutor\nfrom IPython.display import HTML\n"
        "with ThreadPoolExecutor(4) as p: list(p.map(lambda i: display(HTML('x' * 20_000)), range(40)))\nprint('end')"
    )
    assert (threads.outcome, printed(threads)) == ("ran", "end\n")
    forked = await live.fork(
        "import os\nfor _ in range(3):\n  if os.fork() == 0:\n    print('child'); os._exit(0)\n"
        "for _ in range(3): os.wait()\nprint('parent')"
    )
    assert forked.outcome == "ran", forked
    assert (printed(forked).count("child"), printed(forked).count("parent")) == (3, 1)


async def test_a_process_that_the_cell_forks_reports_nothing_of_its_own(live: LiveKernel) -> None:
    evidence = await live.fork("import os, time\nif os.fork():\n  os.wait(); 1 / 0\nx = 'from the child'")
    assert evidence.outcome == "failed", evidence
    assert evidence.error is not None
    assert evidence.error.name == "ZeroDivisionError"


async def test_taking_the_hooks_away_does_not_hide_an_error(live: LiveKernel) -> None:
    evidence = await live.fork("get_ipython().events.callbacks['post_run_cell'].clear(); 1 / 0")
    assert evidence.outcome == "failed"


async def test_an_output_that_is_too_large_is_left_out_and_said(live: LiveKernel) -> None:
    evidence = await live.fork(
        "from IPython.display import Image\ndisplay(Image(b'\\x89PNG' + b'0' * 30_000_000, format='png'))"
    )
    assert evidence.outcome == "ran", evidence
    assert evidence.truncated


async def test_shared_memory_counts_as_memory(live: LiveKernel) -> None:
    evidence = await live.fork(
        "import mmap, time\nm = mmap.mmap(-1, 900 * 2**20)\n\nfor _ in range(900): m.write(b'x' * 2**20)\ntime.sleep(5)"
    )
    assert evidence.outcome == "failed"
    assert "memory" in evidence.reason


async def test_characters_that_come_in_two_parts_stay_whole(live: LiveKernel) -> None:
    evidence = await live.fork(
        "import subprocess\nsubprocess.run(['sh', '-c', 'for i in $(seq 20000); do printf \"äöü€\"; done'])"
    )
    assert "�" not in printed(evidence)
