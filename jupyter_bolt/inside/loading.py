"""Turn the sources that were sent into modules of this kernel's process, outside every namespace of the user's."""

from __future__ import annotations

import linecache
import sys
import types
from typing import Any

PACKAGE = "_jupyter_bolt_inside"


def load(digest: str, sources: list[tuple[str, str]]) -> Any:
    """Make the modules, in the given order, unless these very ones are there. Returns the package."""
    loaded = sys.modules.get(PACKAGE)
    if getattr(loaded, "digest", "") == digest:
        return loaded
    package: Any = types.ModuleType(PACKAGE)
    package.__path__ = []
    package.digest = digest
    sys.modules[PACKAGE] = package
    for name, source in sources:
        setattr(package, name, _module(name, source))
    return package


def _module(name: str, source: str) -> types.ModuleType:
    module = types.ModuleType(PACKAGE + "." + name)
    file = "<jupyter_bolt %s>" % name
    module.__package__ = PACKAGE
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    sys.modules[module.__name__] = module
    exec(compile(source, file, "exec"), module.__dict__)
    return module
