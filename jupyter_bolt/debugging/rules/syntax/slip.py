"""Where a cell stops being Python."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from threading import Lock

from ..cell_code import PYTHON_MAGICS
from .tokens import MAGIC_VALUE, Token, tokens_of

_quiet = Lock()
"""Which warnings are shown is the process's: two threads that change it would leave it changed."""
UNREADABLE = (ValueError, RecursionError, MemoryError, OverflowError)


@dataclass(frozen=True)
class Slip:
    """What Python says, and where: line from 1, characters from 0."""

    message: str
    line: int
    column: int
    parsed: bool = False
    """Whether it is the compiler that objects: the whole cell could be parsed."""

    def left(self, source: str) -> tuple[int, int, int]:
        """What is left behind it, less being further: not yet parsed, lines, characters of its line."""
        lines = source.split("\n")
        rest = len(lines[self.line - 1]) - self.column if self.line <= len(lines) else 0
        return (not self.parsed, len(lines) - self.line, rest)


def find_slip(source: str, tokens: list[Token] | None = None) -> Slip | None:
    """Compile a cell as IPython would; None where nothing is wrong with it. Raises `UNREADABLE`."""
    text, indent = _plain(source, tokens_of(source) if tokens is None else tokens)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    parsed = False
    try:
        with _quiet, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(text, "<cell>", "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
            parsed = True
            compile(tree, "<cell>", "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        return _slip(error, source, indent, parsed)
    return None


def is_foreign(source: str) -> bool:
    """Whether a cell magic makes it a cell of another language, or one that runs elsewhere."""
    magic = re.match(r"\s*%%(\w*)", source)
    return magic is not None and magic.group(1) not in PYTHON_MAGICS


def _slip(error: SyntaxError, source: str, indent: str, parsed: bool) -> Slip:
    lines = source.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    column = max((error.offset or 1) - 1, 0)
    if indent and lines[line - 1].startswith(indent):
        column += len(indent)
    return Slip(str(error.msg), line, min(column, len(lines[line - 1])), parsed)


def _plain(source: str, tokens: list[Token]) -> tuple[str, str]:
    """The same lines with magics out of the way and without the first line's indentation, and that."""
    parts, at = [], 0
    for token in tokens:
        if token.kind == "magic":
            parts += [source[at : token.start], _stand_in(token.text)]
            at = token.end
    lines = "".join([*parts, source[at:]]).split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if indent:
        lines = [line.removeprefix(indent) for line in lines]
    return "\n".join(lines), indent


def _stand_in(magic: str) -> str:
    """Python that takes a magic's place, with as many lines."""
    value = MAGIC_VALUE.match(magic)
    if magic.startswith("%%"):
        start = ""
    elif value:
        start = value.group() + "None"
    else:
        start = magic[: len(magic) - len(magic.lstrip())] + "pass"
    return start + "\n" * magic.count("\n")
