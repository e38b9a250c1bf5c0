"""The process in which the code runs: confined first, then handed over to the kernel's own machinery."""

import array
import errno
import gc
import os
import resource
import signal
import socket
import sys
import time

from . import descriptors, linux, mappings, variables, wire
from . import filter as seccomp_filter
from .error_facts import describe_error

NAMED = 20


def become(supervisor, seen, own, own_namespaces):
    """Turn this process into the trial and run it. Never returns."""
    os.setsid()
    _redirect(supervisor)
    seen.forget_in_trial()
    descriptors.reopen_files(own, seen)
    mappings.make_private(seen)
    _limit(supervisor.limits)
    denied = Denials(seen)
    _confine(supervisor, seen, own_namespaces)
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.dont_write_bytecode = True
    sys.addaudithook(denied.hear)
    supervisor.run(supervisor.request, Report(supervisor.trial_frames, denied))


def _redirect(supervisor):
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(supervisor.trial_stdout, 1)
    os.dup2(supervisor.trial_stderr, 2)


def _limit(limits):
    with open("/proc/self/statm") as statm:
        held = int(statm.read().split()[5]) * resource.getpagesize()
    for which, value in (
        (resource.RLIMIT_DATA, held + limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["files_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


def _confine(supervisor, seen, own_namespaces):
    """From here on: no writing but in the view, no signal or trace outside, nothing that reaches out."""
    if os.geteuid() == 0:
        linux.keep_file_capabilities_only()
    abi = linux.landlock_writes(seen.writable())
    options = {"own_namespaces": own_namespaces, "own_pid": os.getpid(), "signals_scoped": abi >= 6}
    listener = linux.install_seccomp(seccomp_filter.build(listen=True, **options), listen=True)
    channel = socket.socket(fileno=supervisor.trial_listener)
    if listener >= 0:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))
        channel.sendmsg([b"L"], [rights])
        os.close(listener)
    else:
        linux.check(linux.install_seccomp(seccomp_filter.build(listen=False, **options), listen=False), "seccomp")
    channel.close()


class Denials:
    """Notes, from Python's audit events, which paths outside the view the code meant to write."""

    WRITING = {
        "os.remove": 1, "os.rename": 2, "os.mkdir": 1, "os.rmdir": 1, "os.link": 2, "os.symlink": 2,
        "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.utime": 1, "os.setxattr": 1, "os.removexattr": 1,
        "shutil.rmtree": 1,
    }  # fmt: skip

    def __init__(self, seen):
        self.seen = seen
        self.writable = tuple(os.path.realpath(path) for path in seen.writable())
        self.paths = []
        self.hosts = []

    def hear(self, event, arguments):
        if event == "open":
            if arguments[2] and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
                self._note(arguments[0])
        elif event in self.WRITING:
            for path in arguments[: self.WRITING[event]]:
                self._note(path)
        elif event == "socket.getaddrinfo" and arguments[0] and len(self.hosts) < NAMED:
            host = arguments[0]
            self.hosts.append(os.fsdecode(host) if isinstance(host, (str, bytes)) else str(host))

    def _note(self, path):
        if isinstance(path, (str, bytes, os.PathLike)) and len(self.paths) < NAMED:
            real = os.path.realpath(os.fsdecode(path))
            if not any(real == place or real.startswith(place + "/") for place in self.writable):
                self.paths.append(real)


class Report:
    """What the trial's process tells: outputs as they come, and at the end what was seen."""

    def __init__(self, out, denied):
        self.out = out
        self.denied = denied

    def output(self, message_type, content):
        wire.send(self.out, {"kind": "output", "msg_type": message_type, "content": content})

    def begin(self, namespace, hidden, source):
        self.source = source
        self.held = resident_bytes()
        self.variables = variables.Snapshot(namespace, hidden, source)
        self.started = time.perf_counter()

    def end(self, error, *, cell_files, traceback):
        """Report the result and end this process."""
        seconds = time.perf_counter() - self.started
        result = {"kind": "result", "seconds": seconds, "error": None}
        if error is not None:
            result["error"] = dict(describe_error(error, cell_files=cell_files, source=self.source), traceback=traceback)
            result["refused"] = refusal(error)
        result["variables"], result["truncated"] = self.variables.changes()
        result["memory_bytes"] = max(0, most_resident_bytes() - self.held)
        result["denied"], result["hosts"] = self.denied.paths, self.denied.hosts
        wire.send(self.out, result)
        os._exit(0)


def refusal(error):
    """The path or the words of a refusal that the view may have caused, or ""."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EFBIG):
            return str(error.filename or error.strerror or error)
        error = error.__cause__ or error.__context__
    return ""


def resident_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def most_resident_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
