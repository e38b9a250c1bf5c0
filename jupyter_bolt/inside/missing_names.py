"""Facts of an error about a name, an attribute or an import that is not there."""

from __future__ import annotations

import ast
import difflib
import re
import sys
from typing import TYPE_CHECKING

from .bounded import message_of
from .facts import Facts
from .members import attributes_of, submodules_named, top_level_modules, type_name
from .positions import distance, nearest, nodes_of
from .traces import trace_value

if TYPE_CHECKING:
    from .cell_text import CellText
    from .facts import Span
    from .traces import Trace

IPYTHON_CACHES = re.compile(r"_+|_i+|_i?\d+|_[iod]h|__\w+__|In|Out|get_ipython|exit|quit")
"""Names that IPython keeps for itself: never what somebody misspelt."""


def quoted_name(error: BaseException) -> str | None:
    """The name that the message quotes, for errors that carry none."""
    found = re.search(r"(?:name|variable|attribute|module named) '([^']{1,200})'", message_of(error))
    return found.group(1) if found else None


def name_facts(error: NameError, trace: Trace, cell: CellText) -> Facts:
    name = getattr(error, "name", None) or quoted_name(error)
    at = trace.position()
    if name is None or at is None:
        return Facts(name)
    node = nearest((each for each in nodes_of(cell.tree, ast.Name) if each.id == name), at)
    span = cell.span(node.lineno, node.col_offset, name) if node else None
    known = (each for each in trace.names() if each != name and not IPYTHON_CACHES.fullmatch(each))
    return Facts(name, known=known, importable=top_level_modules(), span=span)


def attribute_facts(error: AttributeError, trace: Trace, cell: CellText) -> Facts:
    name, at = missing_attribute(error, trace, cell), trace.position()
    if not isinstance(name, str):
        return Facts()
    node = (
        nearest((each for each in nodes_of(cell.tree, ast.Attribute) if each.attr == name), at)
        if at
        else None
    )
    owner = getattr(error, "obj", None)
    if owner is None and node is not None:
        owner = trace_value(node.value, trace)
    facts = Facts(
        name,
        type_name(owner),
        ast.unparse(node.value) if node else None,
        known=(each for each in attributes_of(owner) if name.startswith("_") or not each.startswith("_")),
        importable=submodules_named(owner, name),
    )
    if node is not None and node.end_lineno is not None and node.end_col_offset is not None:
        start = node.end_col_offset - len(name.encode())
        facts.span = cell.span(node.end_lineno, start, name)
    return facts


def missing_attribute(error: AttributeError, trace: Trace, cell: CellText) -> object:
    """The attribute that the error names, or else the one at which the cell failed."""
    name, at = getattr(error, "name", None) or quoted_name(error), trace.position()
    if name is None and at is not None:
        name = next(
            (each.attr for each in nodes_of(cell.tree, ast.Attribute) if distance(each, at) == 0), None
        )
    return name


def import_facts(error: ImportError, trace: Trace, cell: CellText) -> Facts:
    """The missing module, or the name that a module does not have."""
    missing = re.search(
        r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'", message_of(error)
    )
    if missing:
        name, parent = missing.groups()
    else:
        whole = error.name or quoted_name(error) or ""
        parent, _, name = whole.rpartition(".")
    if not name:
        return Facts()
    owner = sys.modules.get(parent)
    known = attributes_of(owner) if owner is not None else modules_like(name)
    return Facts(
        name, "module" if parent else None, parent or None, known, span=import_span(name, trace, cell)
    )


def modules_like(name: str) -> list[str]:
    by_folded = {module.casefold(): module for module in top_level_modules()}
    return [
        by_folded[each] for each in difflib.get_close_matches(name.casefold(), by_folded, n=20, cutoff=0.6)
    ]


def import_span(name: str, trace: Trace, cell: CellText) -> Span | None:
    at = trace.position()
    statements = (
        node
        for node in ast.walk(cell.tree or ast.Module([], []))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    )
    statement = nearest(statements, at) if at else None
    if statement is None:
        return None
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    return next((span for line in lines if (span := cell.find(line, name))), None)
