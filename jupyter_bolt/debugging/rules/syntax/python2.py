"""Statements of Python 2."""

from __future__ import annotations

from collections.abc import Iterator

from .broken_code import BrokenCode, Change
from .python2_statements import CONVERSIONS
from .syntax_rule import Edit, SyntaxRule, edit


class Python2(SyntaxRule):
    """`print x`, `exec x`, `except A, e:`, `raise A, "x"`, backticks, `<>`, `10L`, `ur"x"`."""

    name = "python2"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        changes: list[Change] = []
        words: list[str] = []
        for word, convert in CONVERSIONS.items():
            found = list(convert(code))
            changes += found
            words += [word] if found else []
        if changes:
            shown = ", ".join(f"`{word}`" if word != "`" else "backticks" for word in words)
            why = f"{shown} {'is' if len(words) == 1 else 'are'} written otherwise since Python 3."
            yield edit(code, f"Write {shown} in Python 3", why, *changes)
