"""A list as a key or in a set: a tuple can be one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import is_a, literal

HOLDERS = frozenset({"set", "frozenset", "Counter", "dict.fromkeys", "collections.Counter"})


class Unhashable:
    """A list where something is needed that never changes."""

    name = "unhashable"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        kinds = ("unhashable type: 'list'", "unhashable type: 'set'", "unhashable type: 'numpy.ndarray'")
        if error.name != "TypeError" or not any(kind in error.message for kind in kinds):
            return []
        failing = Failing(cell, error)
        edits = list(self._edits(failing))
        if not edits:
            return []
        shown = failing.source[edits[0].start : edits[0].end]
        why = "Keys and members of sets must never change, as a list does: a tuple can be one."
        return [failing.candidate(self.name, f"Replace `{shown}` by `{edits[0].text}`", why, *edits)]

    def _edits(self, failing: Failing) -> Iterator[Edit]:
        kind = "frozenset" if "'set'" in failing.error.message else "tuple"
        node = failing.find(
            ast.Dict, ast.Set, ast.Subscript, ast.Call, ast.Compare, ast.DictComp, ast.SetComp
        )
        for key in self._keys(node):
            if isinstance(key, ast.List) and not any(isinstance(each, ast.Starred) for each in key.elts):
                inside = failing.text(key)[1:-1].rstrip().removesuffix(",")
                yield failing.replaced(key, f"({inside},)" if len(key.elts) == 1 else f"({inside})")
            elif is_a(failing.value(key), "list", "set", "ndarray") or isinstance(key, ast.ListComp):
                yield failing.wrapped(key, kind)
        match node:
            case ast.Call(func=function, args=[items]) if ast.unparse(function) in HOLDERS:
                inner = literal(failing.value(items))
                if isinstance(inner, (list, tuple)) and all(isinstance(each, (list, set)) for each in inner):
                    yield failing.replaced(items, f"map({kind}, {failing.text(items)})")

    def _keys(self, node: ast.AST | None) -> list[ast.expr]:
        match node:
            case ast.Dict(keys=keys):
                return [each for each in keys if each is not None]
            case ast.Set(elts=parts):
                return parts
            case ast.Subscript(slice=key):
                return [key]
            case ast.Call(
                func=ast.Attribute(attr="add" | "get" | "setdefault" | "pop" | "discard"), args=[key, *_]
            ):
                return [key]
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()]):
                return [key]
            case ast.DictComp(key=key):
                return [key]
            case ast.SetComp(elt=key):
                return [key]
        return []
