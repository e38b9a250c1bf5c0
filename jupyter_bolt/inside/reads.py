"""Notes which files the code of a replay reads: once one of them has changed, what it showed is old."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .wire import Frame

MOST = 5000
LOOKS = {"open", "os.listdir", "os.scandir", "sqlite3.connect"}
"""Audit events whose first argument is what is read."""
STARTS = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "pty.spawn", "subprocess.Popen"}
"""Audit events of another program, or process, whose reading is not heard."""
PASSING = ("/proc/", "/sys/", "/dev/")
KNOWN = {
    "PIL", "_brotli", "_cffi_backend", "_yaml", "bottleneck", "charset_normalizer", "contourpy", "debugpy",
    "kiwisolver", "markupsafe", "matplotlib", "msgpack", "numexpr", "numpy", "orjson", "pandas", "psutil",
    "pydantic_core", "regex", "rpds", "scipy", "simplejson", "sklearn", "statsmodels", "tornado", "wrapt", "yaml",
    "zmq",
}  # fmt: skip
"""Packages with compiled code that opens files through Python. Others may open them unheard."""


class Reads:
    """Notes paths from Python's audit events, as `sys.addaudithook` tells them."""

    def __init__(self) -> None:
        paths = sysconfig.get_paths()
        places = {os.path.realpath(paths[each]) for each in ("stdlib", "platstdlib", "purelib", "platlib")}
        self._installed = tuple(place + "/" for place in places)
        self._folder = os.getcwd()
        self._paths: set[str] = set()
        self._heard_all = not _has_startup_files()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take one event. What it raised would be raised in the code."""
        if event in LOOKS:
            self._note(arguments[0] if arguments[0] is not None else ".")
        elif event in STARTS:
            self._heard_all = False

    def _note(self, path: object) -> None:
        if isinstance(path, int):
            return  # a file that is open already
        try:
            full = os.path.join(os.getcwd(), os.fsdecode(path))  # type: ignore[arg-type]
        except Exception:  # no path at all, or code of the user's in its place
            self._heard_all = False
            return
        if "\0" in full or full.startswith(PASSING) or full in self._paths:
            return
        if len(self._paths) < MOST:
            self._paths.add(full)
        else:
            self._heard_all = False

    def told(self) -> Frame:
        """The paths that were looked at, without those of what is installed, and whether these are all."""
        modules = {file for module in list(sys.modules.values()) if (file := _file_of(module))}
        paths = {_source(path) for path in (*self._paths, *modules)}
        compiled = {self._package(file) for file in modules if file.endswith((".so", ".pyd"))}
        return {
            "folder": self._folder,
            "paths": sorted(path for path in paths if os.path.isabs(path) and not self._is_installed(path)),
            "all": self._heard_all and compiled <= KNOWN | {"lib-dynload"},
        }

    def _package(self, file: str) -> str:
        """The folder or the module, where modules are installed, to which a file belongs; else its whole path."""
        place = max((each for each in self._installed if file.startswith(each)), key=len, default="")
        return file[len(place) :].split("/")[0].split(".")[0] if place else file

    def _is_installed(self, path: str) -> bool:
        return (os.path.realpath(path) + "/").startswith(self._installed)


def _file_of(module: object) -> str:
    """A module's file, without running what lazy ones do when they are asked, or ""."""
    if not issubclass(type(module), ModuleType):
        return ""
    file = ModuleType.__getattribute__(module, "__dict__").get("__file__")
    return file if isinstance(file, str) and "\0" not in file else ""


def _source(path: str) -> str:
    """The file that a compiled one is of."""
    try:
        return importlib.util.source_from_cache(path) if path.endswith(".pyc") else path
    except (ValueError, NotImplementedError):
        return path


def _has_startup_files() -> bool:
    """Whether IPython has run files of the user's before anything could be heard."""
    from IPython import get_ipython

    try:
        folder = get_ipython().profile_dir.startup_dir
        return any(name.endswith((".py", ".ipy")) for name in os.listdir(folder))
    except (AttributeError, OSError):
        return False
