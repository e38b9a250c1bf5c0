"""The namespaces of a trial, namespaces(7)."""

from __future__ import annotations

import os

from . import linux
from .view import Unavailable

OVERFLOW_ID = 65534


def namespaces() -> int:
    """The namespaces in which an overlay view is made: without a user namespace when root can do without."""
    flags = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWIPC
    if os.geteuid() == 0 and _has_sys_admin():
        return flags
    return flags | linux.CLONE_NEWUSER


def _has_sys_admin() -> bool:
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("CapEff:"):
                return bool(int(line.split()[1], 16) >> 21 & 1)
    return False


def map_own_user(uid: int, gid: int) -> None:
    """Be the same user inside a new user namespace. Raises `Unavailable` for the kernel's "nobody"."""
    if OVERFLOW_ID in (uid, gid):
        raise Unavailable("files can't be made as the overflow user")
    maps = {"setgroups": "deny", "uid_map": "%d %d 1" % (uid, uid), "gid_map": "%d %d 1" % (gid, gid)}
    for name, text in maps.items():
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


def mount_points() -> set[str]:
    """Where something is mounted, proc_pid_mountinfo(5)."""
    with open("/proc/self/mountinfo") as mounts:
        points = [line.split()[4] for line in mounts]
    return {point.encode().decode("unicode_escape") if "\\" in point else point for point in points}
