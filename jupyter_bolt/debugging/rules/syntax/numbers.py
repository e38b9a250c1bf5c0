"""Numbers with leading zeros, units or letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule, edit

MODES = re.compile(r"chmod|mkdir|makedirs|umask|mode\s*=|S_I")
SEPARATED = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3}){2,}(?![\w.])")


class Number(SyntaxRule):
    """`007`, `2x`, `1.000.000`, `5 000`, `10%`, `1e`."""

    name = "numbers"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        zeros = [t for t in code.tokens if t.kind == "number" and re.fullmatch(r"0[\d_]*[1-9]\d*", t.text)]
        if zeros:
            mode = any(MODES.search(code.lines[t.line - 1]) for t in zeros)
            meant = [(t, f"0o{t.text.lstrip('0')}" if mode else t.text.lstrip("0_")) for t in zeros]
            why = "A whole number does not begin with a zero."
            shown = ", ".join(f"`{each}`" for each in dict.fromkeys(text for _, text in meant))
            changes = ((t.start, t.end, text) for t, text in meant)
            yield edit(code, f"Write {shown[:60]}", why, *changes)
        products = [
            one
            for one, two in pairwise(code.tokens)
            if one.kind == "number" and two.kind == "name" and one.end == two.start and re.fullmatch(r"[\d.]+", one.text)
        ]  # fmt: skip
        if products:
            why = "A product needs its `*`."
            yield edit(code, "Insert `*`", why, *((one.end, one.end, "*") for one in products))
        spans = [m.span() for m in SEPARATED.finditer(code.lines[code.slip.line - 1])]
        if spans:
            base = code.starts[code.slip.line - 1]
            changes = (
                (base + a, base + b, code.source[base + a : base + b].replace(".", "_")) for a, b in spans
            )
            yield edit(code, "Separate thousands by `_`", "A number has one point at most.", *changes)
