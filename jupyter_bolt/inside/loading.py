"""Turn the sources that were sent into modules of this kernel's process, outside every namespace of the user's."""

from __future__ import annotations

import base64
import importlib.util
import linecache
import marshal
import sys
import types
import zlib
from typing import Any

PACKAGE = "_jupyter_bolt_inside"
FILE = "<jupyter_bolt %s>"


def load(digest: str, sources: list[tuple[str, str]], magic: str, compiled: str) -> Any:
    """Make the modules, in the given order, unless these very ones are there. Returns the package.

    `compiled`: the same as code of the Python that writes `magic` into its files: where this is another one,
    the sources are compiled here, which takes some ten times as long as all else.
    """
    loaded = sys.modules.get(PACKAGE)
    if getattr(loaded, "digest", "") == digest:
        return loaded
    package: Any = types.ModuleType(PACKAGE)
    package.__path__ = []
    package.digest = digest
    sys.modules[PACKAGE] = package
    same = importlib.util.MAGIC_NUMBER.hex() == magic
    codes = marshal.loads(zlib.decompress(base64.b64decode(compiled))) if same else {}
    for name, source in sources:
        setattr(package, name, _module(name, source, codes.get(name)))
    return package


def _module(name: str, source: str, code: types.CodeType | None) -> types.ModuleType:
    module = types.ModuleType(PACKAGE + "." + name)
    file = FILE % name
    module.__package__ = PACKAGE
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    sys.modules[module.__name__] = module
    exec(code or compile(source, file, "exec"), module.__dict__)
    return module
