"""What a callable takes: from its live signature, or from the first lines of its documentation."""

from __future__ import annotations

import inspect
import re
import sys
from typing import TYPE_CHECKING, Any

from .bounded import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARAMETERS = 400
MOST_FUNCTIONS = 5
DOCUMENTATION = 2_000
"""Characters of a documentation in which its signature is looked for."""
DEFAULT_CHARACTERS = 60
KINDS: dict[Any, str] = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "either",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
}


def parameters_of(function: Any) -> list[dict[str, str]]:
    """The parameters that have names, in their order, without `self`."""
    try:
        found = list(inspect.signature(function).parameters.values())[:MOST_PARAMETERS]
    except (TypeError, ValueError):
        found = []
    named = [parameter(each) for each in found if each.kind in KINDS]
    return named or from_documentation(function)


def parameter(each: inspect.Parameter) -> dict[str, str]:
    default = "" if each.default is each.empty else clean(repr(each.default), DEFAULT_CHARACTERS)
    return {"name": clean(each.name), "kind": KINDS[each.kind], "default": default}


def from_documentation(function: Any) -> list[dict[str, str]]:
    """The names in `max(iterable, *[, default=obj, key=func])`, as C functions are documented."""
    name = getattr(function, "__name__", "")
    text = getattr(function, "__doc__", None)
    if not isinstance(text, str) or not isinstance(name, str) or not name:
        return []
    written = re.findall(rf"(?<![\w]){re.escape(name)}\(([^()]*)\)", text[:DOCUMENTATION])
    words = dict.fromkeys(re.findall(r"(?<![=\w.])[A-Za-z_]\w*", re.sub(r"=[^,\]]*", "", ",".join(written))))
    return [{"name": clean(word), "kind": "either", "default": ""} for word in words][:MOST_PARAMETERS]


def functions_named(qualified: str) -> list[Any]:
    """Functions of loaded modules by the name that an error's message has, as `Line2D.set`."""
    first, *rest = qualified.split(".")
    found: list[Any] = []
    for each in loaded(first):
        value = each
        for part in rest:
            value = getattr(value, part, None)
        if callable(value) and not any(value is other for other in found):
            found.append(value)
        if len(found) == MOST_FUNCTIONS:
            break
    return found


def loaded(name: str) -> Iterator[Any]:
    """What modules that are loaded call by this name, and what was defined under it."""
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", None)
        value = names.get(name) if type(names) is dict else None
        if value is not None and getattr(value, "__qualname__", None) == name:
            yield value
