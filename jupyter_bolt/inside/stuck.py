"""Tell a trial that can never go on from one that waits.

A fork has none of its parent's threads. When every thread that it has waits without time limit for a lock of
its own process (a private futex, futex(2)), and it has no children, nothing can ever wake it.
"""

import os

FUTEX = {"202", "98"}  # x86_64, aarch64
WAITS = {0, 9}  # FUTEX_WAIT, FUTEX_WAIT_BITSET
COMMAND, PRIVATE = 0x7F, 128


def is_stuck(pid):
    """Whether the process waits for what only threads could do that were not forked with it."""
    if pid is None:
        return False
    try:
        threads = os.listdir("/proc/%d/task" % pid)
        return bool(threads) and all(_waits_for_ever(pid, thread) for thread in threads)
    except OSError:
        return False


def _waits_for_ever(pid, thread):
    base = "/proc/%d/task/%s/" % (pid, thread)
    with open(base + "syscall") as file:
        fields = file.read().split()
    if len(fields) < 5 or fields[0] not in FUTEX:
        return False
    operation, time_limit = int(fields[2], 16), int(fields[4], 16)
    with open(base + "children") as file:
        children = file.read().split()
    return operation & PRIVATE and operation & COMMAND in WAITS and not time_limit and not children
