"""What stands at the beginning of a statement, and which tokens can stand beside each other."""

from __future__ import annotations

import keyword

from .broken_code import BrokenCode
from .tokens import Token

COMPOUND = frozenset(
    {"if", "elif", "else", "for", "while", "def", "class", "with", "try", "except", "finally", "async", "match", "case"}
)  # fmt: skip
"""Words whose statements have a block."""
SIMPLE = frozenset(
    {"return", "import", "from", "raise", "del", "pass", "break", "continue", "global", "assert"}
)
VALUES = frozenset({"None", "True", "False"})
BEFORE_VALUES = frozenset({"not", "lambda", "await"})


def is_operand_end(token: Token) -> bool:
    """Whether a value can end with it."""
    if token.kind == "name":
        return not keyword.iskeyword(token.text) or token.text in VALUES
    return token.kind in {"number", "string", "close"}


def is_operand_start(token: Token) -> bool:
    """Whether a value can begin with it, and nothing else: `(` and `[` may go on with the value before."""
    if token.kind == "name":
        return not keyword.iskeyword(token.text) or token.text in VALUES | BEFORE_VALUES
    return token.kind in {"number", "string"} or token.text == "{"


def statement_begins(code: BrokenCode, token: Token) -> bool:
    """Whether the first token of a line looks like the beginning of a statement of its own."""
    if token.kind == "magic":
        return True
    rest = code.on_line(token.line)
    follows = rest[1] if len(rest) > 1 else None
    if token.text in (COMPOUND | SIMPLE) - {"if", "else", "for", "async"}:
        return True
    shallow = len(code.indent(token.line)) == 0
    if token.text in {"if", "for"}:
        return rest[-1].text == ":" and shallow
    if token.kind != "name" or keyword.iskeyword(token.text):
        return False
    if follows is not None and follows.text in {"=", "+=", "-=", "*=", "/="}:
        return shallow or follows.text != "=" or rest[-1].text not in {",", ")", "]", "}"}
    return shallow and (follows is None or follows.text in {"(", ".", "[", ","} or follows.kind == "name")
