"""Prompts, fences and outputs that were copied along with code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule

PROMPT = re.compile(r"(\s*)(?:>{2,3}(?=\s)|In ?\[\d*\]:|\.\.\.(?=\s|$)|\.{3,}:) ?")
FENCE = re.compile(r"\s*(?:```|~~~)\s*\w*\s*")
OUTPUT = re.compile(r"\s*Out ?\[\d*\]:")


class PastedAlong(SyntaxRule):
    """`>>> x`, `In [3]: x`, `Out[3]: 1`, and the fences of a chat's answer."""

    name = "pasted"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        if any(FENCE.fullmatch(line) for line in code.lines):
            lines = [line for line in code.lines if not FENCE.fullmatch(line)]
            why = "The fences belong to the text that the code was copied from."
            yield Edit("Remove the fences", why, "\n".join(lines))
        if any(PROMPT.match(line) for line in code.lines) or any(map(OUTPUT.match, code.lines)):
            why = "The prompts belong to the session that the code was copied from."
            yield Edit("Remove the prompts", why, "\n".join(_without_prompts(code.lines, outputs=False)))
            shown = "\n".join(_without_prompts(code.lines, outputs=True))
            yield Edit("Remove the prompts, make outputs comments", why, shown)


def _without_prompts(lines: list[str], *, outputs: bool) -> Iterator[str]:
    session = False
    for line in lines:
        if match := PROMPT.match(line):
            session = True
            yield match.group(1) + line[match.end() :]
        elif OUTPUT.match(line) or (outputs and session and line.strip()):
            yield "# " + line
        else:
            yield line
