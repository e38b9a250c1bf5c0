"""The process that stands outside a trial: it owns time, memory, killing and the result.

    kernel ── fork ──► supervisor ── clone ──► init ── fork ──► trial
                            (the last two in namespaces of their own, where they can be had)

The supervisor speaks to the kernel's control thread through two pipes: frames out, one byte in for "stop".
When the pipe in ends, the kernel has ended, and so does the trial.
"""

import fcntl
import gc
import os
import selectors
import shutil
import signal
import socket
import tempfile
import time

from . import descriptors, linux, pools, view, wire
from .init import NamespaceInit
from .reach import Listener
from .stuck import is_stuck, waits_to_read

TICK_S = 0.05
GRACE_S = 1.0


class Supervisor:
    """Runs one trial and reports on it.

    `request`: the trial's code and limits. `run`: called in the trial's process with the request, a function
    that sends frames, and the view; it never returns. `own_ports`: the kernel's own TCP ports.
    """

    def __init__(self, request, run, out, stop, own_ports):
        self.request = request
        self.run = run
        self.out = out
        self.stop = stop
        self.own_ports = own_ports
        self.limits = request["limits"]
        self.shared = request.get("shared")
        self.ending = None
        self.kept_bytes = 0
        self.truncated = False
        self.all_ended = False
        self.init_reader = None

    def main(self):
        """Run the trial to its end and report it. Never returns."""
        try:
            self._detach()
            try:
                self._supervise()
            except descriptors.Obstacle as obstacle:
                self._report({"kind": "obstacle", "reason": str(obstacle)})
        except BaseException as error:
            self._report({"kind": "obstacle", "reason": "the fork could not be set up (%r)" % error})
        finally:
            os._exit(0)

    def _report(self, frame):
        try:
            wire.send(self.out, frame)
        except OSError:
            self.ending = self.ending or "the kernel has ended"

    def _detach(self):
        """Become a process that shares nothing that matters with the kernel."""
        if os.getpgid(0) != os.getpid():
            os.setsid()
        gc.disable()
        gc.freeze()
        linux.set_child_subreaper()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0)
        pools.forget_workers()
        os.set_blocking(self.stop, False)
        self.own = {0, 1, 2, self.out, self.stop}
        self.watched = descriptors.replace_channels(self.own, self.own_ports)

    def _supervise(self):
        self.scratch = tempfile.mkdtemp(prefix="jupyter-bolt-")
        try:
            if not self._start_in_namespaces():
                self._start_in_scratch()
            self._watch()
            self._finish()
            self._report({"kind": "end", "reason": self.ending or "", "truncated": self.truncated})
        finally:
            self._clean_up()

    def _channels(self):
        frames, self.trial_frames = os.pipe()
        stdout, self.trial_stdout = os.pipe()
        stderr, self.trial_stderr = os.pipe()
        listener, trial_listener = socket.socketpair()
        self.trial_listener = trial_listener.detach()
        tell = lambda label: self._report({"kind": "reached", "label": label})  # noqa: E731
        self.listener = Listener(listener, tell, self.shared)
        self.readers = {frames: wire.Reader(frames)}
        self.streams = {stdout: "stdout", stderr: "stderr"}
        for number in (frames, stdout, stderr):
            os.set_blocking(number, False)
        self.supervisor_ends = [frames, stdout, stderr, self.listener.channel.fileno(), *self.watched, self.out, self.stop]

    def _start_in_namespaces(self):
        """Start the trial behind an init of its own namespaces. False when that can't be had here."""
        self._channels()
        init_frames, init_out = os.pipe()
        uid, gid = os.getuid(), os.getgid()
        flags = view.namespaces()
        try:
            self.pid = linux.clone(flags)
        except OSError:
            self._close_channels(init_frames, init_out)
            return False
        if self.pid == 0:
            user = (uid, gid) if flags & linux.CLONE_NEWUSER else None
            NamespaceInit(self, init_out, user).main()
        os.close(init_out)
        self._close_trial_ends()
        os.set_blocking(init_frames, False)
        reader = wire.Reader(init_frames)
        first = self._first_frame(reader)
        if first is None or first["kind"] != "entered":
            os.waitpid(self.pid, 0)
            self._close_channels(init_frames)
            if first and first["kind"] == "obstacle":
                raise descriptors.Obstacle(first["reason"])
            return False
        self.init_reader = self.readers[init_frames] = reader
        self.trial_pid = self.namespace_child()
        return True

    def _first_frame(self, reader):
        end = time.monotonic() + 5
        while time.monotonic() < end and not reader.ended:
            frames = reader.read()
            if frames:
                return frames[0]
            time.sleep(0.0005)
        if not reader.ended:
            os.kill(self.pid, signal.SIGKILL)
        return None

    def namespace_child(self):
        try:
            with open("/proc/%d/task/%d/children" % (self.pid, self.pid)) as children:
                return int(children.read().split()[0])
        except (OSError, IndexError, ValueError):
            return None

    def _start_in_scratch(self):
        """Start the trial on a copy of the folder, without namespaces, as a child of this process."""
        self._channels()
        self.init_reader = None
        self.scratch_view = view.ScratchView(os.getcwd(), self.scratch, self.shared)
        self.scratch_view.enter()
        os.chdir(self.scratch_view.folder)
        self.pid = self.trial_pid = os.fork()
        if self.pid == 0:
            os.chdir(self.scratch_view.copy)
            self.become_trial(self.scratch_view, own_namespaces=False)
        self._close_trial_ends()

    def become_trial(self, seen, *, own_namespaces):
        """In the trial's process: close what is not its own, cut what is shared, and run. Never returns."""
        try:
            for number in self.supervisor_ends:
                os.close(number)
            own = {0, 1, 2, self.trial_frames, self.trial_stdout, self.trial_stderr, self.trial_listener}
            from .trial import become

            become(self, seen, own, own_namespaces)
        except descriptors.Obstacle as obstacle:
            wire.send(self.trial_frames, {"kind": "obstacle", "reason": str(obstacle)})
        except BaseException as error:
            wire.send(self.trial_frames, {"kind": "obstacle", "reason": "the trial could not start (%r)" % error})
        finally:
            os._exit(0)

    def _close_trial_ends(self):
        for number in (self.trial_frames, self.trial_stdout, self.trial_stderr, self.trial_listener):
            os.close(number)

    def _close_channels(self, *others):
        for number in {*self.readers, *self.streams, *others}:
            os.close(number)
        self.listener.close()

    def _watch(self):
        """Pass on what the trial says until it ends, is stopped, or breaks a limit."""
        self.selector = selectors.DefaultSelector()
        for each in (*self.readers, *self.streams, self.stop, self.listener.channel):
            self.selector.register(each, selectors.EVENT_READ)
        for each in self.watched:
            if not fcntl.fcntl(each, fcntl.F_GETFL) & os.O_WRONLY:
                self.selector.register(each, selectors.EVENT_READ)
        started = time.monotonic()
        deadline = started + self.limits["time_s"]
        stuck = 0
        while self.ending is None:
            self._pass_on(TICK_S)
            if self._init_is_done() if self.init_reader else self._reaped():
                return
            now = time.monotonic()
            if now > deadline:
                self.ending = "time"
            if now - started > 0.2:
                stuck = stuck + 1 if is_stuck(self.trial_pid) else 0
                self.ending = self.ending or ("stuck" if stuck == 3 else None)
                self._look_for_a_reader()

    def _look_for_a_reader(self):
        """End a trial that waits for what only an inherited connection could bring."""
        labels = {inode: label for label, inode in self.watched.values()}
        waits_for = waits_to_read(self.trial_pid, labels)
        if waits_for is not None:
            self._talked(labels[waits_for])

    def _talked(self, label):
        self._report({"kind": "reached", "label": label})
        self.ending = self.ending or "talked"

    def _pass_on(self, timeout_s):
        for key, _ in self.selector.select(timeout_s):
            number = key.fd
            if number in self.readers:
                self._pass_frames(self.readers[number])
            elif number in self.streams:
                self._pass_text(number)
            elif number == self.stop:
                self._obey()
            elif number in self.watched:
                self._talked(self.watched[number][0])
                self.selector.unregister(number)
            elif number == self.listener.channel.fileno():
                self.selector.unregister(number)
                if self.listener.receive():
                    self.selector.register(self.listener, selectors.EVENT_READ)
            elif not self.listener.answer():
                self.selector.unregister(self.listener)

    def _obey(self):
        """A byte marks the files that there are so far as not the cell's; the pipe's end means stop."""
        if os.read(self.stop, 1):
            self._mark_files()
        else:
            self.ending = "stopped"
            self.selector.unregister(self.stop)

    def _mark_files(self):
        if self.init_reader:
            os.kill(self.pid, signal.SIGUSR2)
        else:
            self.scratch_view.mark()

    def _pass_frames(self, reader):
        for frame in reader.read():
            if reader is self.init_reader:
                self._hear_init(frame)
            elif frame.get("kind") == "output":
                self._keep(len(str(frame)), frame)
            elif frame.get("kind") == "result":
                frame["denied"] = [path for path in frame.get("denied", ()) if _writable(str(path))]
                self._report(frame)
            elif frame.get("kind") == "obstacle":
                self._report(frame)
        if reader.ended:
            self.selector.unregister(reader.descriptor)

    def _hear_init(self, frame):
        if frame["kind"] == "limit":
            self.ending = frame["reason"]
            return
        self.all_ended = self.all_ended or frame["kind"] == "files"
        self._report(frame)

    def _init_is_done(self):
        """Whether nothing of the trial runs any more; what is left of its init is to be torn down only."""
        return self.all_ended or self.init_reader.ended

    def _pass_text(self, number):
        try:
            data = os.read(number, 1 << 16)
        except BlockingIOError:
            return
        if not data:
            self.selector.unregister(number)
            return
        content = {"name": self.streams[number], "text": data.decode("utf-8", "replace")}
        self._keep(len(data), {"kind": "output", "msg_type": "stream", "content": content})

    def _keep(self, size, frame):
        """Pass an output on while there is room; images may take eight times the room of text."""
        self.kept_bytes += size if frame.get("msg_type") == "stream" else size // 8
        if self.kept_bytes > self.limits["output_bytes"]:
            self.truncated = True
        else:
            self._report(frame)

    def _reaped(self):
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.pid = None
            self._report({"kind": "exit", "status": status})
        return bool(pid)

    def _finish(self):
        """End whatever is left of the trial and take what it said last."""
        if self.init_reader:
            self._finish_namespaces()
        else:
            self._kill_strays()
            self._report(self.scratch_view.report())
        for _ in range(20):
            before = self.kept_bytes
            self._pass_on(0)
            if self.kept_bytes == before:
                break

    def _finish_namespaces(self):
        if self._init_is_done():
            return
        os.kill(self.pid, signal.SIGUSR1)
        end = time.monotonic() + GRACE_S
        while not self._init_is_done() and time.monotonic() < end:
            self._pass_on(0.01)
        if not self._init_is_done():
            os.kill(self.pid, signal.SIGKILL)

    def _clean_up(self):
        if self.init_reader and self.pid:
            try:
                os.waitpid(self.pid, 0)
            except ChildProcessError:
                pass
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _kill_strays(self):
        """End every descendant: they are all children of this subreaper once their parents are gone."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            pids = _descendants(os.getpid())
            for number in (signal.SIGSTOP, signal.SIGKILL):
                for pid in pids:
                    try:
                        os.kill(pid, number)
                    except OSError:
                        pass
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                if not pids:
                    return


def _writable(path):
    """Whether the user may write there when no trial confines him."""
    while not os.path.lexists(path):
        path = os.path.dirname(path)
    return os.access(path, os.W_OK)


def _descendants(root):
    """The processes below this one, by the parents that /proc names."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
