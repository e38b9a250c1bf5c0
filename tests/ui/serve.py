"""Run a server of the browser tests until it is told to end, and leave nothing of it behind.

    python serve.py LOG SECONDS COMMAND...

Playwright waits, for ever if it must, until nobody holds the pipes that it gave to a server. A
kernel, a proxy or a server of a hub that outlives what started it would hold them: so the output
goes to a file, and whoever is left after the seconds of grace is ended here, and named in it.
"""

import ctypes
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import psutil

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None, use_errno=True)


def main() -> int:
    log, grace, *command = sys.argv[1:]
    # Whoever loses its parent becomes a child of this process, and can be found.
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    Path(log).parent.mkdir(exist_ok=True)
    with Path(log).open("wb", buffering=0) as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        asked_at = 0.0

        def end(signum: int, frame: FrameType | None) -> None:
            nonlocal asked_at
            asked_at = asked_at or time.monotonic()
            server.terminate()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        while server.poll() is None:
            if asked_at and time.monotonic() > asked_at + float(grace):
                output.write(f"serve.py: not ended within {grace} s\n".encode())
                server.kill()
            time.sleep(0.05)
        end_what_is_left(output)
        return server.wait()


def end_what_is_left(output: BinaryIO, patience: float = 2.0) -> None:
    """End the descendants of this process that do not end by themselves within some seconds."""
    patient_until = time.monotonic() + patience
    while left := [process for process in psutil.Process().children(recursive=True) if alive(process)]:
        if time.monotonic() > patient_until:
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    output.write(f"serve.py: ends {process.pid}: {shlex.join(process.cmdline())}\n".encode())
                    process.kill()
        time.sleep(0.05)


def alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def die_with_parent() -> None:
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
