"""`=` where something is compared, and assignments the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .broken_code import BrokenCode
from .statements import is_operand_end
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import Token

CONDITIONS = frozenset({"if", "elif", "while", "assert", "return", "not", "and", "or", "yield"})


class Comparison(SyntaxRule):
    """`if x = 1:` and `df[df.a = 1]`; `not` and `in` in the wrong order."""

    name = "comparisons"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        statement = code.statement(code.slip.line)
        signs = [t for at, t in enumerate(statement) if t.text == "=" and _compares(statement, at)]
        if signs:
            why = "`=` gives a name its value; `==` compares."
            yield edit(code, "Replace `=` by `==`", why, *((t.start, t.end, "==") for t in signs))
        for one, two in pairwise(statement):
            if (one.text, two.text) in {("in", "not"), ("not", "is"), ("is", "=="), ("is", "=")}:
                meant = {"not": "not in", "is": "is not"}.get(two.text, "==")
                why = f"`{meant}` is how Python writes it."
                yield edit(code, f"Write `{meant}`", why, (one.start, two.end, meant))


def _compares(statement: list[Token], at: int) -> bool:
    """Whether an assignment makes no sense in this place, but a comparison does."""
    sign = statement[at]
    opener = next(
        (i for i in range(at - 1, -1, -1) if statement[i].kind == "open" and statement[i].depth < sign.depth), None
    )  # fmt: skip
    if opener is None:
        words = [t.text for t in statement[:at] if t.depth == sign.depth and t.kind == "name"]
        return statement[0].text in CONDITIONS or bool({"if", "and", "or", "not"} & set(words[1:]))
    if statement[opener].text == "[":
        return True
    if statement[opener].text == "{":
        return any(t.text in {"if", "for"} for t in statement[opener:at])
    called = opener > 0 and is_operand_end(statement[opener - 1])
    if not called:
        return True
    before = statement[opener:at]
    return any(t.text in {"if", "and", "or", "not"} and t.depth == sign.depth for t in before)


class AssignmentTarget(SyntaxRule):
    """`my-var = 1`, `my var = 1`, `5 = x`, `a + b = c`, `items(0) = 1`."""

    name = "targets"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        statement = code.statement(code.slip.line)
        at = next((i for i, t in enumerate(statement) if t.text == "=" and not t.depth), None)
        if not at or at + 1 >= len(statement) or statement[0].line < code.slip.line:
            return
        left, right = statement[:at], statement[at + 1 :]
        yield from self._joined(code, left)
        yield from self._indexed(code, left)
        yield from self._turned(code, left, right)

    def _joined(self, code: BrokenCode, left: list[Token]) -> Iterator[Edit]:
        text = code.source[left[0].start : left[-1].end]
        if re.fullmatch(r"[^\W\d]\w*(?:-\w+)+|[^\W\d]\w*(?: +[^\W\d]\w*){1,3}", text):
            name = re.sub(r"[- ]+", "_", text)
            uses = re.finditer(rf"(?<![\w.'\"-]){re.escape(text)}(?![\w'\"-])", code.source)
            inside = {at for t in code.tokens if t.kind in {"string", "comment"} for at in (t.start, t.end)}
            places = [m.span() for m in uses if not _in_text(code, m.start(), inside)]
            why = "A name is one word: letters, digits and underscores."
            yield edit(code, f"Name it `{name}`", why, *((start, end, name) for start, end in places))

    def _indexed(self, code: BrokenCode, left: list[Token]) -> Iterator[Edit]:
        if len(left) > 3 and left[-1].text == ")":
            depth = left[-1].depth
            opener = next((t for t in reversed(left) if t.kind == "open" and t.depth == depth), left[0])
            if opener is not left[0] and is_operand_end(left[left.index(opener) - 1]):
                why = "A call cannot be given a value; an item in square brackets can."
                ends = ((opener.start, opener.end, "["), (left[-1].start, left[-1].end, "]"))
                yield edit(code, "Use square brackets", why, *ends)

    def _turned(self, code: BrokenCode, left: list[Token], right: list[Token]) -> Iterator[Edit]:
        if len(right) != 1 or right[0].kind != "name":
            return
        value = code.source[left[0].start : left[-1].end]
        why = "What is given a value stands on the left."
        whole = (left[0].start, right[0].end, f"{right[0].text} = {value}")
        yield edit(code, "Turn the assignment round", why, whole)


def _in_text(code: BrokenCode, at: int, _ends: set[int]) -> bool:
    return any(t.start <= at < t.end for t in code.tokens if t.kind in {"string", "comment", "broken"})
