"""A change of an item of what can't change: a tuple, a text, a range; an index of what has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing

UNCHANGING = re.compile(
    r"'(tuple|str|range|map|dict_keys)' object does not support item (assignment|deletion)"
)
WITHOUT_INDEX = re.compile(
    r"'(dict_keys|dict_values|dict_items|map|filter|zip|generator|enumerate)' object is not subscriptable"
)
WITHOUT_LENGTH = re.compile(r"object of type '(map|filter|zip|generator|enumerate)' has no len\(\)")


class FixedItems:
    """`pair[0] = 5` of a tuple, `text[0] = "J"`, `d.keys()[0]`, `len(map(…))`."""

    name = "fixed-items"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "TypeError":
            return []
        failing = Failing(cell, error)
        return [failing.candidate(self.name, title, why, edit) for title, why, edit in self._changes(failing)]

    def _changes(self, failing: Failing) -> Iterator[tuple[str, str, Edit]]:
        message = failing.error.message
        if told := UNCHANGING.search(message):
            yield from self._changed(told.group(1), failing)
        elif told := WITHOUT_INDEX.search(message):
            node = failing.find(ast.Subscript)
            if node is not None:
                why = f"A `{told.group(1)}` has no index: a list of its items has."
                yield f"Make a list of `{failing.text(node.value)}`", why, failing.wrapped(node.value, "list")
        elif told := WITHOUT_LENGTH.search(message):
            call = failing.find(ast.Call)
            if call is not None and call.args:
                why = f"A `{told.group(1)}` has no length: a list of its items has."
                yield (
                    f"Make a list of `{failing.text(call.args[0])}`",
                    why,
                    failing.wrapped(call.args[0], "list"),
                )

    def _changed(self, kind: str, failing: Failing) -> Iterator[tuple[str, str, Edit]]:
        node = failing.find(ast.Subscript)
        statement = failing.statement(node) if node is not None else None
        if node is None or statement is None or not isinstance(node.value, ast.Name):
            return
        name = node.value.id
        if kind == "str":
            if (
                isinstance(statement, ast.Assign)
                and len(statement.targets) == 1
                and statement.targets[0] is node
            ):
                yield from self._text(name, node, statement, failing)
        elif failing.parent(statement) is failing.code.tree:
            why = f"`{name}` is a `{kind}`, whose items can't change: a list's can."
            yield f"Make a list of `{name}`", why, failing.line_before(statement, f"{name} = list({name})")

    def _text(
        self, name: str, node: ast.Subscript, statement: ast.Assign, failing: Failing
    ) -> Iterator[tuple[str, str, Edit]]:
        why = "Text can't be changed in its place: a new text is made of its parts."
        new = failing.text(statement.value)
        match node.slice:
            case ast.Constant(value=0):
                after = f"{name} = {new} + {name}[1:]"
            case ast.Constant(value=int(at)):
                after = f"{name} = {name}[:{at}] + {new} + {name}[{at + 1}:]"
            case ast.Name(id=at):
                after = f"{name} = {name}[:{at}] + {new} + {name}[{at} + 1:]"
            case _:
                return
        yield f"Make a new text for `{name}`", why, failing.replaced(statement, after)
