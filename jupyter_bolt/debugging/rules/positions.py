"""Arguments that can only be passed by keyword, and were passed by position."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, Parameter
from .cell_code import CellCode
from .edits import Edit, Edits
from .rule import Candidate

TOO_MANY = re.compile(
    r"takes .{1,60}positional arguments? but \d+ (?:positional arguments? .{1,80})?(?:were|was) given"
)
ORDERS = {"pandas.pivot": ("index", "columns", "values")}
"""Functions that took their arguments in another order when these could be passed by position."""
MOST_NAMED = 4


class KeywordOnly:
    """Name the arguments that are too many by position, from the signature of what was called."""

    name = "positions"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        called = error.facts.called
        if error.name != "TypeError" or called is None or not TOO_MANY.search(error.message):
            return []
        edits = Edits(CellCode(cell.source))
        calls = [call for call in edits.calls(error, within=called.source) if edits.exact(call)]
        if len(calls) != 1:
            return []
        named = list(pairs(calls[0], called.parameters, called.function))
        if not named or any(name is None for _, name in named):
            return []
        words = ", ".join(f"`{name}=`" for _, name in named)
        return [
            Candidate(
                title=f"Pass {words} by keyword",
                explanation=f"`{called.source}` takes fewer arguments by position; what is too many is named here.",
                source=f"rule:{self.name}",
                after=edits.replaced(
                    Edit(edits.range(node)[0], edits.range(node)[0], f"{name}=") for node, name in named
                ),
            )
        ]


def pairs(
    call: ast.Call, parameters: list[Parameter], function: str
) -> Iterator[tuple[ast.expr, str | None]]:
    """The arguments that are too many, each with its keyword; None where none fits for certain."""
    package, last = function.partition(".")[0], function.rpartition(".")[2]
    if order := ORDERS.get(f"{package}.{last}"):
        yield from zip(call.args, order, strict=False)
        return
    taken = [each for each in parameters if each.kind != "keyword"]
    excess = call.args[len(taken) :]
    given = {keyword.arg for keyword in call.keywords}
    free = [each for each in parameters if each.kind == "keyword" and each.name not in given]
    if len(excess) > MOST_NAMED or any(isinstance(each, ast.Starred) for each in call.args):
        return
    for node in excess:
        at = next((at for at, each in enumerate(free) if fits(node, each, first=at == 0)), None)
        yield node, None if at is None else free[at].name
        free = free[at + 1 :] if at is not None else []


def fits(node: ast.expr, parameter: Parameter, *, first: bool) -> bool:
    """Whether an argument is of the kind of a parameter's default; what has no telling default, only in its place."""
    kind, wanted = kind_of(node), kind_of_default(parameter.default)
    if kind is None or wanted is None:
        return first
    return kind == wanted


def kind_of(node: ast.expr) -> str | None:
    """`text`, `number` or `truth`, for what is written out."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) else "other"


def kind_of_default(default: str) -> str | None:
    """The same for a parameter's default; None for `None`, sentinels and what has none."""
    try:
        node = ast.parse(default, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    kind = kind_of(node)
    return None if kind == "other" else kind
