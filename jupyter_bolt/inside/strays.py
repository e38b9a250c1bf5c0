"""Find and end every process that descends from this one."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

MOST_S = 5.0


def kill_strays() -> None:
    """End every descendant: they are all children of this subreaper once their parents are gone."""
    end = time.monotonic() + MOST_S
    while time.monotonic() < end:
        pids = descendants(os.getpid())
        for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first, so that none forks meanwhile
            for pid in pids:
                with suppress(OSError):
                    os.kill(pid, number)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            if not pids:
                return


def descendants(root: int) -> list[int]:
    """The processes below this one, by the parents that /proc names."""
    children = _children()
    found: list[int] = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _children() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
    return children
