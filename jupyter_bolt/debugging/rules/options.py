"""Misspelt and renamed values of options, against those that the message names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .edits import Edits
from .removed.catalogue import VALUES
from .rule import MOST_CANDIDATES, Candidate
from .similar import similar
from .usual_options import frequencies, usual

LONGEST = 80
"""Characters of a value; and of the errors' messages that are read:"""
MOST_CHARACTERS = 4_096
QUOTED = re.compile(r"'([^']{1,80})'|\"([^\"]{1,80})\"|`([^`]{1,80})`")
LISTED = re.compile(
    r"(?:^|[\s(:,])([\w-]{2,40})(?=\s*(?:[,()]|or\b|$))|(?<=\bor )([\w-]{2,40})|: ?([\w-]{2,40})$"
)
PARAMETER = re.compile(
    r"The '(\w+)' parameter of (\w+) must be .{0,3500}Got '([^']{1,80})' instead", re.DOTALL
)
OTHER_ERRORS = frozenset(
    {
        "NameError",
        "UnboundLocalError",
        "ImportError",
        "ModuleNotFoundError",
        "SyntaxError",
        "FileNotFoundError",
    }
)


class MisspeltOption:
    """Text that is passed for an option that has no such value, where it has a similar one."""

    name = "options"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name in OTHER_ERRORS:
            return []
        edits, message = Edits(CellCode(cell.source)), error.message[:MOST_CHARACTERS]
        found = []
        for literal in literals(edits, error):
            for new in self._meant(literal, message, edits):
                found.append(self._candidate(literal, new, edits))
            if found:
                break
        return found[:MOST_CANDIDATES]

    def _meant(self, literal: ast.Constant, message: str, edits: Edits) -> list[str]:
        """What the text was meant to be, as Python writes it."""
        value = str(literal.value)
        mentioned = has_word(message, value)
        if renamed := [*renamed_values(value, message)]:
            return [quoted(literal, new, edits) if isinstance(new, str) else repr(new) for new in renamed]
        if not (mentioned or "must be" in message or " can " in message):
            return []
        told = [each for each in said(message) if each != value]
        known = [*told, *(usual(message, keyword_of(literal, edits)) if mentioned else ())]
        return [quoted(literal, each, edits) for each in similar(value, known, closed=True)]

    def _candidate(self, literal: ast.Constant, new: str, edits: Edits) -> Candidate:
        return Candidate(
            title=f"Replace `{edits.text(literal)}` by `{new}`",
            explanation=f"There is no `{literal.value!s}` here; `{new}` is what this takes.",
            source=f"rule:{self.name}",
            after=edits.replaced([edits.replacing(literal, new)]),
        )


def literals(edits: Edits, error: CellError) -> Iterator[ast.Constant]:
    """Texts in the cell that may be the wrong value: those in the failing line, then those that the message quotes."""
    calls = edits.calls(error)
    within = [node for call in calls for part in parts(call) for node in ast.walk(part)]
    everywhere = (node for node in ast.walk(edits.tree))
    seen = set()
    for node, near in [*((node, True) for node in within), *((node, False) for node in everywhere)]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in seen:
            seen.add(node)
            fits = 0 < len(node.value) <= LONGEST and edits.exact(node)
            if fits and (near or has_word(error.message, node.value)):
                yield node


def parts(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def said(message: str) -> list[str]:
    """The values that a message names: those in quotes, then those in lists."""
    in_quotes = ["".join(found) for found in QUOTED.findall(message)]
    listed = ["".join(found) for found in LISTED.findall(message)]
    return list(dict.fromkeys([*in_quotes, *listed]))


def renamed_values(value: str, message: str) -> Iterator[str | float]:
    """What a value is called now: frequencies of pandas, styles of matplotlib, options of scikit-learn."""
    if re.search(r"[Ii]nvalid frequency|invalid unit abbreviation", message):
        yield from frequencies(value, message)
    if (
        "library style name" in message
        and has_word(message, value)
        and re.fullmatch(r"seaborn(-[a-z]+)?", value)
    ):
        yield value.replace("seaborn", "seaborn-v0_8", 1)
    told = PARAMETER.search(message)
    for row in VALUES if told and told.group(3) == value else ():
        functions = row.functions.split()
        if (
            told
            and row.option == told.group(1)
            and row.old == value
            and (not functions or told.group(2) in functions)
        ):
            yield row.new


def quoted(literal: ast.Constant, value: str, edits: Edits) -> str:
    """Another text in the quotes that this one has."""
    quote = edits.text(literal)[:1]
    return (
        f"{quote}{value}{quote}"
        if quote in {"'", '"'} and quote not in value and value.isprintable()
        else repr(value)
    )


def keyword_of(literal: ast.Constant, edits: Edits) -> str | None:
    parent = edits.parents.get(literal)
    return parent.arg if isinstance(parent, ast.keyword) else None


def has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
