"""Conditions in `df.query("…")` that speak of a variable, or of a column with a space in its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..similar import similar
from .text import Text, Texts

QUOTED = re.compile(r"'[^']*'?|\"[^\"]*\"?|`[^`]*`?|@\s*\w+|\.\s*\w+")
"""What is no name of a column in a condition: texts, names in backticks, variables, attributes."""
NOT_VALUES = frozenset({"module", "type", "function", "builtin_function_or_method", "method", "DataFrame"})


class QueryVariable:
    """`df.query("price > limit")` where `limit` is a variable: `@limit`."""

    name = "query-variables"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        name = error.facts.name
        live = next((each for each in error.facts.values if each.source == name), None)
        if error.name != "UndefinedVariableError" or name is None or live is None or live.type in NOT_VALUES:
            return []
        known = [column for each in error.facts.tables for column in each.columns]
        if not known or similar(name, known) or error.message.startswith("local variable"):
            return []
        texts = Texts(cell.source, error)
        after = replaced_in_one(texts, name, f"@{name}")
        if after is None:
            return []
        return [
            Candidate(
                title=f"Write `@{name}`",
                explanation=f"There is no column `{name}`; the variable is spoken of as `@{name}` in a condition.",
                source=f"rule:{self.name}",
                after=after,
            )
        ]


class QueryColumn:
    """`df.query("unit price > 3")`: a column whose name is no word stands in backticks."""

    name = "query-columns"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"SyntaxError", "UndefinedVariableError"} or not error.facts.tables:
            return []
        texts = Texts(cell.source, error)
        odd = [each for each in error.facts.tables[0].columns if not each.isidentifier() and "`" not in each]
        present = [each for each in odd if speaks_of(texts, each)]
        if len(present) != 1 or (error.facts.name and error.facts.name not in re.findall(r"\w+", present[0])):
            return []
        after = replaced_in_one(texts, present[0], f"`{present[0]}`")
        if after is None:
            return []
        return [
            Candidate(
                title=f"Put `{present[0]}` in backticks",
                explanation="A column whose name is not a single word stands in backticks in a condition.",
                source=f"rule:{self.name}",
                after=after,
            )
        ]


def speaks_of(texts: Texts, word: str) -> bool:
    return any(exact(each, word) for each in texts.all())


def exact(text: Text, word: str) -> list[int]:
    """Occurrences outside of quotes, in the same capitals, all of them."""
    found = text.words(word, quoted=QUOTED)
    same = len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text.value))
    return found if same == len(text.words(word, quoted=re.compile(r"\Z."))) else []


def replaced_in_one(texts: Texts, word: str, by: str) -> str | None:
    using = [(text, numbers) for text in texts.all() if (numbers := exact(text, word))]
    return texts.replaced(using[0][0], word, using[0][1], by) if len(using) == 1 else None
