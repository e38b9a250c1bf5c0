"""Texts in a cell that a database or a frame reads, and words in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..edits import Edit, Edits, failing_line

SQL = re.compile(
    r"\s*(--.*\n\s*)*\(*\s*(select|insert|update|delete|with|from|create|alter|drop|replace|explain)\b", re.I
)
QUOTED = re.compile(r"'(?:[^']|'')*'?|--[^\n]*|/\*.*?(?:\*/|\Z)", re.S)
"""What SQL does not read as names: its texts and its comments."""
HOLE = "\0"
"""Stands for what an f-string fills in."""


@dataclass(frozen=True)
class Text:
    """One string of the cell."""

    node: ast.expr
    value: str

    def words(self, word: str, *, quoted: re.Pattern[str] = QUOTED) -> list[int]:
        """Which of the word's occurrences, from 0, stand outside of quotes."""
        masked = [range(*each.span()) for each in quoted.finditer(self.value)]
        return [
            number
            for number, found in enumerate(whole(word).finditer(self.value))
            if not any(found.start() in each for each in masked)
        ]


def whole(word: str) -> re.Pattern[str]:
    """The word by itself, not a table's column; SQL does not tell capitals from small letters."""
    return re.compile(rf"(?<![\w$.]){re.escape(word)}(?![\w$])", re.IGNORECASE)


class Texts:
    """The strings that a failing call was given: written in it, or given a name in the same cell."""

    def __init__(self, source: str, error: CellError) -> None:
        self.edits = Edits(CellCode(source))
        self.calls = self.edits.calls(error)
        self._line = failing_line(error)

    def all(self) -> Iterator[Text]:
        """Each once, those in the call first."""
        seen: set[tuple[int, int]] = set()
        for node in (*self._arguments(), *self._assigned()):
            for each in strings(node):
                where = self.edits.range(each.node)
                if where not in seen:
                    seen.add(where)
                    yield each

    def sql(self) -> list[Text]:
        return [each for each in self.all() if SQL.match(each.value)]

    def replaced(self, text: Text, word: str, numbers: list[int], by: str) -> str | None:
        """The cell with these occurrences replaced; None where what is written is not what is read."""
        start, _ = self.edits.range(text.node)
        written = self.edits.text(text.node)
        found = list(whole(word).finditer(written))
        if not numbers or len(found) != len(list(whole(word).finditer(text.value))):
            return None
        changes = [Edit(start + found[at].start(), start + found[at].end(), by) for at in numbers]
        after = self.edits.replaced(changes)
        try:
            ast.parse(after[start : start + len(written) + len(changes) * (len(by) - len(word))])
        except (SyntaxError, ValueError):
            return None
        return after

    def _arguments(self) -> Iterator[ast.expr]:
        for call in self.calls:
            yield from call.args
            yield from (each.value for each in call.keywords)

    def _assigned(self) -> Iterator[ast.expr]:
        """The last value that the cell gives each name, above the failing line."""
        names = {each.id for each in self._arguments() if isinstance(each, ast.Name)}
        for name in names:
            given = [
                each
                for each in self.edits.nodes(ast.Assign)
                if each.lineno < self._line
                and any(isinstance(target, ast.Name) and target.id == name for target in each.targets)
            ]
            if given:
                yield max(given, key=lambda each: each.lineno).value


def strings(node: ast.expr) -> Iterator[Text]:
    """A string, also where it is passed through a call, as in `text("…")`, or a method, as `"…".strip()`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield Text(node, node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else HOLE for each in node.values]
        yield Text(node, "".join(map(str, parts)))
    elif isinstance(node, ast.Call):
        for each in (*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])):
            yield from strings(each)
