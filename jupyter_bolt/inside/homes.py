"""Where a name or a module lives that an import did not find: public modules of the package, project folders."""

from __future__ import annotations

import importlib.util
import os
import pkgutil
import re
import sys
from typing import TYPE_CHECKING, Any

from .bounded import message_of
from .folder_search import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MODULES = 300
MOST_LOADED = 20_000
MOST_BYTES = 500_000
LACKING = (
    r"(?:cannot import name '(?P<name>\w+)' from|[Mm]odule) '(?P<package>[\w.]+)'"
    r"(?: has no attribute '(?P<attribute>\w+)')?"
)


def import_homes(error: BaseException) -> dict[str, Any]:
    """Return `{homes, folders, conda}` for an import that failed, and for an attribute that a module lacks."""
    message = message_of(error)
    lacks = re.match(LACKING, message)
    if lacks and isinstance(error, (ImportError, AttributeError)):
        package, name = lacks.group("package"), lacks.group("name") or lacks.group("attribute")
        homes = homes_of(name, package) if name else []
        if name and not homes and isinstance(error, ImportError):
            homes = beside(name, package)
        return {"homes": homes}
    if not isinstance(error, ImportError):
        return {}
    conda = os.path.isdir(os.path.join(sys.prefix, "conda-meta"))
    missing = re.match(r"No module named '(\w+)'", message)
    return {"conda": conda, "folders": module_folders(missing.group(1)) if missing else []}


def homes_of(name: str, package: str) -> list[str]:
    """The package's own public modules that define or export a name. None is imported for this."""
    owner = sys.modules.get(package)
    found = []
    for number, each in enumerate(pkgutil.iter_modules(getattr(owner, "__path__", None) or [])):
        if number >= MOST_MODULES:
            break
        if not each.name.startswith("_") and each.name not in ("tests", "testing", "conftest"):
            full = "%s.%s" % (package, each.name)
            if defines(full, name):
                found.append(full)
    return found


def beside(name: str, package: str) -> list[str]:
    """The loaded public modules of the same distribution, one part long below it, that export a name."""
    top = package.partition(".")[0]
    found = []
    for each, module in list(sys.modules.items())[:MOST_LOADED]:
        parts = each.split(".")
        if parts[0] == top and len(parts) == 2 and each != package and not parts[1].startswith("_"):
            exported = vars(module).get("__all__") if module is not None else None
            if isinstance(exported, (list, tuple)) and name in exported:
                found.append(each)
    return found


def defines(module: str, name: str) -> bool:
    loaded = sys.modules.get(module)
    if loaded is not None:
        return name in vars(loaded)
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return False
    with open(spec.origin, encoding="utf-8", errors="replace") as file:
        text = file.read(MOST_BYTES)
    escaped = re.escape(name)
    made = r"^(?:def|class|async def)\s+%s\b|^%s\s*[:=]|^\s*from\s+\S+\s+import\s[^#\n]*\b%s\b|^\s+%s,\s*$|^\s*[\"']%s[\"'],?"
    return re.search(made % ((escaped,) * 5), text, re.MULTILINE) is not None


def module_folders(module: str) -> list[str]:
    """Folders near the working folder in which a module or package of this name lies."""
    return sorted(set(_module_folders(module)))


def _module_folders(module: str) -> Iterator[str]:
    for path, is_folder in entries():
        folder, name = os.path.split(path)
        if (name == module + ".py" and not is_folder) or (
            name == module and is_folder and os.path.isfile(os.path.join(path, "__init__.py"))
        ):
            yield folder.replace(os.sep, "/") or "."
