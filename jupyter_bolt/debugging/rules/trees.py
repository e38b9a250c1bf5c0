"""Syntax trees of sources, each made once while one error is looked at."""

from __future__ import annotations

import ast
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock

MOST_KEPT = 500_000
"""Characters whose trees are kept together; a tree takes about fifty times the memory of its source."""


class Trees:
    """The trees of the sources that were asked for last. Whoever gets one only reads it."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._trees: OrderedDict[str, ast.Module | None] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def of(self, source: str) -> ast.Module | None:
        with self._lock:
            if source in self._trees:
                self._trees.move_to_end(source)
                return self._trees[source]
        tree = _read(source)
        with self._lock:
            self._keep(source, tree)
        return tree

    def _keep(self, source: str, tree: ast.Module | None) -> None:
        if source not in self._trees:
            self._characters += len(source)
        self._trees[source] = tree
        while self._characters > self._most and len(self._trees) > 1:
            oldest, _ = self._trees.popitem(last=False)
            self._characters -= len(oldest)


_kept: ContextVar[Trees | None] = ContextVar("kept trees", default=None)


@contextmanager
def kept_trees() -> Iterator[None]:
    """Keep the trees that are made within, in tasks and threads that are started there too."""
    token = _kept.set(Trees())
    try:
        yield
    finally:
        with suppress(ValueError):  # A search that nobody waits for any more ends in another context.
            _kept.reset(token)


def tree_of(source: str) -> ast.Module | None:
    """The tree of a source, or None where it is not Python throughout."""
    trees = _kept.get()
    return trees.of(source) if trees is not None else _read(source)


def _read(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
