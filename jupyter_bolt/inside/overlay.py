"""A view in namespaces of its own: overlays over what may be written, the rest read-only."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from . import linux
from .namespaces import mount_points
from .view import DEVICES, Change, Unavailable, View, differ, files_below

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cover(NamedTuple):
    """An overlay: the path that it covers, a descriptor of the real folder, and the folder of what is written."""

    place: str
    lower: int
    upper: str


class OverlayView(View):
    """Overlays in namespaces of their own. To be entered by the namespace's first process."""

    def __init__(self, folder: str, scratch: str, files_bytes: int, shared: str | None) -> None:
        super().__init__(folder, scratch, shared)
        self._files_bytes = files_bytes
        self._base = ""
        self._covers: list[Cover] = []
        kernels_own = os.path.expanduser("~/.ipython/profile_default/")
        self._own_business = (kernels_own, shared) if shared else (kernels_own,)

    def enter(self, *, user_namespace: bool) -> None:
        """Mount everything. Raises `Unavailable` when the working folder can't be covered."""
        places = {path: os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) for path in self._places()}
        mounted = mount_points()
        self._mount_scratch()
        real = os.open(self.shared, os.O_PATH | os.O_CLOEXEC) if self.shared else None
        for path, lower in places.items():
            if self._is_coverable(path, mounted, user_namespace):
                self._cover(path, lower, user_namespace)
            else:
                os.close(lower)
        if self.shared and real is not None:
            _keep_real(self.shared, real)
        _mount_proc_and_terminals()
        os.chdir(self.folder)

    def _is_coverable(self, path: str, mounted: set[str], user_namespace: bool) -> bool:
        if any(point.startswith(path + "/") and point != self.scratch for point in mounted):
            if path == self.folder:
                raise Unavailable("something is mounted inside the folder")
            return False
        # An overlay copies the folders above a file before it writes it. In a user namespace that fails for
        # folders of somebody else's, so there each place gets an overlay of its own, also inside another one.
        return user_namespace or self.place(path) is None

    def _mount_scratch(self) -> None:
        """Make everything read-only but a file system in memory for what is written."""
        try:
            linux.make_tree_read_only()
            size = "size=%d,mode=0700" % self._files_bytes
            linux.mount("tmpfs", self.scratch, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, size)
        except OSError as error:
            raise Unavailable(str(error)) from None
        self._base = "/proc/self/fd/%d" % os.open(self.scratch, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)

    def _places(self) -> list[str]:
        home, temporary = os.path.expanduser("~"), tempfile.gettempdir()
        places: list[str] = []
        for path in (self.folder, home, temporary, "/tmp", "/var/tmp", "/dev/shm"):
            real = os.path.realpath(path)
            if real != "/" and os.path.isdir(real) and os.access(real, os.W_OK) and real not in places:
                places.append(real)
        return sorted(places, key=len)

    def _cover(self, path: str, lower: int, user_namespace: bool) -> None:
        base = "%s/%d" % (self._base, len(self._covers))
        for name in ("", "/upper", "/work"):
            os.mkdir(base + name)
        os.chmod(base + "/upper", stat.S_IMODE(os.fstat(lower).st_mode))
        options = "lowerdir=/proc/self/fd/%d,upperdir=%s/upper,workdir=%s/work" % (lower, base, base)
        try:
            linux.mount("overlay", path, "overlay", 0, options + (",userxattr" if user_namespace else ""))
        except OSError as error:
            os.close(lower)
            shutil.rmtree(base)
            if path == self.folder:
                raise Unavailable(str(error)) from None
            return
        self._covers.append(Cover(path, lower, base + "/upper"))

    def place(self, path: str) -> str | None:
        covered = any(path == each.place or path.startswith(each.place + "/") for each in self._covers)
        return path if covered else None

    def writable(self) -> list[str]:
        shared = [self.shared] if self.shared else []
        return [*(each.place for each in self._covers), *shared, "/dev/pts", "/dev/ptmx", *DEVICES]

    def forget_in_trial(self) -> None:
        for number in (*(each.lower for each in self._covers), int(self._base.rpartition("/")[2])):
            os.close(number)

    def _found(self) -> Iterator[Change]:
        for cover in self._covers:
            if cover.place != "/dev/shm":
                for change in _changes(cover):
                    if not change.path.startswith(self._own_business):
                        yield change


def _keep_real(path: str, opened: int) -> None:
    """Bind the real folder over whatever covers it, writable again."""
    linux.mount("/proc/self/fd/%d" % opened, path, None, linux.MS_BIND)
    linux.mount(None, path, None, linux.MS_REMOUNT | linux.MS_BIND)
    os.close(opened)


def _mount_proc_and_terminals() -> None:
    quiet = linux.MS_NOSUID | linux.MS_NOEXEC
    try:
        linux.mount("proc", "/proc", "proc", linux.MS_RDONLY | linux.MS_NODEV | quiet)
        linux.mount("devpts", "/dev/pts", "devpts", quiet, "newinstance,ptmxmode=0666,mode=620")
        if not os.path.islink("/dev/ptmx"):
            linux.mount("/dev/pts/ptmx", "/dev/ptmx", None, linux.MS_BIND)
    except OSError as error:
        raise Unavailable(str(error)) from None


def _changes(cover: Cover) -> Iterator[Change]:
    for after in files_below(cover.upper):
        inner = os.path.relpath(after, cover.upper)
        before = "/proc/self/fd/%d/%s" % (cover.lower, inner)
        change = _change(os.path.join(cover.place, inner), before, after)
        if change:
            yield change


def _change(path: str, before: str, after: str) -> Change | None:
    state = os.lstat(after)
    if stat.S_ISCHR(state.st_mode) and state.st_rdev == 0:  # how an overlay notes what was deleted
        return Change(path, "deleted")
    if not os.path.lexists(before):
        return Change(path, "made", state.st_size, state.st_mtime_ns)
    return Change(path, "changed", state.st_size, state.st_mtime_ns) if differ(before, after) else None
