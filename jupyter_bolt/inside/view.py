"""What a trial sees of the file system: everything, with all that it writes kept apart.

Two ways. *Overlay*: mount and PID namespaces of its own, the whole tree read-only, and overlays over the
working folder, the home folder and the temporary folders; absolute paths work. *Scratch*: where no namespace
can be had, a bounded copy of the working folder (small files copied, large ones linked and so read-only).
Landlock stands behind both.
"""

import os
import shutil
import stat
import tempfile

from . import linux

COPIED_FILE_BYTES = 4 * 1024**2
COPIED_BYTES = 64 * 1024**2
COPIED_ENTRIES = 2000
LISTED_CHANGES = 1000
COMPARED_BYTES = 64 * 1024**2
DEVICES = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"]


class Unavailable(Exception):
    """This kind of view cannot be had here."""


def namespaces():
    """The namespaces in which an overlay view is made: without a user namespace when root can do without."""
    flags = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWIPC
    if os.geteuid() == 0 and _has_sys_admin():
        return flags
    return flags | linux.CLONE_NEWUSER


def _has_sys_admin():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("CapEff:"):
                return bool(int(line.split()[1], 16) >> 21 & 1)
    return False


def map_own_user(uid, gid):
    """Be the same user inside a new user namespace. Raises `Unavailable` for the kernel's "nobody"."""
    if 65534 in (uid, gid):
        raise Unavailable("files can't be made as the overflow user")
    for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (uid, uid)), ("gid_map", "%d %d 1" % (gid, gid))):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


class View:
    """What both kinds have in common: the list of files that were made, changed or deleted."""

    def mark(self):
        """Take what has changed so far as not the trial's doing."""
        self._marked = set(self._found())

    def report(self):
        """The changes since the mark as a frame; paths relative to the working folder where they lie in it."""
        files = []
        found = [each for each in self._found() if each not in self._marked]
        for path, change, size, _when in found[:LISTED_CHANGES]:
            inner = os.path.relpath(path, self.folder) if path.startswith(self.folder + "/") else path
            files.append({"path": inner, "change": change, "size_bytes": size})
        return {"kind": "files", "files": files, "truncated": len(found) > LISTED_CHANGES}


class OverlayView(View):
    """Overlays in namespaces of their own. To be entered by the namespace's first process.

    `shared`, a folder, stays the real one and writable.
    """

    def __init__(self, folder, scratch, files_bytes, shared=None):
        self._marked = set()
        self.shared = shared
        self.folder = folder
        self.scratch = scratch
        self.files_bytes = files_bytes
        self.covered = []
        self._lower = []
        kernels_own = os.path.expanduser("~/.ipython/profile_default/")
        self._own_business = (kernels_own, shared) if shared else (kernels_own,)

    def enter(self, user_namespace):
        """Mount everything. Raises `Unavailable` when the working folder can't be covered."""
        places, mounted = self._places(), _mount_points()
        try:
            linux.make_tree_read_only()
            size = "size=%d,mode=0700" % self.files_bytes
            linux.mount("tmpfs", self.scratch, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, size)
        except OSError as error:
            raise Unavailable(str(error)) from None
        self._base = "/proc/self/fd/%d" % os.open(self.scratch, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        real = os.open(self.shared, os.O_PATH | os.O_CLOEXEC) if self.shared else None
        for path in places:
            if not any(point.startswith(path + "/") and point != self.scratch for point in mounted):
                self._cover(path, user_namespace)
            elif path == self.folder:
                raise Unavailable("something is mounted inside the folder")
        if real is not None:
            self._keep_real(real)
        self._mount_proc_and_terminals()
        os.chdir(self.folder)

    def _keep_real(self, opened):
        linux.mount("/proc/self/fd/%d" % opened, self.shared, None, linux.MS_BIND)
        linux.mount(None, self.shared, None, linux.MS_REMOUNT | linux.MS_BIND)
        os.close(opened)

    def _places(self):
        wanted = [self.folder, os.path.expanduser("~"), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"]
        places = []
        for path in wanted:
            real = os.path.realpath(path)
            if real != "/" and os.path.isdir(real) and os.access(real, os.W_OK) and real not in places:
                places.append(real)
        return sorted(places, key=len)

    def _cover(self, path, user_namespace):
        if self.covered_by(path):
            return
        lower = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        base = "%s/%d" % (self._base, len(self.covered))
        for name in ("", "/upper", "/work"):
            os.mkdir(base + name)
        mode = os.fstat(lower)
        os.chmod(base + "/upper", stat.S_IMODE(mode.st_mode))
        options = "lowerdir=/proc/self/fd/%d,upperdir=%s/upper,workdir=%s/work" % (lower, base, base)
        try:
            linux.mount("overlay", path, "overlay", 0, options + (",userxattr" if user_namespace else ""))
        except OSError as error:
            os.close(lower)
            shutil.rmtree(base)
            if path == self.folder:
                raise Unavailable(str(error)) from None
            return
        self.covered.append(path)
        self._lower.append((lower, base + "/upper"))

    def covered_by(self, path):
        """The covered place in which a path lies, or None."""
        inside = [place for place in self.covered if path == place or path.startswith(place + "/")]
        return max(inside, key=len) if inside else None

    def _mount_proc_and_terminals(self):
        try:
            linux.mount("proc", "/proc", "proc", linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
            linux.mount("devpts", "/dev/pts", "devpts", linux.MS_NOSUID | linux.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")
            if not os.path.islink("/dev/ptmx"):
                linux.mount("/dev/pts/ptmx", "/dev/ptmx", None, linux.MS_BIND)
        except OSError as error:
            raise Unavailable(str(error)) from None

    def forget_in_trial(self):
        """Close, in the trial's process, what only the listing of changes needs."""
        for number in (*(lower for lower, _ in self._lower), int(self._base.rpartition("/")[2])):
            os.close(number)

    def writable(self):
        return [*self.covered, *([self.shared] if self.shared else []), "/dev/pts", "/dev/ptmx", *DEVICES]

    def _found(self):
        for place, (lower, upper) in zip(self.covered, self._lower):
            if place != "/dev/shm":
                for change in _overlay_changes(place, "/proc/self/fd/%d" % lower, upper):
                    if not change[0].startswith(self._own_business):
                        yield change


def _mount_points():
    with open("/proc/self/mountinfo") as mounts:
        points = [line.split()[4] for line in mounts]
    return {point.encode().decode("unicode_escape") if "\\" in point else point for point in points}


def _overlay_changes(place, lower, upper):
    for folder, names, files in os.walk(upper):
        inner = os.path.relpath(folder, upper)
        for name in files + [name for name in names if os.path.islink(os.path.join(folder, name))]:
            path = os.path.normpath(os.path.join(inner, name))
            change = _overlay_change(os.path.join(lower, path), os.path.join(folder, name))
            if change:
                yield (os.path.join(place, path), *change)


def _overlay_change(before, after):
    state = os.lstat(after)
    if stat.S_ISCHR(state.st_mode) and state.st_rdev == 0:
        return ("deleted", 0, 0)
    if not os.path.lexists(before):
        return ("made", state.st_size, state.st_mtime_ns)
    return ("changed", state.st_size, state.st_mtime_ns) if _differ(before, after, state) else None


def _differ(before, after, state):
    old = os.lstat(before)
    if (old.st_mode, old.st_uid, old.st_size) != (state.st_mode, state.st_uid, state.st_size):
        return True
    if not stat.S_ISREG(state.st_mode) or state.st_size > COMPARED_BYTES:
        return old.st_mtime_ns != state.st_mtime_ns
    with open(before, "rb") as one, open(after, "rb") as other:
        return one.read() != other.read()


class ScratchView(View):
    """A bounded copy of the working folder, for where nothing can be mounted."""

    def __init__(self, folder, scratch, shared=None):
        self._marked = set()
        self.shared = shared
        self.folder = folder
        self.scratch = scratch
        self.copy = scratch + "/folder"
        self.covered = [scratch]
        self._before = {}
        self._left = [COPIED_ENTRIES, COPIED_BYTES]

    def enter(self):
        os.mkdir(self.copy)
        os.mkdir(self.scratch + "/tmp")
        self._fill(self.folder, self.copy)
        os.chdir(self.copy)
        os.environ["TMPDIR"] = tempfile.tempdir = self.scratch + "/tmp"

    def _fill(self, source, target):
        with os.scandir(source) as entries:
            for entry in entries:
                self._left[0] -= 1
                self._copy(entry, os.path.join(target, entry.name))

    def _copy(self, entry, target):
        if self._left[0] > 0 and entry.is_dir(follow_symlinks=False) and not self.scratch.startswith(entry.path + "/"):
            os.mkdir(target)
            try:
                return self._fill(entry.path, target)
            except PermissionError:
                os.rmdir(target)
        if self._left[0] > 0 and entry.is_file(follow_symlinks=False):
            size = entry.stat().st_size
            if size <= min(COPIED_FILE_BYTES, self._left[1]) and os.access(entry.path, os.R_OK):
                self._left[1] -= size
                shutil.copy2(entry.path, target)
                self._before[target] = self._state(target)
                return None
        os.symlink(entry.path, target)
        self._before[target] = self._state(target)
        return None

    @staticmethod
    def _state(path):
        state = os.lstat(path)
        return (state.st_size, state.st_mtime_ns, state.st_ino)

    def forget_in_trial(self):
        """Nothing is open that only the listing of changes needs."""

    def covered_by(self, path):
        return self.folder if path.startswith(self.folder + "/") else None

    def place(self, path):
        """Where a path of the working folder lies in the copy, or None when it was not copied."""
        copied = self.copy + path[len(self.folder) :]
        return copied if os.path.exists(copied) and not os.path.islink(copied) else None

    def writable(self):
        return [self.scratch, *([self.shared] if self.shared else []), "/dev/shm", "/dev/pts", "/dev/ptmx", *DEVICES]

    def _found(self):
        seen = set()
        for folder, names, files in os.walk(self.copy):
            for name in files + [name for name in names if os.path.islink(os.path.join(folder, name))]:
                path = os.path.join(folder, name)
                seen.add(path)
                change = self._change(path)
                if change:
                    yield (self.folder + path[len(self.copy) :], *change)
        for path in self._before.keys() - seen:
            yield (self.folder + path[len(self.copy) :], "deleted", 0, 0)

    def _change(self, path):
        state = os.lstat(path)
        if path not in self._before:
            return ("made", state.st_size, state.st_mtime_ns)
        if self._state(path) != self._before[path] and _differ(self.folder + path[len(self.copy) :], path, state):
            return ("changed", state.st_size, state.st_mtime_ns)
        return None
