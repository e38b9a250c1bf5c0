"""A change of an item of what can't change: a tuple, a text, a range; an index of what has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..bound_names import MOST_CELLS
from ..cell_code import CellCode
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
        changes = self._changes(failing, notebook)
        return [failing.candidate(self.name, title, why, edit) for title, why, edit in changes]

    def _changes(self, failing: Failing, notebook: Notebook) -> Iterator[tuple[str, str, Edit]]:
        message = failing.error.message
        if told := UNCHANGING.search(message):
            yield from self._changed(told.group(1), failing)
        elif told := WITHOUT_INDEX.search(message):
            node = failing.find(ast.Subscript)
            if node is not None:
                why = f"A `{told.group(1)}` has no index: a list of its items has."
                yield from self._listed(node.value, why, failing, _below(notebook, failing.cell_id))
        elif told := WITHOUT_LENGTH.search(message):
            call = failing.find(ast.Call)
            if call is not None and call.args:
                why = f"A `{told.group(1)}` has no length: a list of its items has."
                yield from self._listed(call.args[0], why, failing, _below(notebook, failing.cell_id))

    def _listed(
        self, node: ast.expr, why: str, failing: Failing, below: list[CellCode]
    ) -> Iterator[tuple[str, str, Edit]]:
        """A list where the items are made; else where they are asked for, kept if anything wants them again."""
        title = f"Make a list of `{failing.text(node)}`"
        maker = _maker(node, failing)
        if maker is not None:
            yield title, why, _list_of(maker, failing)
        elif (statement := _kept_by(node, failing, below)) is not None:
            name = failing.text(node)
            yield title, why, failing.line_before(statement, f"{name} = list({name})")
        else:
            yield title, why, failing.wrapped(node, "list")

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


def _maker(node: ast.expr, failing: Failing) -> ast.expr | None:
    """What a name is given above, in the same function or the cell itself, where that is the only thing."""
    if not isinstance(node, ast.Name):
        return None
    scope = _scope(node, failing)
    made = [
        each
        for each in failing.all(ast.Name)
        if each.id == node.id and isinstance(each.ctx, ast.Store) and _scope(each, failing) is scope
    ]
    statement = failing.parent(made[0]) if len(made) == 1 else None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement.lineno < node.lineno:
        return statement.value
    return None


def _kept_by(node: ast.expr, failing: Failing, below: list[CellCode]) -> ast.stmt | None:
    """The cell's own statement above which the items of another cell's name are kept, if they are wanted again."""
    if not isinstance(node, ast.Name) or _scope(node, failing) is not failing.code.tree:
        return None
    uses = [each for each in failing.all(ast.Name) if each.id == node.id]
    again = len(uses) > 1 or any(True for code in below for _ in code.names(node.id))
    statement = failing.statement(node)
    if not again or statement is None or failing.parent(statement) is not failing.code.tree:
        return None
    return statement if all(isinstance(each.ctx, ast.Load) for each in uses) else None


def _below(notebook: Notebook, cell_id: str) -> list[CellCode]:
    ids = [each.cell_id for each in notebook.cells]
    at = ids.index(cell_id) + 1 if cell_id in ids else len(ids)
    return [CellCode(each.source) for each in notebook.cells[at : at + MOST_CELLS]]


def _scope(node: ast.AST, failing: Failing) -> ast.AST | None:
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)
    return next((each for each in failing.around(node) if isinstance(each, scopes)), None)


def _list_of(made: ast.expr, failing: Failing) -> Edit:
    text = failing.text(made)
    whole = isinstance(made, ast.GeneratorExp) and text.startswith("(")
    return failing.replaced(made, f"list{text}" if whole else f"list({text})")
