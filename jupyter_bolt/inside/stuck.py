"""Tell a trial that can never go on from one that waits.

A fork has none of its parent's threads. When every thread that it has waits without time limit for a lock of
its own process (a private futex, futex(2)), and it has no children, nothing can ever wake it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .linux import MACHINE

if TYPE_CHECKING:
    from collections.abc import Container

FUTEX = {"202", "98"}  # x86_64, aarch64
WAITS = {0, 9}  # FUTEX_WAIT, FUTEX_WAIT_BITSET
COMMAND, PRIVATE = 0x7F, 128
READS = {"0", "45", "47"} if MACHINE == "x86_64" else {"63", "207", "212"}  # read, recvfrom, recvmsg


def waits_to_read(pid: int | None, inodes: Container[int]) -> int | None:
    """Which of these pipes and sockets the process's first thread waits to read from, by inode, or None."""
    if pid is None or not inodes:
        return None
    try:
        with open("/proc/%d/syscall" % pid) as file:
            fields = file.read().split()
        if len(fields) < 2 or fields[0] not in READS:
            return None
        link = os.readlink("/proc/%d/fd/%d" % (pid, int(fields[1], 16)))
    except OSError:
        return None
    kind, _, number = link.rstrip("]").partition(":[")
    return int(number) if kind in ("pipe", "socket") and number.isdigit() and int(number) in inodes else None


def is_stuck(pid: int | None) -> bool:
    """Whether the process waits for what only threads could do that were not forked with it."""
    if pid is None:
        return False
    try:
        threads = os.listdir("/proc/%d/task" % pid)
        return bool(threads) and all(_waits_for_ever(pid, thread) for thread in threads)
    except OSError:
        return False


def _waits_for_ever(pid: int, thread: str) -> bool:
    base = "/proc/%d/task/%s/" % (pid, thread)
    with open(base + "syscall") as file:
        fields = file.read().split()
    if len(fields) < 5 or fields[0] not in FUTEX:
        return False
    operation, time_limit = int(fields[2], 16), int(fields[4], 16)
    with open(base + "children") as file:
        children = file.read().split()
    private = bool(operation & PRIVATE)
    return private and operation & COMMAND in WAITS and not time_limit and not children
