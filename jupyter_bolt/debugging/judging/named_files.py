"""The files and folders that a cell names in its texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from ...trials.dependence.harmless import READS_FILES, WRITES_FILES
from ...trials.dependence.syntax import last_word

MOST_CHARACTERS = 300
PATH = re.compile(r"[^\n]*[/\\][^\n]*|[^\n]*[^\n./\\]\.[A-Za-z]\w{0,9}")
"""With a folder in it, or a suffix after something."""
JOINS = frozenset({"join", "joinpath"})
PATTERN = re.compile(r"[*?\[]")

Parts = tuple[str, ...]


def named_files(tree: ast.Module | None) -> set[Parts]:
    """The paths that stand in a cell as texts, or as parts of texts that are put together, split at `/`."""
    nodes = list(ast.walk(tree)) if tree is not None else []
    texts = {text for text in _texts(nodes) if len(text) <= MOST_CHARACTERS and PATH.fullmatch(text)}
    given = {text for text in _given(nodes) if len(text) <= MOST_CHARACTERS}
    split = map(_split, (text for text in texts | given if "://" not in text))
    return {parts for parts in split if parts}


def may_meet(some: Iterable[Parts], others: Iterable[Parts]) -> bool:
    """Whether one of these may be one of those, or the folder that it lies in: also where a part is not known."""
    known = list(others)
    return any(_may_be(one, other) or _may_be(other, one) for one in some for other in known)


def _may_be(one: Parts, other: Parts) -> bool:
    """Whether a path is another's folder, has its last name, or is a pattern for it."""
    folder = one[:-1] if PATTERN.search(one[-1]) and len(one) > 1 else one
    if folder == other[: len(folder)]:
        return True
    return ("." in one[-1] or len(one) == 1) and fnmatchcase(other[-1], one[-1])


def _split(text: str) -> Parts:
    return tuple(part for part in re.split(r"[/\\]", text.strip()) if part not in {"", ".", "..", "~"})


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _given(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Texts that are given to what reads, writes or joins paths: `makedirs("models")`."""
    for node in nodes:
        if isinstance(node, ast.Call):
            word = last_word(node.func)
            if word in JOINS:
                yield from _texts(node.args)
            elif READS_FILES.match(word) or WRITES_FILES.match(word):
                yield from _texts(node.args[:1])
