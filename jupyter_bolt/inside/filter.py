"""The seccomp filter of a trial: nothing reaches out, nothing touches another process.

A classic BPF program over `struct seccomp_data` (seccomp(2)). Calls that would reach out are handed to the
supervisor, which names the address and refuses; where no listener can be had they are refused unnamed.
"""

from __future__ import annotations

import struct

from .calls import number
from .linux import MACHINE

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand: `struct sock_filter`."""

LOAD, AND, EQUAL, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x45, 0x35, 0x06
ALLOW, NOTIFY, REFUSE = 0x7FFF0000, 0x7FC00000, 0x00050000
EPERM, EACCES, ENOSYS, EOPNOTSUPP = 1, 13, 38, 95
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ARGUMENT = [16, 24, 32, 40, 48, 56]  # low half of each argument, little endian; the high half is 4 further on
NEW_NAMESPACES = 0x7E020000 | 0x80
MSG_FASTOPEN = 0x20000000
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
SOCK_DGRAM, SOCK_RAW = 2, 3
SETS_FLAGS = (0x40086602, 0x40046602, 0x401C5820)  # FS_IOC_SETFLAGS, its 32-bit form, FS_IOC_FSSETXATTR

REFUSED = [
    "unshare", "setns", "mount", "umount2", "pivot_root", "open_tree", "open_tree_attr", "move_mount",
    "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "ptrace", "process_vm_readv",
    "process_vm_writev", "kcmp", "pidfd_getfd", "process_madvise", "bpf", "perf_event_open", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "chroot",
    "move_pages", "migrate_pages", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
]  # fmt: skip
MODE_CHANGES = [
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes",
    "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr",
    "lremovexattr", "fremovexattr", "removexattrat", "file_setattr",
]  # fmt: skip
"""What Landlock lets through on any file."""
SHARED_OBJECTS = [
    "shmget", "shmat", "shmctl", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd", "msgrcv",
    "msgctl", "mq_open", "mq_unlink",
]  # fmt: skip
"""System V and POSIX objects, which only a namespace of its own keeps apart."""
OTHER_PROCESS = {
    "prlimit64": 0, "sched_setaffinity": 0, "sched_setparam": 0, "sched_setscheduler": 0, "sched_setattr": 0,
    "setpriority": 1, "ioprio_set": 1,
}  # fmt: skip
"""Calls that may name another process, and which argument does; 0 is the caller."""


def build(*, listen: bool, own_namespaces: bool, own_pid: int, signals_scoped: bool) -> bytes:
    """The filter as bytes.

    `listen`: a supervisor answers; without one, binding stays allowed, since a kernel must bind its sockets.
    `own_namespaces`: the trial has PID, IPC and mount namespaces of its own, so that calls on other processes
    and on files outside are harmless already. `signals_scoped`: Landlock keeps signals in.
    """
    out_there = NOTIFY if listen else REFUSE | EACCES
    code = _own_calls_only()
    for name in REFUSED:
        code += _when(name, REFUSE | EPERM)
    code += _when("clone3", REFUSE | ENOSYS)
    code += _when_argument("clone", 0, (ANY_BIT, NEW_NAMESPACES), REFUSE | EPERM)
    code += _network(out_there, out_there if listen else ALLOW)
    if not own_namespaces:
        code += _others_processes_and_files()
        if not signals_scoped:
            code += _signals(own_pid)
    code += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *each) for each in code)


def _own_calls_only() -> list[Instruction]:
    """Refuse the calls of other architectures, which have numbers of their own; leave the number loaded."""
    code = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, AUDIT_ARCH[MACHINE]), (RETURN, 0, 0, REFUSE | ENOSYS)]
    code += [(LOAD, 0, 0, 0)]
    if MACHINE == "x86_64":  # so have the x32 calls
        code += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, REFUSE | ENOSYS)]
    return code


def _network(out_there: int, serving: int) -> list[Instruction]:
    code = _when("connect", out_there) + _when("bind", serving) + _when("listen", serving)
    code += _when("sendmmsg", REFUSE | EACCES)
    code += _when_argument("sendmsg", 2, (ANY_BIT, MSG_FASTOPEN), REFUSE | EACCES)
    code += _sendto(out_there)
    return code + _sockets(out_there) + _socketpair()


def _others_processes_and_files() -> list[Instruction]:
    code = []
    for name, argument in OTHER_PROCESS.items():
        code += _when_argument(name, argument, (AT_LEAST, 1), REFUSE | EPERM)
    for name in (*MODE_CHANGES, *SHARED_OBJECTS):
        code += _when(name, REFUSE | EPERM)
    code += [(EQUAL, 0, 6, number("ioctl")), (LOAD, 0, 0, ARGUMENT[1])]
    code += [(EQUAL, 3 - at, 0, each) for at, each in enumerate(SETS_FLAGS)]  # to the refusal
    return [*code, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE | EPERM)]


def _when(name: str, action: int) -> list[Instruction]:
    return [(EQUAL, 0, 1, number(name)), (RETURN, 0, 0, action)] if number(name) else []


def _when_argument(name: str, argument: int, test: tuple[int, int], action: int) -> list[Instruction]:
    kind, value = test
    return [
        (EQUAL, 0, 4, number(name)),
        (LOAD, 0, 0, ARGUMENT[argument]),
        (kind, 0, 1, value),
        (RETURN, 0, 0, action),
        (RETURN, 0, 0, ALLOW),
    ]


def _sendto(out_there: int) -> list[Instruction]:
    """With an address, in either half of the pointer, it needs no connection; with fast open it makes one."""
    return [
        (EQUAL, 0, 8, number("sendto")),
        (LOAD, 0, 0, ARGUMENT[3]),
        (ANY_BIT, 4, 0, MSG_FASTOPEN),
        (LOAD, 0, 0, ARGUMENT[4]),
        (AT_LEAST, 2, 0, 1),
        (LOAD, 0, 0, ARGUMENT[4] + 4),
        (EQUAL, 1, 0, 0),
        (RETURN, 0, 0, out_there),
        (RETURN, 0, 0, ALLOW),
    ]


def _sockets(out_there: int) -> list[Instruction]:
    """Streams may be made (they cannot connect); datagrams would need no connection, so they may not.

    Netlink is refused as where there is none: what it answers is not worth letting its senders address anything.
    """
    return [
        (EQUAL, 0, 13, number("socket")),
        (LOAD, 0, 0, ARGUMENT[0]),
        (EQUAL, 4, 0, AF_UNIX),
        (EQUAL, 3, 0, AF_INET),
        (EQUAL, 2, 0, AF_INET6),
        (EQUAL, 7, 0, AF_NETLINK),
        (RETURN, 0, 0, REFUSE | EACCES),
        (LOAD, 0, 0, ARGUMENT[1]),
        (AND, 0, 0, 0xF),  # the type without its flags
        (EQUAL, 1, 0, SOCK_DGRAM),
        (EQUAL, 0, 1, SOCK_RAW),
        (RETURN, 0, 0, out_there),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE | EOPNOTSUPP),
    ]


def _socketpair() -> list[Instruction]:
    """A pair of datagram sockets could still send to any other one."""
    return [
        (EQUAL, 0, 6, number("socketpair")),
        (LOAD, 0, 0, ARGUMENT[1]),
        (AND, 0, 0, 0xF),
        (EQUAL, 1, 0, SOCK_DGRAM),
        (EQUAL, 0, 1, SOCK_RAW),
        (RETURN, 0, 0, REFUSE | EACCES),
        (RETURN, 0, 0, ALLOW),
    ]


def _signals(own_pid: int) -> list[Instruction]:
    code = []
    for name in ("kill", "tgkill"):
        code += [
            (EQUAL, 0, 5, number(name)),
            (LOAD, 0, 0, ARGUMENT[0]),
            (EQUAL, 1, 0, own_pid),
            (EQUAL, 0, 1, 0),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, REFUSE | EPERM),
        ]
    return code + _when("pidfd_send_signal", REFUSE | EPERM) + _when("tkill", REFUSE | EPERM)
