"""The name of a column or key without its quotes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..cell_names import names_of
from ..rule import Candidate
from ..values.failing import Edit, Failing
from .asked import is_frame, keys_of, under


class ForgottenQuotes:
    """`df[price]` → `df["price"]`, `df.groupby(city)` → `df.groupby("city")`."""

    name = "forgotten-quotes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        name = error.facts.name
        if error.name != "NameError" or name is None:
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Name)
        if node is None or node.id != name or _is_made(name, notebook):
            return []
        edits = next(self._edits(node, failing), None)
        if edits is None:
            return []
        why = f"There is no variable `{name}`, but a column or key of this name: it is asked for as text."
        return [failing.candidate(self.name, f"Ask for `{edits[0].text}`", why, *edits)]

    def _edits(self, node: ast.Name, failing: Failing) -> Iterator[list[Edit]]:
        """Quotes around it and those beside it, by what is asked."""
        child: ast.AST = node
        for around in failing.around(node):
            if isinstance(around, ast.stmt | ast.Lambda):
                return
            if isinstance(around, ast.Subscript) and child is around.slice:
                yield from self._inside(node, around, failing)
                return
            if isinstance(around, ast.Call) and child is not around.func:
                yield from self._of_call(node, around, failing)
                return
            child = around

    def _inside(self, node: ast.Name, around: ast.Subscript, failing: Failing) -> Iterator[list[Edit]]:
        value = failing.value(around.value)
        keys = keys_of(value)
        if node.id not in keys:
            return
        if _is_bare(node, around.slice):
            yield self._quoted(around.slice, keys, failing)
        elif is_frame(value):
            owner = failing.text(around.value)
            yield [failing.replaced(node, f'{owner}["{node.id}"]')]

    def _of_call(self, node: ast.Name, call: ast.Call, failing: Failing) -> Iterator[list[Edit]]:
        given = [*call.args, *(each.value for each in call.keywords)]
        owners = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        values = [value for each in (*owners, *given) if is_frame(value := under(each, failing))]
        keys = [key for value in values for key in keys_of(value)]
        mine = [each for each in given if _is_bare(node, each)]
        if node.id in keys and mine:
            yield [edit for each in given for edit in self._quoted(each, keys, failing)]

    def _quoted(self, within: ast.expr, keys: Sequence[object], failing: Failing) -> list[Edit]:
        names = within.elts if isinstance(within, ast.List | ast.Tuple) else [within]
        return [
            failing.replaced(each, f'"{each.id}"')
            for each in names
            if isinstance(each, ast.Name) and each.id in keys and each.id not in failing.error.facts.known
        ]


def _is_bare(node: ast.Name, within: ast.expr) -> bool:
    """Whether it is all that stands there, or one of a list."""
    return node is within or (isinstance(within, ast.List | ast.Tuple) and node in within.elts)


def _is_made(name: str, notebook: Notebook) -> bool:
    """Whether a cell makes a variable of this name: then that one was meant."""
    return any(
        name in names_of(CellCode(each.source).tree).made
        for each in notebook.cells
        if each.cell_type == "code"
    )
