"""A module and what it holds under the same name: `datetime.datetime`, `time.time`, `tqdm.tqdm`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Edit, Failing

CALLED = frozenset(
    {"datetime", "time", "tqdm", "pprint", "glob", "random", "copy", "timeit", "array", "tabulate", "box"}
)
"""Modules that hold a function or class of their own name."""
OF_DATETIME = frozenset(
    ["now", "today", "strptime", "fromtimestamp", "utcnow", "fromisoformat", "combine", "utcfromtimestamp"]
)
FROM = {
    "datetime": frozenset({"timedelta", "date", "timezone", "time"}),
    "time": frozenset({"sleep", "perf_counter", "monotonic", "strftime", "process_time"}),
    "random": frozenset({"randint", "choice", "choices", "shuffle", "sample", "uniform", "seed", "gauss"}),
    "copy": frozenset({"deepcopy"}),
}
"""What else is looked for on a function or class that has its module's name."""


class SameName:
    """The module where its member is meant, or the member where the module is."""

    name = "same-names"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        if error.name == "TypeError" and "'module' object is not callable" in error.message:
            return list(self._called(failing))
        if error.name == "AttributeError":
            node = failing.attribute()
            return [] if node is None else list(self._attribute(node, failing))[:1]
        if error.name == "TypeError" and (
            told := re.search(r"descriptor '(\w+)' for '(\w+)\.(\w+)' objects", error.message)
        ):
            call = failing.find(ast.Call)
            if (
                call is not None
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in FROM.get(told.group(2), ())
            ):
                return [self._imported(call.func, told.group(2), failing)]
        return []

    def _called(self, failing: Failing) -> Iterator[Candidate]:
        match failing.find(ast.Call):
            case ast.Call(func=ast.Name(id=name) as func) if name in CALLED:
                why = f"`{name}` is the module: what can be called is `{name}.{name}`."
                yield failing.candidate(
                    self.name, f"Call `{name}.{name}`", why, failing.replaced(func, f"{name}.{name}")
                )

    def _attribute(self, node: ast.Attribute, failing: Failing) -> Iterator[Candidate]:
        owner, name = ast.unparse(node.value), node.attr
        module = failing.error.facts.owner_type == "module"
        if module and owner == "datetime" and name in OF_DATETIME:
            same = [
                each
                for each in failing.all(ast.Attribute)
                if each.attr in OF_DATETIME and ast.unparse(each.value) == owner
            ]
            why = f"`datetime` is the module: `{name}` is a method of its class `datetime`."
            edits = [Edit(end := failing.extent(each.value)[1], end, ".datetime") for each in same]
            yield failing.candidate(self.name, f"Call `datetime.datetime.{name}`", why, *edits)
        elif (
            not module
            and owner == name
            and isinstance(node.value, ast.Name)
            and failing.type_of(node.value) != "NoneType"
        ):
            same = [each for each in failing.all(ast.Attribute) if ast.unparse(each) == f"{name}.{name}"]
            why = f"`{name}` is the function or class itself here, not the module."
            edits = [failing.replaced(each, name) for each in same]
            yield failing.candidate(self.name, f"Use `{name}` itself", why, *edits)
        elif not module and name in FROM.get(owner, ()):
            yield self._imported(node, owner, failing)

    def _imported(self, node: ast.Attribute, module: str, failing: Failing) -> Candidate:
        shown = ast.unparse(node)
        same = [each for each in failing.all(ast.Attribute) if ast.unparse(each) == shown]
        after = failing.after(*(failing.replaced(each, node.attr) for each in same))
        why = f"`{module}` is not the module here: `{node.attr}` has to be imported by itself."
        statement = f"from {module} import {node.attr}"
        return Candidate(
            f"Add `{statement}`", why, f"rule:{self.name}", CellCode(after).with_import(statement)
        )
