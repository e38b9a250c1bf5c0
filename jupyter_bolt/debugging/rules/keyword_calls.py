"""Find the call whose keyword argument nothing takes."""

from __future__ import annotations

import ast
import re

from ...trials.evidence import CellError
from .edits import Edits

UNEXPECTED = re.compile(
    r"unexpected keyword arguments?:? \[?'(\w+)'"
    r"|'(\w+)' is an invalid keyword argument"
    r"|object has no property '(\w+)'"
    r"|[Uu]nrecognized keyword argument:? '?(\w+)"
)


def unexpected_keyword(error: CellError) -> str | None:
    """The keyword argument of which an error's message says that nothing takes it."""
    if error.name not in {"TypeError", "AttributeError"}:
        return None
    found = UNEXPECTED.search(error.message)
    return next((each for each in found.groups() if each), None) if found else None


def keyword_call(edits: Edits, error: CellError, keyword: str) -> ast.Call | None:
    """The call in the failing line that has the keyword; what was called, where several have it."""
    source = error.facts.called.source if error.facts.called else ""
    having = [call for call in edits.calls(error) if any(each.arg == keyword for each in call.keywords)]
    having = [call for call in having if ast.unparse(call.func) == source] or having
    stands = [call for call in having if edits.exact(call)]
    return stands[0] if stands else None
