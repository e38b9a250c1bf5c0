"""The sources of `inside/`, packed into one expression that a kernel evaluates."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import marshal
import zlib
from functools import cache
from importlib.resources import files

from ..inside.loading import FILE

MODULES = (
    "linux", "calls", "filter", "wire", "request", "view", "namespaces", "overlay", "scratch", "descriptors", "mappings",
    "pools", "buffers", "library_marks", "marks", "names", "bounded", "variables", "facts", "cell_text", "positions", "traces", "members", "missing_names",
    "missing_keys", "live_keys", "live_values", "owners", "signatures", "called", "folder_search", "sniffing", "file_facts", "homes", "sql_tables", "error_facts", "stuck", "reach", "channels", "denials", "later", "report",
    "trial", "init", "strays", "relay", "enclosure", "watch", "supervisor", "cell_runner", "ipykernel7", "reads", "replayed",
)  # fmt: skip
"""In the order in which they import each other."""


@cache
def sources() -> tuple[str, list[tuple[str, str]]]:
    """Return the digest of the sources that are sent, and the sources by module name."""
    room = files("jupyter_bolt.inside")
    read = [(name, (room / f"{name}.py").read_text("utf-8")) for name in MODULES]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:16], read


def compiled() -> tuple[str, str]:
    """The magic number of this Python, and the modules as its code, for a kernel of the same one."""
    _, read = sources()
    codes = {name: compile(source, FILE % name, "exec") for name, source in read}
    return importlib.util.MAGIC_NUMBER.hex(), base64.b64encode(
        zlib.compress(marshal.dumps(codes), 6)
    ).decode()


@cache
def _packed() -> str:
    loading = (files("jupyter_bolt.inside") / "loading.py").read_text("utf-8")
    text = json.dumps([loading, *sources(), *compiled()])
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode()


def expression(call: str) -> str:
    """An expression that loads the package `inside` where it is not loaded and then evaluates `inside.<call>`."""
    return (
        '(lambda s, p: (s.update(zip("cdsmb", __import__("json").loads(__import__("zlib").decompress('
        '__import__("base64").b64decode(p))))), exec(s["c"], s), s["load"](s["d"], s["s"], s["m"], s["b"]))[2])'
        f"({{}}, {_packed()!r}).{call}"
    )
