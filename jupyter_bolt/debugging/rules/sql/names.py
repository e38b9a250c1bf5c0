"""Misspelt tables and columns in SQL, against those that the database has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError, Table
from ..rule import Candidate
from ..similar import similar
from .messages import Missing, missing_in
from .text import Text, Texts, whole


class MisspeltSqlName:
    """A table or column that a database does not have, where a similar one is."""

    name = "sql-names"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        missing = missing_in(error)
        if missing is None:
            return []
        texts = Texts(cell.source, error)
        found = [(each, word) for each in texts.sql() if (word := spelt(missing, each))]
        if len(found) != 1:
            return []
        (text, word), proposed = found[0], []
        for known in similar(missing.name, known_names(missing, error, text), closed=True):
            by = word.removesuffix(missing.name) + known
            after = texts.replaced(text, word, text.words(word), by)
            if after is not None and re.fullmatch(r"\w+", known):
                proposed.append(self._candidate(missing, known, after))
        return proposed

    def _candidate(self, missing: Missing, known: str, after: str) -> Candidate:
        return Candidate(
            title=f"Replace `{missing.name}` by `{known}`",
            explanation=f"There is no {missing.kind} `{missing.name}`, but there is `{known}`.",
            source=f"rule:{self.name}",
            after=after,
        )


def spelt(missing: Missing, text: Text) -> str:
    """How the SQL writes the name: with its table, or its alias, before it where it does so."""
    owner = missing.qualifier or missing.table
    written = (f"{owner}.{missing.name}" if owner else missing.name, missing.name)
    return next((each for each in written if text.words(each)), "")


def known_names(missing: Missing, error: CellError, text: Text) -> list[str]:
    """Names that could stand in the place of the missing one."""
    tables = error.facts.tables
    if missing.kind == "table":
        return list(dict.fromkeys((*missing.offered, *(each.name for each in tables))))
    spoken_of = [each for each in tables if text.words(each.name)]
    if re.search(rf"\bas\s+\"?{re.escape(missing.name)}\b", text.value, re.IGNORECASE):
        return []
    if missing.table:
        spoken_of = [each for each in spoken_of if each.name.lower() == missing.table.lower()]
    elif missing.qualifier:
        spoken_of = [each for each in spoken_of if is_called(each, missing.qualifier, text)]
    return list(dict.fromkeys((*missing.offered, *(name for each in spoken_of for name in each.columns))))


def is_called(table: Table, alias: str, text: Text) -> bool:
    """Whether the SQL names the table so, or by this alias."""
    aliased = rf"{whole(table.name).pattern}\"?\s+(?:as\s+)?{re.escape(alias)}\b"
    return table.name.lower() == alias.lower() or re.search(aliased, text.value, re.IGNORECASE) is not None
