"""The Linux calls that Python has no name for, through ctypes.

Numbers and structures: man pages clone(2), mount(2), mount_setattr(2), landlock(7), seccomp(2),
seccomp_unotify(2), capabilities(7).
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import stat
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

libc = ctypes.CDLL(None, use_errno=True)
MACHINE = platform.machine()

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x20000, 0x8000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND = 1, 2, 4, 8, 4096
MS_REMOUNT, MS_REC, MS_PRIVATE = 32, 16384, 1 << 18
SYS_CLONE = {"x86_64": 56, "aarch64": 220}.get(MACHINE)
SYS_SECCOMP = {"x86_64": 317, "aarch64": 277}.get(MACHINE)
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}.get(MACHINE)
SYS_MOUNT_SETATTR, SYS_LANDLOCK = 442, 444  # the same on every architecture; Landlock has three in a row


def check(result: int, what: str) -> int:
    """Return a system call's result, or raise the `OSError` that it left."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, what + ": " + os.strerror(code))
    return result


def clone(flags: int) -> int:
    """Fork into new namespaces. Returns 0 in the child. Only for a process with a single thread."""
    return check(libc.syscall(SYS_CLONE, flags | signal.SIGCHLD, 0, 0, 0, 0), "clone")


def mount(source: str | None, target: str, kind: str | None, flags: int = 0, data: str | None = None) -> None:
    """Call mount(2). Raises `OSError`."""
    what = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    check(libc.mount(*what[:3], ctypes.c_ulong(flags), what[3]), "mount " + target)


def make_tree_read_only() -> None:
    """Make every mount of this mount namespace read-only and keep that from spreading."""
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    attributes = struct.pack("=QQQQ", 1, 0, 0, 0)  # set MOUNT_ATTR_RDONLY
    at_fdcwd, at_recursive = -100, 0x8000
    check(
        libc.syscall(SYS_MOUNT_SETATTR, at_fdcwd, b"/", at_recursive, attributes, len(attributes)),
        "mount_setattr",
    )


def prctl(option: int, first: int = 0) -> None:
    check(libc.prctl(option, ctypes.c_ulong(first), 0, 0, 0), "prctl")


def set_child_subreaper() -> None:
    prctl(36, 1)


def end_with_parent() -> None:
    """Be killed when the process that forked this one ends."""
    prctl(1, signal.SIGKILL)


def forbid_new_privileges() -> None:
    prctl(38, 1)


def keep_file_capabilities_only() -> None:
    """Give up every capability but those about files' owners and modes (CAP_CHOWN to CAP_SETUID)."""
    kept = 0xFF
    for number in range(8, 64):
        libc.prctl(24, ctypes.c_ulong(number), 0, 0, 0)
    header = struct.pack("=Ii", 0x20080522, 0)
    data = struct.pack("=IIIIII", kept, kept, 0, 0, 0, 0)
    check(libc.syscall(SYS_CAPSET, header, data), "capset")


# Landlock: what writes. Reading stays as it is.
WRITE_FILE, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
MAKE_ANY = 0b1111111 << 6
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 3
LANDLOCK_SCOPES_SIGNALS = 6  # the ABI version from which it does


def landlock_abi() -> int:
    """The kernel's Landlock version, 0 when it has none."""
    version = int(libc.syscall(SYS_LANDLOCK, None, 0, 1))
    return max(0, version)


def landlock_writes(paths: Iterable[str]) -> int:
    """Allow this process and its children to write below these paths only. Returns the ABI version."""
    abi = landlock_abi()
    if abi < 1:
        raise OSError(0, "Landlock is not available")
    handled = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_ANY
    handled |= (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0)
    scoped = SCOPE_ABSTRACT_UNIX_AND_SIGNAL if abi >= LANDLOCK_SCOPES_SIGNALS else 0
    attributes = struct.pack("=QQQ", handled, 0, scoped)[: 24 if scoped else 16 if abi >= 4 else 8]
    ruleset = check(libc.syscall(SYS_LANDLOCK, attributes, len(attributes), 0), "landlock_create_ruleset")
    for path in paths:
        _allow(ruleset, path, handled)
    forbid_new_privileges()
    check(libc.syscall(SYS_LANDLOCK + 2, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)
    return abi


def _allow(ruleset: int, path: str, handled: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    allowed = handled
    if not stat.S_ISDIR(os.fstat(opened).st_mode):
        allowed &= WRITE_FILE | TRUNCATE
    rule = struct.pack("=Qi", allowed, opened)
    check(libc.syscall(SYS_LANDLOCK + 1, ruleset, 1, rule, 0), "landlock_add_rule")
    os.close(opened)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install_seccomp(program: bytes, *, listen: bool) -> int:
    """Install a filter. Returns the listener's descriptor when `listen` and the kernel allows one, else -1."""
    buffer = ctypes.create_string_buffer(program, len(program))
    argument = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    forbid_new_privileges()
    set_mode_filter, new_listener = 1, 8
    flags = new_listener if listen else 0
    return int(libc.syscall(SYS_SECCOMP, set_mode_filter, flags, ctypes.byref(argument)))
