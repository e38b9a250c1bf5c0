"""Facts of a call that failed: what was called, and what it takes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from .bounded import clean, message_of
from .positions import nearest, nodes_of
from .signatures import functions_named, parameters_of
from .traces import trace_value

if TYPE_CHECKING:
    from .cell_text import CellText
    from .traces import Trace

MOST_OTHERS = 400
ABOUT_ARGUMENTS = re.compile(r"argument|parameter|has no property")
NAMED = re.compile(r"(?<![\w.])((?:\w+\.)*\w+)\(\)|'(\w+)' object has no property")
"""`Line2D.set() got an unexpected …`, `'Text' object has no property …`."""


def called(error: BaseException, trace: Trace, cell: CellText) -> dict[str, Any] | None:
    """Describe what the cell called when the error speaks of arguments."""
    at, message = trace.position(), message_of(error)
    if (
        at is None
        or not isinstance(error, (TypeError, AttributeError))
        or not ABOUT_ARGUMENTS.search(message)
    ):
        return None
    call = nearest(nodes_of(cell.tree, ast.Call), at)
    if call is None:
        return None
    named = functions_of(message)
    function = callee(call.func, trace)
    last = call.func.attr if isinstance(call.func, ast.Attribute) else None
    if function is None:
        function = next((each for each in named if getattr(each, "__name__", None) == last), None)
    return {
        "source": clean(ast.unparse(call.func)),
        "function": name_of(function),
        "parameters": without_self(function),
        "others": list(dict.fromkeys(each["name"] for other in named for each in without_self(other)))[
            :MOST_OTHERS
        ],
    }


def callee(node: ast.expr, trace: Trace) -> Any:
    """What was called: a chain of names, a method of something written out, or of what the call was given first."""
    function = trace_value(node, trace)
    if function is None and isinstance(node, ast.Attribute):
        try:
            return getattr(type(ast.literal_eval(node.value)), node.attr, None)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return getattr(type(trace.first_argument()), node.attr, None)
    return function


def functions_of(message: str) -> list[Any]:
    """The functions that the message speaks of; those that make an artist know some of its keywords."""
    found = NAMED.search(message)
    if found is None:
        return []
    if found.group(2) or found.group(1).endswith(".set"):
        artist = found.group(2) or found.group(1)[: -len(".set")]
        return [*functions_named(artist + ".set"), *functions_named(artist)]
    return functions_named(found.group(1)) if "." in found.group(1) else []


def without_self(function: Any) -> list[dict[str, str]]:
    """The parameters, those of a function in a class without its first."""
    if function is None:
        return []
    parameters = parameters_of(function)
    return parameters[1:] if parameters and parameters[0]["name"] in {"self", "cls"} else parameters


def name_of(function: Any) -> str:
    """Where it was defined: `pandas.DataFrame.drop`; an instance by its type."""
    named = function if hasattr(function, "__qualname__") else type(function)
    owner = getattr(function, "__self__", None)
    module = getattr(named, "__module__", None) or type(owner).__module__
    return "" if function is None else clean("%s.%s" % (module, named.__qualname__))
