"""Keyword arguments that were removed, and what is written in their place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .bound_names import BoundNames
from .cell_code import CellCode
from .edits import Edits
from .keyword_calls import keyword_call, unexpected_keyword
from .removed.catalogue import ARGUMENTS
from .removed.rows import Argument
from .removed_names import with_imports
from .rule import Candidate
from .templates import Filled, Template, placed


class RemovedArgument:
    """A keyword argument that the function took once."""

    name = "removed-arguments"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        keyword, called = unexpected_keyword(error), error.facts.called
        edits = Edits(CellCode(cell.source))
        call = keyword_call(edits, error, keyword) if keyword else None
        if keyword is None or called is None or call is None:
            return []
        argument = next(iter(meant(called.function, keyword, call)), None)
        given = next(each for each in call.keywords if each.arg == keyword)
        if argument is None:
            return []
        filled = Template(edits, BoundNames(notebook, cell))
        after = rewritten(edits, filled, call, given, argument)
        return [] if after is None else [self._candidate(keyword, argument, called.source, after)]

    def _candidate(self, keyword: str, argument: Argument, source: str, after: str) -> Candidate:
        new = argument.instead.partition("={value}")[0] if "={value}" in argument.instead[-8:] else ""
        return Candidate(
            title=f"Replace `{keyword}=` by `{new}=`" if new else f"Write `{source}` without `{keyword}=`",
            explanation=f"`{source}` takes no `{keyword}` since {argument.since}.",
            source=f"rule:{self.name}",
            after=after,
        )


def rewritten(
    edits: Edits, template: Template, call: ast.Call, keyword: ast.keyword, argument: Argument
) -> str | None:
    """The cell with the call as it is written now."""
    instead = argument.instead
    if not instead:
        return edits.replaced([edits.without(call, keyword)])
    if instead.startswith("."):
        return edits.replaced(
            [
                edits.without(call, keyword),
                edits.replacing(call, "")._replace(start=edits.range(call)[1], text=instead),
            ]
        )
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if "{owner}" in instead or "{args}" in instead:
        filled = template.fill(instead, owner=owner, call=call, without=keyword)
        edit = placed(edits, call, filled.text) if filled else None
        return with_imports(edits.replaced([edit]), filled.imports) if filled and edit else None
    filled = Filled("")
    text = instead.replace("{value}", edits.text(keyword.value))
    for name in [part for part in instead.split("{")[1:] if "}" in part]:
        dotted = name.partition("}")[0]
        if dotted != "value":
            text = text.replace("{" + dotted + "}", template.reference(dotted, filled))
    return with_imports(edits.replaced([edits.replacing(keyword, text)]), filled.imports)


def knows_keyword(function: str, keyword: str, call: ast.Call) -> bool:
    """Whether a function is known to have taken this keyword once."""
    return next(iter(meant(function, keyword, call, any_value=True)), None) is not None


def meant(function: str, keyword: str, call: ast.Call, *, any_value: bool = False) -> Iterator[Argument]:
    """The rows of the table for a keyword of a call, and its value."""
    package, last = function.partition(".")[0], last_name(function, call)
    value = next((ast.unparse(each.value) for each in call.keywords if each.arg == keyword), "")
    for row in ARGUMENTS:
        if row.keyword != keyword or last not in row.functions.split():
            continue
        if package.lstrip("_") == row.package and (any_value or not row.value or row.value == value):
            yield row


def last_name(function: str, call: ast.Call) -> str:
    """What a call calls, without its module and class; a constructor by its class."""
    written = getattr(call.func, "attr", getattr(call.func, "id", ""))
    known = [part for part in function.split(".") if part not in {"__init__", "__new__", "__call__"}]
    return str(written) if written in known or not known else known[-1]
