"""The seccomp filter of a trial: nothing reaches out, nothing touches another process.

A classic BPF program over `struct seccomp_data` (seccomp(2)). Calls that would reach out are handed to the
supervisor, which names the address and refuses; where no listener can be had they are refused unnamed.
"""

from __future__ import annotations

import struct

from .linux import MACHINE

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand: `struct sock_filter`."""

LOAD, EQUAL, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, NOTIFY, REFUSE = 0x7FFF0000, 0x7FC00000, 0x00050000
EPERM, EACCES, ENOSYS = 1, 13, 38
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ARGUMENT = [16, 24, 32, 40, 48, 56]  # low half of each argument, little endian
NEW_NAMESPACES = 0x7E020000 | 0x80
MSG_FASTOPEN = 0x20000000

SOCKET, CONNECT, BIND, SENDTO, SENDMSG = "socket", "connect", "bind", "sendto", "sendmsg"
NUMBERS = {
    "x86_64": {
        "socket": 41, "connect": 42, "bind": 49, "sendto": 44, "sendmsg": 46, "clone": 56, "clone3": 435,
        "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
        "mount_setattr": 442, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312,
        "pidfd_getfd": 438, "process_madvise": 440, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "keyctl": 250,
        "add_key": 248, "request_key": 249, "chroot": 161, "move_pages": 279, "migrate_pages": 256,
        "prlimit64": 302, "sched_setaffinity": 203, "kill": 62, "tkill": 200, "tgkill": 234,
        "rt_sigqueueinfo": 129, "pidfd_send_signal": 424, "setpriority": 141, "ioprio_set": 251,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "bind": 200, "sendto": 206, "sendmsg": 211, "clone": 220,
        "clone3": 435, "unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
        "mount_setattr": 442, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "pidfd_getfd": 438, "process_madvise": 440, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "keyctl": 219,
        "add_key": 217, "request_key": 218, "chroot": 51, "move_pages": 239, "migrate_pages": 238,
        "prlimit64": 261, "sched_setaffinity": 122, "kill": 129, "tkill": 130, "tgkill": 131,
        "rt_sigqueueinfo": 138, "pidfd_send_signal": 424, "setpriority": 140, "ioprio_set": 30,
    },
}  # fmt: skip
MODE_CHANGES = {
    "x86_64": [90, 91, 268, 452, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199],
    "aarch64": [52, 53, 452, 54, 55, 88, 5, 6, 7, 14, 15, 16],
}
"""chmod, chown, utime and xattr calls, which Landlock lets through."""

REFUSED = [
    "unshare", "setns", "mount", "umount2", "pivot_root", "open_tree", "move_mount", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "ptrace", "process_vm_readv", "process_vm_writev", "kcmp",
    "pidfd_getfd", "process_madvise", "bpf", "perf_event_open", "userfaultfd", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "chroot", "move_pages",
    "migrate_pages", "rt_sigqueueinfo",
]  # fmt: skip
OWN_PROCESS_ONLY = ["prlimit64", "sched_setaffinity"]
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
SOCK_DGRAM, SOCK_RAW = 2, 3


def call_name(number: int) -> str:
    """The name of a system call that the filter hands over."""
    for name in (SOCKET, CONNECT, BIND, SENDTO, SENDMSG):
        if NUMBERS[MACHINE][name] == number:
            return name
    return "call %d" % number


def build(*, listen: bool, own_namespaces: bool, own_pid: int, signals_scoped: bool) -> bytes:
    """The filter as bytes.

    `listen`: a supervisor answers; without one, binding stays allowed, since a kernel must bind its sockets.
    `own_namespaces`: the trial has PID and mount namespaces of its own, so that calls on other processes and
    on files outside are harmless already. `signals_scoped`: Landlock keeps signals in.
    """
    numbers = NUMBERS[MACHINE]
    out_there = NOTIFY if listen else REFUSE | EACCES
    code = _own_calls_only()
    for name in REFUSED:
        code += _when(numbers[name], REFUSE | EPERM)
    code += _when(numbers["clone3"], REFUSE | ENOSYS)
    code += _when_argument(numbers["clone"], 0, (ANY_BIT, NEW_NAMESPACES), REFUSE | EPERM)
    code += _when(numbers["connect"], out_there)
    code += _when(numbers["bind"], out_there if listen else ALLOW)
    code += _when_argument(numbers["sendto"], 4, (AT_LEAST, 1), out_there)
    code += _when_argument(numbers["sendmsg"], 2, (ANY_BIT, MSG_FASTOPEN), REFUSE | EACCES)
    code += _sockets(numbers["socket"], out_there)
    if not own_namespaces:
        code += _others_processes_and_files(numbers)
        if not signals_scoped:
            code += _signals(numbers, own_pid)
    code += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *each) for each in code)


def _own_calls_only() -> list[Instruction]:
    """Refuse the calls of other architectures, which have numbers of their own; leave the number loaded."""
    code = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, AUDIT_ARCH[MACHINE]), (RETURN, 0, 0, REFUSE | ENOSYS)]
    code += [(LOAD, 0, 0, 0)]
    if MACHINE == "x86_64":  # so have the x32 calls
        code += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, REFUSE | ENOSYS)]
    return code


def _others_processes_and_files(numbers: dict[str, int]) -> list[Instruction]:
    code = []
    for name in OWN_PROCESS_ONLY:
        code += _when_argument(numbers[name], 0, (AT_LEAST, 1), REFUSE | EPERM)
    for number in MODE_CHANGES[MACHINE]:
        code += _when(number, REFUSE | 0)
    return code


def _when(number: int, action: int) -> list[Instruction]:
    return [(EQUAL, 0, 1, number), (RETURN, 0, 0, action)]


def _when_argument(number: int, argument: int, test: tuple[int, int], action: int) -> list[Instruction]:
    kind, value = test
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, ARGUMENT[argument]),
        (kind, 0, 1, value),
        (RETURN, 0, 0, action),
        (RETURN, 0, 0, ALLOW),
    ]


def _sockets(number: int, out_there: int) -> list[Instruction]:
    """Streams may be made (they cannot connect); datagrams would need no connection, so they may not."""
    return [
        (EQUAL, 0, 12, number),
        (LOAD, 0, 0, ARGUMENT[0]),
        (EQUAL, 9, 0, AF_NETLINK),
        (EQUAL, 3, 0, AF_UNIX),
        (EQUAL, 2, 0, AF_INET),
        (EQUAL, 1, 0, AF_INET6),
        (RETURN, 0, 0, REFUSE | EACCES),
        (LOAD, 0, 0, ARGUMENT[1]),
        (0x54, 0, 0, 0xF),  # and: the type without its flags
        (EQUAL, 1, 0, SOCK_DGRAM),
        (EQUAL, 0, 1, SOCK_RAW),
        (RETURN, 0, 0, out_there),
        (RETURN, 0, 0, ALLOW),
    ]


def _signals(numbers: dict[str, int], own_pid: int) -> list[Instruction]:
    code = []
    for name in ("kill", "tgkill"):
        code += [
            (EQUAL, 0, 5, numbers[name]),
            (LOAD, 0, 0, ARGUMENT[0]),
            (EQUAL, 1, 0, own_pid),
            (EQUAL, 0, 1, 0),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, REFUSE | EPERM),
        ]
    for name in ("pidfd_send_signal", "tkill"):
        code += _when(numbers[name], REFUSE | EPERM)
    return code
