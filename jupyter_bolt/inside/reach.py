"""Names what a trial tries to reach, and refuses it: the answering side of its seccomp filter."""

import array
import ctypes
import fcntl
import os
import socket
import struct

from . import filter as seccomp_filter

RECEIVE, ANSWER = 0xC0502100, 0xC0182101  # SECCOMP_IOCTL_NOTIF_RECV and _SEND
EACCES, ENOENT = 13, 2
NAME_SERVICE_CACHE = "/var/run/nscd/socket"
MOST = 20


class Listener:
    """Answers a trial's attempts to reach out. `reached` says to where, in words for the user."""

    def __init__(self, channel):
        self.channel = channel
        self.descriptor = None
        self.reached = []

    def fileno(self):
        return self.descriptor

    def receive(self):
        """Take the listener's descriptor from the trial. False when it has none."""
        _, ancillary, _, _ = self.channel.recvmsg(1, socket.CMSG_SPACE(4))
        for _level, _kind, data in ancillary:
            self.descriptor = array.array("i", data[:4])[0]
        return self.descriptor is not None

    def answer(self):
        """Refuse one attempt and note where it led to."""
        notice = ctypes.create_string_buffer(80)
        try:
            fcntl.ioctl(self.descriptor, RECEIVE, notice)
        except OSError:
            return
        number, pid, _, call, _, _, *arguments = struct.unpack("=QIIiIQ6Q", notice)
        label = self._label(seccomp_filter.call_name(call), pid, arguments)
        if label and label not in self.reached and len(self.reached) < MOST:
            self.reached.append(label)
        error = EACCES if label else ENOENT
        try:
            fcntl.ioctl(self.descriptor, ANSWER, struct.pack("=QqiI", number, 0, -error, 0))
        except OSError:
            pass

    def _label(self, call, pid, arguments):
        if call == "socket":
            return "the network (a name look-up or datagrams)" if arguments[0] != 1 else "a local service"
        address, size = (arguments[4], arguments[5]) if call == "sendto" else (arguments[1], arguments[2])
        where = _read_address(pid, address, size)
        if where == NAME_SERVICE_CACHE:
            return None
        return "a port of its own (%s)" % where if call == "bind" else where

    def close(self):
        self.channel.close()


def _read_address(pid, address, size):
    try:
        with open("/proc/%d/mem" % pid, "rb", buffering=0) as memory:
            memory.seek(address)
            return _address_text(memory.read(min(size, 128)))
    except (OSError, ValueError, OverflowError):
        return "an address"


def _address_text(raw):
    family = int.from_bytes(raw[:2], "little")
    if family == socket.AF_UNIX:
        return os.fsdecode(raw[2:].lstrip(b"\0").split(b"\0")[0]) or "a local service"
    if family == socket.AF_INET:
        return "%s:%d" % (socket.inet_ntop(family, raw[4:8]), int.from_bytes(raw[2:4], "big"))
    if family == socket.AF_INET6:
        return "[%s]:%d" % (socket.inet_ntop(family, raw[8:24]), int.from_bytes(raw[2:4], "big"))
    return "an address of family %d" % family
