"""The result of a method that changes its object in place, and returns None."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing

METHODS = frozenset(
    {
        "sort",
        "reverse",
        "append",
        "extend",
        "insert",
        "remove",
        "clear",
        "update",
        "add",
        "discard",
        "shuffle",
        "setdefault",
    }
)


NONE = re.compile(r"None|can only join an iterable")


class InPlaceResult:
    """`xs = xs.sort()` and the like, where the cell goes on with the None."""

    name = "in-place"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"TypeError", "AttributeError", "ValueError"} or not NONE.search(error.message):
            return []
        failing = Failing(cell, error)
        found = [*self._assigned(failing), *self._chained(failing)]
        return [self._candidate(call, edit, failing) for call, edit in found[:1]]

    def _candidate(self, call: ast.Call, edit: Edit, failing: Failing) -> Candidate:
        method = _method(call)
        why = f"`{method}` changes the object itself and returns `None`."
        return failing.candidate(self.name, f"Don't use the result of `{method}`", why, edit)

    def _assigned(self, failing: Failing) -> Iterator[tuple[ast.Call, Edit]]:
        """Assignments in the cell to a name that was None when it failed."""
        for node in failing.all(ast.Assign):
            match node:
                case ast.Assign(targets=[ast.Name() as target], value=ast.Call() as call):
                    if failing.type_of(target) == "NoneType" and (
                        edit := self._edit(target, node, call, failing)
                    ):
                        yield call, edit

    def _edit(self, target: ast.Name, node: ast.Assign, call: ast.Call, failing: Failing) -> Edit | None:
        if (kept := not_in_place(call, failing)) is not None:
            return kept
        owner = _changed(call)
        if owner is None:
            return None
        if ast.unparse(owner) == target.id:
            return failing.replaced(node, failing.text(call))
        new = as_value(call, failing)
        return failing.replaced(call, new) if new else None

    def _chained(self, failing: Failing) -> Iterator[tuple[ast.Call, Edit]]:
        """Calls whose None is used at once: `xs.sort()[0]`, `for x in xs.sort()`, `len(xs.sort())`."""
        at = failing.find(ast.expr, ast.stmt)
        if at is None:
            return
        for call in ast.iter_child_nodes(at):
            if isinstance(at, (ast.ListComp, ast.GeneratorExp)):
                call = at.generators[0].iter
            if not isinstance(call, ast.Call) or (isinstance(at, ast.Assign)):
                continue
            if (edit := not_in_place(call, failing)) is not None:
                yield call, edit
            elif (_changed(call) is not None) and (new := as_value(call, failing)):
                yield call, failing.replaced(call, new)


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _changed(call: ast.Call) -> ast.expr | None:
    """The object that the call changes."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute() | ast.Name() as module, attr="shuffle"),
            args=[changed, *_],
        ):
            return changed if ast.unparse(module) in {"random", "np.random", "numpy.random", "rng"} else None
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in METHODS:
            return owner
    return None


def not_in_place(call: ast.Call, failing: Failing) -> Edit | None:
    """The call without its `inplace=True`."""
    for keyword in call.keywords:
        match keyword:
            case ast.keyword(arg="inplace", value=ast.Constant(value=True)):
                start, end = failing.extent(keyword)
                before = failing.source[:start].rstrip()
                if before.endswith(","):
                    return Edit(len(before) - 1, end, "")
                after = failing.source[end:]
                rest = len(after) - len(after.lstrip(", ")) if after.lstrip().startswith(",") else 0
                return Edit(start, end + rest, "")
    return None


def as_value(call: ast.Call, failing: Failing) -> str | None:
    """An expression for what the object is after the change, which leaves the object as it is."""
    owner = _changed(call)
    if owner is None:
        return None
    xs, kind = failing.text(owner), failing.type_of(owner)
    arguments = [failing.text(each) for each in (*call.args, *call.keywords)]
    match _method(call), arguments:
        case "sort", _ if kind in {"list", ""}:
            return f"sorted({', '.join([xs, *arguments])})"
        case "reverse", [] if kind in {"list", ""}:
            return f"{xs}[::-1]"
        case "append", [item] if kind in {"list", ""}:
            return f"{xs} + [{item}]"
        case "extend", [items] if kind in {"list", ""}:
            return f"{xs} + list({items})"
        case "add", [item] if kind in {"set", ""}:
            return f"{xs} | {{{item}}}"
        case "update", [items] if kind == "set":
            return f"{xs}.union({items})"
        case "update", [items] if not call.keywords and (
            kind == "dict" or isinstance(call.args[0], ast.Dict)
        ):
            return f"{{**{xs}, **{items}}}"
        case "shuffle", [_] if failing.text(call).startswith("random."):
            return f"random.sample({xs}, len({xs}))"
        case "shuffle", [_]:
            return f"{failing.text(call.func).removesuffix('shuffle')}permutation({xs})"
    return None
