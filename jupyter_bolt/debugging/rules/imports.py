"""Missing imports: modules used by name, and the usual aliases and names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, ErrorFacts
from .cell_code import CellCode
from .rule import MOST_CANDIDATES, Candidate
from .usual_imports import imported_from, usual_imports


class MissingImport:
    """A name that is not defined because its import is missing, where the module is installed."""

    name = "imports"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        code = CellCode(cell.source)
        if code.span(error.facts) is None:
            return []
        statements = list(dict.fromkeys(self._statements(error, code)))
        return [self._candidate(statement, code) for statement in statements[:MOST_CANDIDATES]]

    def _statements(self, error: CellError, code: CellCode) -> Iterator[str]:
        if error.name == "AttributeError":
            yield from (f"import {module}" for module in error.facts.importable)
        elif error.name == "NameError" and error.facts.name:
            yield from self._for_name(error.facts.name, error.facts, code)

    def _for_name(self, name: str, facts: ErrorFacts, code: CellCode) -> Iterator[str]:
        installed = set(facts.importable)
        yield from (each for each in usual_imports(name) if imported_from(each) in installed)
        if name in installed and is_used_as_module(name, code):
            yield f"import {name}"

    def _candidate(self, statement: str, code: CellCode) -> Candidate:
        return Candidate(
            title=f"Add `{statement}`",
            explanation=f"`{imported_from(statement)}` is installed, but this has not been imported.",
            source=f"rule:{self.name}",
            after=code.with_import(statement),
        )


def is_used_as_module(name: str, code: CellCode) -> bool:
    """Whether the cell takes attributes of the name, and does nothing else with it."""
    if code.tree is None:
        return False
    nodes = list(ast.walk(code.tree))
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in nodes)
    owners = sum(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
        for node in nodes
    )
    return 0 < uses == owners
