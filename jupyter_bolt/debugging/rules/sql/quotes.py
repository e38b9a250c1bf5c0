"""Texts in SQL that stand in double quotes, or in none, and are read as columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..edits import Edit
from ..rule import Candidate
from ..similar import similar
from .messages import missing_in
from .names import known_names
from .text import QUOTED, Text, Texts

COMPARED = r"(?:=|<>|!=|\blike\b|\bilike\b|\bin\s*\((?:[^()]*,)?)\s*"


class SqlText:
    """`WHERE city = "Berlin"`: SQL takes what is in double quotes for a column."""

    name = "sql-quotes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        word = quoted_column(error)
        if word is None:
            return []
        texts = Texts(cell.source, error)
        found = [(text, at) for text in texts.sql() if (at := compared(text, word))]
        if (
            len(found) != 1
            or not word
            or "'" in word
            or similar(word, columns(error, found[0][0]), closed=True)
        ):
            return []
        after = requoted(texts, found[0][0], word)
        if after is None:
            return []
        return [
            Candidate(
                title=f"Write '{word}' in single quotes",
                explanation="In SQL, double quotes stand around names of columns, and single quotes around text.",
                source=f"rule:{self.name}",
                after=after,
            )
        ]


def quoted_column(error: CellError) -> str | None:
    """The column that is missing, which may be any text here."""
    if missing_in(error) is None and "no such column" not in error.message:
        return None
    patterns = (
        r"no such column: \"?(.+?)(?:\" - should this be .*)?$",
        r"Referenced column \"([^\"]+)\" not found",
        r"^column \"([^\"]+)\" does not exist",
    )
    found = (re.search(each, error.message, re.MULTILINE) for each in patterns)
    return next((each.group(1).strip() for each in found if each), None)


def columns(error: CellError, text: Text) -> list[str]:
    missing = missing_in(error)
    return known_names(missing, error, text) if missing is not None else []


def compared(text: Text, word: str) -> list[re.Match[str]]:
    """Where the text stands in double quotes behind a comparison, outside of SQL's own quotes."""
    masked = [range(*each.span()) for each in QUOTED.finditer(text.value)]
    found = re.finditer(rf"{COMPARED}(\"{re.escape(word)}\")", text.value, re.IGNORECASE)
    return [each for each in found if not any(each.start(1) in mask for mask in masked)]


def requoted(texts: Texts, text: Text, word: str) -> str | None:
    """The cell with single quotes around the word, where that leaves the Python string whole."""
    start, end = texts.edits.range(text.node)
    written = texts.edits.text(text.node)
    opening = re.match(r"[a-zA-Z]*('''|\"\"\"|'|\")", written)
    quoted = [each for each in (f'"{word}"', f'\\"{word}\\"') if each in written]
    if opening is None or len(quoted) != 1 or written.count(quoted[0]) != len(compared(text, word)):
        return None
    after = written.replace(quoted[0], f"'{word}'")
    if opening.group(1) == "'":
        if '"' in after or written.count("'") != 2:
            return None
        inside = after[opening.end() : -1]
        after = f'{written[: opening.start(1)]}"{inside}"'
    return texts.edits.replaced([Edit(start, end, after)])
