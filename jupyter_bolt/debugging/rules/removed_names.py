"""Attributes, methods and built-ins that were removed, and what stands in their place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .bound_names import BoundNames
from .cell_code import CellCode
from .edits import Edit, Edits
from .removed.catalogue import GONE, REPLACED, Replacement
from .rule import Candidate
from .templates import Filled, Template, placed

FURTHER = frozenset({"pandas.DataFrame.append", "pandas.Series.append"})
"""Names for which another rule looks at what is live: `frame_append.py`."""
TITLE = 60
UNDEFINED = frozenset({"NameError", "UnboundLocalError"})


class RemovedName:
    """A name that the library or Python had, and that is something else now."""

    name = "removed-names"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        old = removed_name(error)
        replacement = REPLACED.get(old) if old else None
        if old is None or replacement is None or old in FURTHER:
            return []
        edits = Edits(CellCode(cell.source))
        change = Change(edits, Template(edits, BoundNames(notebook, cell)), old, replacement)
        after = change.after(list(uses(edits, error)))
        if after is None:
            return []
        was, now = change.shown
        return [
            Candidate(
                title=f"Replace `{was}` by `{now}`",
                explanation=f"`{old.removeprefix('builtins.')}` was removed in {replacement.since}.",
                source=f"rule:{self.name}",
                after=after,
            )
        ]


class Change:
    """One removed name's replacement, written in all places of a cell."""

    def __init__(self, edits: Edits, template: Template, old: str, replacement: Replacement) -> None:
        self.edits = edits
        self.template = template
        self.old = old
        self.replacement = replacement
        self.shown = ("", "")
        """What is replaced first and by what, cut to what fits a title."""

    def after(self, nodes: list[ast.expr]) -> str | None:
        """The cell with each of these nodes replaced; None where one of them can't be."""
        changes: list[Edit] = []
        imports: list[str] = []
        for node in nodes:
            filled = self._filled(node)
            edit = placed(self.edits, self._replaced(node), filled.text) if filled else None
            if filled is None or edit is None or not self.edits.exact(self._replaced(node)):
                return None
            if not changes:
                self.shown = (cut(self.edits.text(self._replaced(node))), cut(filled.text))
            changes.append(edit)
            imports.extend(filled.imports)
        return with_imports(self.edits.replaced(changes), imports) if changes else None

    def _replaced(self, node: ast.expr) -> ast.expr:
        parent = self.edits.parents.get(node)
        calls = isinstance(parent, ast.Call) and parent.func is node
        return parent if self.replacement.calls and calls and isinstance(parent, ast.Call) else node

    def _filled(self, node: ast.expr) -> Filled | None:
        owner = node.value if isinstance(node, ast.Attribute) else None
        whole, new = self._replaced(node), self.replacement.new
        if self.replacement.calls and not isinstance(whole, ast.Call):
            return None
        if "{" in new or not new[:1].isalpha():
            call = whole if isinstance(whole, ast.Call) and self.replacement.calls else None
            return self.template.fill(new, owner=owner, call=call)
        module = self.old.rpartition(".")[0]
        if owner is not None and new.startswith(module + ".") and ":" not in new:
            return Filled(f"{self.edits.text(owner)}.{new[len(module) + 1 :]}")
        filled = Filled("")
        filled.text = self.template.reference(new, filled)
        return filled


def cut(text: str) -> str:
    """The first line of an expression, at most `TITLE` characters of it."""
    line = text.partition("\n")[0]
    return line if line == text and len(line) <= TITLE else line[:TITLE] + "…"


def removed_name(error: CellError) -> str | None:
    """The dotted name of what an error misses, where it is known to have been removed."""
    name = error.facts.name
    if not name:
        return None
    if error.name in UNDEFINED:
        owners = ["builtins"]
    elif error.name == "AttributeError":
        owners = [known_as(owner) for owner in error.facts.owners] + error.facts.owners
    else:
        return None
    dotted = (f"{owner}.{name}" for owner in owners)
    return next((each for each in dotted if each in REPLACED or each in GONE), None)


def known_as(owner: str) -> str:
    """A class by its package and its name: modules inside a library move."""
    package, _, rest = owner.partition(".")
    return f"{package}.{rest.rpartition('.')[2]}"


def uses(edits: Edits, error: CellError) -> Iterator[ast.expr]:
    """The places in the cell where the removed name stands."""
    name, owner = error.facts.name, error.facts.owner_source
    if error.name in UNDEFINED:
        yield from (each for each in edits.nodes(ast.Name) if each.id == name)
    else:
        for node in edits.nodes(ast.Attribute):
            if node.attr == name and ast.unparse(node.value) == owner:
                yield node


def with_imports(source: str, statements: list[str]) -> str:
    """The source with these imports on top, each once."""
    for statement in reversed(dict.fromkeys(statements)):
        source = CellCode(source).with_import(statement)
    return source
