"""Numbers of the system calls that a trial's filter knows, for x86-64 and aarch64 (0: not there)."""

from __future__ import annotations

from .linux import MACHINE

_NUMBERS = {
    "add_key": (248, 217), "bind": (49, 200), "bpf": (321, 280), "chmod": (90, 0), "chown": (92, 0),
    "chroot": (161, 51), "clone": (56, 220), "clone3": (435, 435), "connect": (42, 203), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "fchown": (93, 55), "fchownat": (260, 54),
    "file_setattr": (469, 469), "fremovexattr": (199, 16), "fsconfig": (431, 431), "fsetxattr": (190, 7),
    "fsmount": (432, 432), "fsopen": (430, 430), "fspick": (433, 433), "futimesat": (261, 0),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_uring_setup": (425, 425),
    "ioctl": (16, 29), "ioprio_set": (251, 30), "kcmp": (312, 272), "keyctl": (250, 219), "kill": (62, 129),
    "lchown": (94, 0), "listen": (50, 201), "lremovexattr": (198, 15), "lsetxattr": (189, 6),
    "migrate_pages": (256, 238), "mount": (165, 40), "mount_setattr": (442, 442), "move_mount": (429, 429),
    "move_pages": (279, 239), "mq_open": (240, 180), "mq_unlink": (241, 181), "msgctl": (71, 187),
    "msgget": (68, 186), "msgrcv": (70, 188), "msgsnd": (69, 189), "open_tree": (428, 428),
    "open_tree_attr": (467, 467), "perf_event_open": (298, 241), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "pivot_root": (155, 41), "prlimit64": (302, 261),
    "process_madvise": (440, 440), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "ptrace": (101, 117), "removexattr": (197, 14), "removexattrat": (466, 466), "request_key": (249, 218),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274), "sched_setparam": (142, 118), "sched_setscheduler": (144, 119),
    "semctl": (66, 191), "semget": (64, 190), "semop": (65, 193), "semtimedop": (220, 192),
    "sendmmsg": (307, 269), "sendmsg": (46, 211), "sendto": (44, 206), "setns": (308, 268),
    "setpriority": (141, 140), "setxattr": (188, 5), "setxattrat": (463, 463), "shmat": (30, 196),
    "shmctl": (31, 195), "shmget": (29, 194), "socket": (41, 198), "socketpair": (53, 199),
    "tgkill": (234, 131), "tkill": (200, 130), "umount2": (166, 39), "unshare": (272, 97),
    "userfaultfd": (323, 282), "utime": (132, 0), "utimensat": (280, 88), "utimes": (235, 0),
}  # fmt: skip
_COLUMN = 1 if MACHINE == "aarch64" else 0


def number(name: str) -> int:
    """The number of a call on this machine, 0 where there is no such call."""
    return _NUMBERS[name][_COLUMN]


def name(number: int) -> str:
    """The name of a call on this machine."""
    for each, numbers in _NUMBERS.items():
        if numbers[_COLUMN] == number:
            return each
    return "call %d" % number
