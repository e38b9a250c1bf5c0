"""Threads that would be missing in a fork: paused before it, replaced after it, or a reason not to fork."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from typing import Any

_OPENMP = re.compile(r"/lib(g|i)?omp[^/]*\.so|/libgomp|/libiomp")
_loaded: dict[str, ctypes.CDLL] = {}


class _LibraryInfo(ctypes.Structure):
    _fields_ = (("address", ctypes.c_void_p), ("name", ctypes.c_char_p))


_VISIT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_LibraryInfo), ctypes.c_size_t, ctypes.c_void_p)


def openmp_libraries() -> list[str]:
    """The OpenMP runtimes that are loaded, from dl_iterate_phdr(3)."""
    found: list[str] = []

    def visit(info: Any, _size: int, _data: int | None) -> int:
        name = os.fsdecode(info.contents.name or b"")
        if _OPENMP.search(name):
            found.append(name)
        return 0

    ctypes.CDLL(None).dl_iterate_phdr(_VISIT(visit), None)
    return found


def pause_openmp() -> None:
    """End the idle OpenMP threads: a fork has none of them and would wait for them for ever.

    `omp_pause_resource_all(omp_pause_soft)`, OpenMP 5.0; the next parallel region starts them anew.
    """
    for name in openmp_libraries():
        if name not in _loaded:
            _loaded[name] = ctypes.CDLL(name)
        pause = getattr(_loaded[name], "omp_pause_resource_all", None)
        if pause is not None:
            pause(1)


def obstacle() -> str | None:
    """Why this process must not be forked, or None. Cheap: looks at loaded modules only."""
    torch = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    if cuda is not None and getattr(cuda, "is_initialized", bool)():
        return "a GPU is in use (CUDA can't be forked)"
    if "jax" in sys.modules:
        return "JAX is loaded (its threads can't be forked)"
    if _has_process_pool():
        return "it has a pool of worker processes (they can't be forked)"
    if "ray" in sys.modules or "pyspark" in sys.modules:
        return "it is connected to a cluster"
    return None


def _has_process_pool() -> bool:
    """Whether a `ProcessPoolExecutor` lives: its manager thread would be missing, its pipes are the parent's."""
    module = sys.modules.get("concurrent.futures.process")
    return bool(module and len(module._threads_wakeups))


def forget_workers() -> None:
    """Let joblib and multiprocessing start workers of the fork's own instead of asking its parent's."""
    reusable: Any = sys.modules.get("joblib.externals.loky.reusable_executor")
    if reusable is not None:
        reusable._executor = None
        reusable._executor_kwargs = None
    for name in ("joblib.externals.loky.backend.resource_tracker", "multiprocessing.resource_tracker"):
        module = sys.modules.get(name)
        tracker = getattr(module, "_resource_tracker", None)
        if tracker is not None:
            tracker._fd = tracker._pid = None
