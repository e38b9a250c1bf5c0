"""Counting or collecting in a dictionary that is empty: the first time there is nothing to add to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Edit, Failing
from ..values.live_kinds import is_a, is_number

COLLECTS = {"append": "[]", "extend": "[]", "add": "set()"}


class CountFromNothing:
    """`counts[word] += 1` → `counts[word] = counts.get(word, 0) + 1`, where `counts` is still empty."""

    name = "counting"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "KeyError":
            return []
        failing = Failing(cell, error)
        node = failing.find(ast.Subscript)
        value = failing.value(node.value) if node is not None else None
        if node is None or value is None or value.type != "dict" or value.size != "0 items":
            return []
        if isinstance(node.slice, ast.Constant | ast.JoinedStr | ast.Slice):
            return []
        why = f"`{failing.text(node.value)}` is empty at first: a key begins with what is added to it."
        return [failing.candidate(self.name, title, why, edit) for title, edit in self._edits(node, failing)]

    def _edits(self, node: ast.Subscript, failing: Failing) -> Iterator[tuple[str, Edit]]:
        owner, key = failing.text(node.value), failing.text(node.slice)
        match failing.parent(node):
            case ast.AugAssign(op=ast.Add(), value=ast.List(elts=[item])) as statement:
                new = f"{owner}.setdefault({key}, []).append({failing.text(item)})"
                yield f"Collect with `{new}`", failing.replaced(statement, new)
            case ast.AugAssign(op=ast.Add() | ast.Sub() as op, value=added) as statement:
                start = self._start(added, failing)
                if start is not None:
                    sign = "+" if isinstance(op, ast.Add) else "-"
                    new = f"{owner}[{key}] = {owner}.get({key}, {start}) {sign} {failing.text(added)}"
                    yield f"Count with `{owner}.get({key}, {start})`", failing.replaced(statement, new)
            case ast.BinOp(left=left, op=ast.Add(), right=added) if left is node:
                start = self._start(added, failing)
                if start is not None and self._is_stored(node, failing):
                    new = f"{owner}.get({key}, {start})"
                    yield f"Count with `{new}`", failing.replaced(node, new)
            case ast.Attribute(attr=method) as called if method in COLLECTS:
                if isinstance(failing.parent(called), ast.Call):
                    new = f"{owner}.setdefault({key}, {COLLECTS[method]})"
                    yield f"Collect with `{new}`", failing.replaced(node, new)

    def _start(self, added: ast.expr, failing: Failing) -> str | None:
        value = failing.value(added)
        if is_number(value):
            return "0"
        if is_a(value, "list"):
            return "[]"
        return '""' if is_a(value, "str") else None

    def _is_stored(self, node: ast.Subscript, failing: Failing) -> bool:
        statement = failing.statement(node)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        return [ast.unparse(each) for each in targets] == [ast.unparse(node)]
