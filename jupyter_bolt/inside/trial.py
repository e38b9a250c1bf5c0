"""The process in which the code runs: confined first, then handed over to the kernel's own machinery."""

from __future__ import annotations

import array
import gc
import os
import resource
import signal
import socket
import sys
from typing import TYPE_CHECKING, NamedTuple

from . import descriptors, linux, mappings, wire
from . import filter as seccomp_filter
from .denials import Denials
from .report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channels import Channels, TrialEnds
    from .request import Limits
    from .view import View

    Run = Callable[[Report], object]


class Task(NamedTuple):
    """What a trial is started with.

    `run` is called in its process and does not return. `others`: the descriptors that it must not have.
    `scratch`: a folder for what it writes. `shared`: a folder that stays the real one, if any.
    """

    limits: Limits
    run: Run
    channels: Channels
    others: list[int]
    scratch: str
    shared: str | None


def become(task: Task, seen: View, *, own_namespaces: bool) -> None:
    """Turn this process into the trial, which sees this view, and run it. Never returns."""
    out = task.channels.trial.frames
    try:
        for number in task.others:
            os.close(number)
        _confine_and_run(task, seen, own_namespaces)
    except descriptors.Obstacle as obstacle:
        wire.send(out, {"kind": "obstacle", "reason": str(obstacle)})
    except BaseException as error:  # the edge of a process: whatever it was is said
        wire.send(out, {"kind": "obstacle", "reason": "the trial could not start (%r)" % error})
    finally:
        os._exit(0)


def _confine_and_run(task: Task, seen: View, own_namespaces: bool) -> None:
    ends = task.channels.trial
    os.setsid()
    linux.end_with_parent()
    _redirect(ends)
    seen.forget_in_trial()
    descriptors.reopen_files({0, 1, 2, *ends}, seen)
    mappings.make_private(seen)
    _limit(task.limits)
    denied = Denials(seen.writable())
    _confine(ends.listener, seen, own_namespaces)
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.dont_write_bytecode = True
    sys.addaudithook(denied.hear)
    task.run(Report(ends.frames, denied, ends.go))


def _redirect(ends: TrialEnds) -> None:
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(ends.stdout, 1)
    os.dup2(ends.stderr, 2)


def _limit(limits: Limits) -> None:
    with open("/proc/self/statm") as statm:
        held = int(statm.read().split()[5]) * resource.getpagesize()
    for which, value in (
        (resource.RLIMIT_DATA, held + limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["files_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (most, most))


def _confine(listener_channel: int, seen: View, own_namespaces: bool) -> None:
    """From here on: no writing but in the view, no signal or trace outside, nothing that reaches out."""
    linux.keep_file_capabilities_only()
    signals_scoped = linux.landlock_writes(seen.writable()) >= linux.LANDLOCK_SCOPES_SIGNALS
    listener = _install_filter(True, own_namespaces, signals_scoped)
    channel = socket.socket(fileno=listener_channel)
    if listener >= 0:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))
        channel.sendmsg([b"L"], [rights])
        os.close(listener)
    else:
        linux.check(_install_filter(False, own_namespaces, signals_scoped), "seccomp")
    channel.close()


def _install_filter(listen: bool, own_namespaces: bool, signals_scoped: bool) -> int:
    program = seccomp_filter.build(
        listen=listen, own_namespaces=own_namespaces, own_pid=os.getpid(), signals_scoped=signals_scoped
    )
    return linux.install_seccomp(program, listen=listen)
