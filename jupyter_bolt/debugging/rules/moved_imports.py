"""Imports of what a library or Python has moved or renamed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .bound_names import names_elsewhere
from .cell_code import CellCode
from .edits import Edit, Edits, failing_line
from .removed.catalogue import GONE, REPLACED
from .rule import Candidate

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})


class MovedImport:
    """An import from where the thing stood once: written as it is imported now."""

    name = "moved-imports"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in IMPORT_ERRORS:
            return []
        edits = Edits(CellCode(cell.source))
        for statement in statements(edits, failing_line(error)):
            moved = Moved(edits, statement, notebook, cell)
            after = moved.after()
            if after is not None:
                old, new = moved.names[0]
                return [
                    Candidate(
                        title=f"Import `{new}` instead of `{old}`",
                        explanation=f"`{old}` is gone since {moved.since}; it is `{new}` now.",
                        source=f"rule:{self.name}",
                        after=after,
                    )
                ]
        return []


class Moved:
    """One import statement, written as it is written now."""

    def __init__(
        self, edits: Edits, statement: ast.Import | ast.ImportFrom, notebook: Notebook, cell: Cell
    ) -> None:
        self.edits = edits
        self.statement = statement
        self.names: list[tuple[str, str]] = []
        self.since = ""
        self._notebook, self._cell = notebook, cell
        self._uses: list[Edit] = []

    def after(self) -> str | None:
        """The cell with the statement written anew; None where nothing of it has moved, or nobody knows where to."""
        parts, kept = [], []
        for alias in self.statement.names:
            part = self._part(alias)
            if part is None:
                return None
            if part:
                parts.append(part)
            else:
                kept.append(alias)
        if not self.names:
            return None
        if kept:
            parts.insert(0, self._kept(kept))
        text = self._between().join(dict.fromkeys(parts))
        return self.edits.replaced([self.edits.replacing(self.statement, text), *self._uses])

    def _part(self, alias: ast.alias) -> str | None:
        """A statement for one imported name; empty for a name that has not moved."""
        module = self.statement.module if isinstance(self.statement, ast.ImportFrom) else None
        old = f"{module}.{alias.name}" if module else alias.name
        if old in GONE or (module in GONE and old not in REPLACED):
            return None
        new, since = moved_to(old)
        if not new:
            return ""
        if "{" in new:
            return None
        self.names.append((old, new.replace(":", ".").removeprefix("builtins.")))
        self.since = since
        return self._imported(alias, new) if module else self._module(alias, new)

    def _imported(self, alias: ast.alias, new: str) -> str:
        """`from module import name`, with what it was called here."""
        module, _, name = new.partition(":") if ":" in new else new.rpartition(".")
        bound = alias.asname or alias.name
        if module == "builtins":
            return f"{bound} = {name}"
        if not module:
            return f"import {name}" + (f" as {bound}" if bound != name else "")
        first = name.partition(".")[0]
        if bound == name:
            return f"from {module} import {name}"
        if alias.asname or names_elsewhere(bound, self._notebook, self._cell):
            if first != name:
                return f"from {module} import {first}{self._between()}{bound} = {name}"
            return f"from {module} import {name} as {bound}"
        self._rename(bound, name)
        return f"from {module} import {first}"

    def _module(self, alias: ast.alias, new: str) -> str:
        if "." in alias.name and not alias.asname:
            uses = (node for node in self.edits.nodes(ast.Attribute) if ast.unparse(node) == alias.name)
            self._uses.extend(self.edits.replacing(node, new) for node in uses)
            return f"import {new}"
        bound = alias.asname or alias.name
        if alias.asname is None and "." not in new and not names_elsewhere(bound, self._notebook, self._cell):
            self._rename(bound, new)
            return f"import {new}"
        return f"import {new}" if bound == new else f"import {new} as {bound}"

    def _rename(self, bound: str, name: str) -> None:
        uses = (node for node in self.edits.nodes(ast.Name) if node.id == bound)
        self._uses.extend(self.edits.replacing(node, name) for node in uses if self.edits.exact(node))

    def _kept(self, aliases: list[ast.alias]) -> str:
        names = ", ".join(ast.unparse(alias) for alias in aliases)
        module = self.statement.module if isinstance(self.statement, ast.ImportFrom) else None
        return f"from {module} import {names}" if module else f"import {names}"

    def _between(self) -> str:
        """What stands between two statements: a new line where this one has its line for itself."""
        start, end = self.edits.range(self.statement)
        before = self.edits.source[:start].rpartition("\n")[2]
        alone = not before.strip() and not self.edits.source[end:].lstrip(" \t").startswith(";")
        return "\n" + before if alone else "; "


def moved_to(old: str) -> tuple[str, str]:
    """Where a dotted name stands now, itself or what it stood in, and since when; nothing where it has not moved."""
    if old in REPLACED:
        return ("{}" if REPLACED[old].calls else REPLACED[old].new), REPLACED[old].since
    module, _, name = old.rpartition(".")
    if module in REPLACED and not REPLACED[module].calls:
        return f"{REPLACED[module].new}.{name}", REPLACED[module].since
    return "", ""


def statements(edits: Edits, line: int) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports in a line, without those from this package itself."""
    nodes: list[ast.Import | ast.ImportFrom] = [*edits.nodes(ast.Import), *edits.nodes(ast.ImportFrom)]
    for node in nodes:
        if node.lineno <= line <= (node.end_lineno or node.lineno) and not getattr(node, "level", 0):
            yield node


def removed_import(error: CellError) -> str | None:
    """The dotted name of what an import misses, where it is known to have been removed."""
    if error.name not in IMPORT_ERRORS or not error.facts.name:
        return None
    owner, name = error.facts.owner_source, error.facts.name
    old = f"{owner}.{name}" if owner else name
    return old if old in REPLACED or old in GONE else None
