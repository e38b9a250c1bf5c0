"""Brackets that are missing, too many, or of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .broken_code import BrokenCode
from .statements import COMPOUND, is_operand_end, is_operand_start, statement_begins
from .syntax_rule import Edit, SyntaxRule, edit
from .tokens import PAIRS, Token

STRONG = frozenset({"*", "/", "//", "**", "%", "@", ".", "["})
WEAK = frozenset({"+", "-", "<", ">", "==", "!=", "<=", ">=", "&", "|", "and", "or", "if", "not"})


class Brackets:
    """The brackets of some code, matched as far as they match."""

    def __init__(self, code: BrokenCode) -> None:
        self.open: list[Token] = []
        self.wrong: Token | None = None
        """The first closing bracket that does not match what is open, or nothing."""
        for token in code.tokens:
            if token.kind == "open":
                self.open.append(token)
            elif token.kind == "close":
                if not self.open or PAIRS[self.open[-1].text] != token.text:
                    self.wrong = token
                    return
                self.open.pop()


class ClosingBracket(SyntaxRule):
    """A bracket that was opened and never closed, or closed by another kind."""

    name = "brackets"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        brackets = Brackets(code)
        if brackets.wrong and brackets.open:
            yield from self._mismatched(code, brackets.open[-1], brackets.wrong)
        elif brackets.wrong:
            yield from self._unmatched(code, brackets.wrong)
        if brackets.open:
            yield from self._unclosed(code, brackets.open)

    def _mismatched(self, code: BrokenCode, opened: Token, wrong: Token) -> Iterator[Edit]:
        needed = PAIRS[opened.text]
        why = f"`{opened.text}` in line {opened.line} is closed by `{wrong.text}`."
        yield edit(code, f"Insert `{needed}`", why, (wrong.start, wrong.start, needed))
        yield from self._before_a_key(code, opened, needed, why)
        yield edit(code, f"Replace `{wrong.text}` by `{needed}`", why, (wrong.start, wrong.end, needed))
        after = code.source[wrong.end : wrong.end + 1]
        if after == needed:
            swap = (wrong.start, wrong.end + 1, needed + wrong.text)
            yield edit(code, f"Swap `{wrong.text}` and `{needed}`", why, swap)
        yield edit(code, f"Remove `{wrong.text}`", why, (wrong.start, wrong.end, ""))

    def _before_a_key(self, code: BrokenCode, opened: Token, needed: str, why: str) -> Iterator[Edit]:
        """`{"a": [1, 2, "b": 3}`: what is a key belongs to the braces outside."""
        inside = [t for t in code.code() if t.start > opened.start and t.depth == opened.depth + 1]
        for comma, key, colon in zip(inside, inside[1:], inside[2:], strict=False):
            if comma.text == "," and colon.text == ":" and key.kind in {"string", "number", "name"}:
                yield edit(code, f"Insert `{needed}`", why, (comma.start, comma.start, needed))
                return

    def _unmatched(self, code: BrokenCode, wrong: Token) -> Iterator[Edit]:
        why = f"`{wrong.text}` closes a bracket that was not opened."
        opening = next(each for each, close in PAIRS.items() if close == wrong.text)
        before = [token for token in code.statement(wrong.line) if token.end <= wrong.start]
        after = next((token for token in code.code() if token.start >= wrong.end), None)
        gap = _gap(before)
        if gap and opening == "(":
            yield edit(code, f"Insert `{opening}`", why, (gap[0].end, gap[1].start, opening))
        remove = edit(code, f"Remove `{wrong.text}`", why, (wrong.start, wrong.end, ""))
        if after and after.text in STRONG and after.line == wrong.line and _has_weak(before):
            start = _operand_start(before)
            yield edit(code, f"Insert `{opening}`", why, (start, start, opening))
        else:
            yield remove

    def _unclosed(self, code: BrokenCode, opened: Sequence[Token]) -> Iterator[Edit]:
        why = f"`{opened[-1].text}` in line {opened[-1].line} is never closed."
        yield from _after_a_key(code, opened, why)
        for last in _last_tokens(code, opened[0]):
            closers = _closers(code, last)
            if closers:
                at = last.end
                if last.text == ":" and code.statement(opened[0].line)[0].text in COMPOUND:
                    at = last.start
                if last.text == "," and len(closers) == 1 and _ends_its_line(code, opened[-1]):
                    closers = f"\n{code.indent(opened[-1].line)}{closers}"
                yield edit(code, f"Insert `{closers.strip()}`", why, (at, at, closers))
        first = opened[-1]
        if code.source[first.end : first.end + 1] in {first.text, PAIRS[first.text]}:
            yield edit(code, f"Remove `{first.text}`", why, (first.start, first.end, ""))


def _after_a_key(code: BrokenCode, opened: Sequence[Token], why: str) -> Iterator[Edit]:
    """`df[df["a" > 1]` and `df.groupby("a"["b"]`: a key or an argument ends before what follows."""
    tokens = [token for token in code.code() if token.start >= opened[0].start]
    for bracket, key, then in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if bracket.text == "[" and key.kind == "string" and (
            then.text in WEAK | {".", "*", "/", "="} or (then.kind == "close" and then.text != "]")
        ):  # fmt: skip
            yield edit(code, "Insert `]`", why, (key.end, key.end, "]"))
        elif bracket.text == "(" and key.kind == "string" and then.text == "[":
            yield edit(code, "Insert `)`", why, (key.end, key.end, ")"))


def _last_tokens(code: BrokenCode, first: Token) -> list[Token]:
    """Where what was opened may have been meant to end: the last tokens of its lines, likeliest first."""
    lines: dict[int, Token] = {}
    for token in code.code():
        if token.start >= first.start:
            if token.line not in lines and token.line > first.line and statement_begins(code, token):
                break
            lines[token.line] = token
    ends = list(lines.values())
    return [*ends[-1:], *ends[:1], *ends[-2:-1]]


def _closers(code: BrokenCode, last: Token) -> str:
    """What closes all brackets that are open behind a token."""
    stack: list[str] = []
    for token in code.tokens:
        if token.start > last.start:
            break
        if token.kind == "open":
            stack.append(PAIRS[token.text])
        elif token.kind == "close" and stack:
            stack.pop()
    return "".join(reversed(stack))


def _ends_its_line(code: BrokenCode, token: Token) -> bool:
    return not code.source[token.end : code.starts[token.line] - 1].strip()


def _gap(before: list[Token]) -> tuple[Token, Token] | None:
    """Two operands beside each other with nothing between them: `print x)`."""
    for one, two in pairwise(before):
        if one.kind == "name" and is_operand_end(one) and is_operand_start(two) and one.end < two.start:
            return one, two
    return None


def _has_weak(before: list[Token]) -> bool:
    return any(token.text in WEAK for token in before[1:] if token.depth == before[0].depth)


def _operand_start(before: list[Token]) -> int:
    """Where the expression at the end of some tokens begins."""
    start = before[0].start
    for one, two in pairwise(before):
        if one.text in {"=", ",", "return", "+=", "-=", "*=", "/=", ":", "in", "=="} and not one.depth:
            start = two.start
    return start
