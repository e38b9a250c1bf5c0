"""The tokens of a cell that need not be Python yet: nothing is refused, magics are one token each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name", "number", "string", "broken", "pasted", "operator", "open", "close", "comment", "newline", "magic", "other"
]  # fmt: skip

PREFIX = r"(?:[rRbBuUfF]{1,2}(?=['\"]))?"
TOKEN = re.compile(
    rf"""
    (?P<string>{PREFIX}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''))
  | (?P<unclosed>{PREFIX}(?:\"\"\"|''').*)
  | (?P<line_string>{PREFIX}(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
  | (?P<broken>{PREFIX}['"][^\n]*)
  | (?P<pasted>[“„”][^“”„\n]*[”“"]|[‘’‚](?:[^‘’\n]|’(?=\w))*[’‘'])
  | (?P<comment>\#[^\n]*)
  | (?P<number>0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)
  | (?P<name>[^\W\d]\w*)
  | (?P<newline>\n)
  | (?P<space>(?:[ \t\f\r]|\\\r?\n)+)
  | (?P<open>[(\[{{])
  | (?P<close>[)\]}}])
  | (?P<operator>\*\*=|//=|>>=|<<=|\.\.\.|!=|:=|->|==|<=|>=|<>|\*\*|//|<<|>>|[-+*/%@&|^]=|[-+*/%@&|^~<>=.,:;!?$`])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
MAGIC = re.compile(
    r"[ \t]*(?:[%!](?!=)(?:[^\n]*\\\n)*[^\n]*|\?{1,2}[\w.*%]+[ \t]*(?=\n|$)|%{0,2}[\w.*]+\?{1,2}[ \t]*(?=\n|$))"
)
MAGIC_VALUE = re.compile(r"[ \t]*[\w.]+(?:[ \t]*,[ \t]*[\w.]+)*[ \t]*=[ \t]*(?=[%!](?![=%!]))")
MAGIC_REST = re.compile(r"(?:[^\n]*\\\n)*[^\n]*")
PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source. `depth` counts the brackets that are open around it."""

    kind: Kind
    text: str
    start: int
    line: int
    depth: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens_of(source: str) -> list[Token]:
    """Read the tokens, without white space. Closing brackets that match nothing leave the depth at 0."""
    found: list[Token] = []
    at, line, depth, fresh = 0, 1, 0, True
    while at < len(source):
        kind, text = _next(source, at, fresh)
        if kind == "close":
            depth = max(depth - 1, 0)
        if kind != "space":
            found.append(Token(_kind(kind), text, at, line, depth))
            fresh = kind == "newline" and depth == 0
        if kind == "open":
            depth += 1
        line += text.count("\n")
        at += len(text)
    return found


def _next(source: str, at: int, fresh: bool) -> tuple[str, str]:
    """The next token; at the beginning of a statement it may be a magic."""
    if fresh and (magic := MAGIC.match(source, at)):
        return "magic", magic.group()
    if fresh and (value := MAGIC_VALUE.match(source, at)):
        rest = MAGIC_REST.match(source, value.end())
        return "magic", value.group() + (rest.group() if rest else "")
    match = TOKEN.match(source, at)
    return (match.lastgroup or "other", match.group()) if match else ("other", source[at])


def _kind(group: str) -> Kind:
    match group:
        case "line_string":
            return "string"
        case "unclosed":
            return "broken"
        case (
            "name" | "number" | "string" | "broken" | "pasted" | "operator" | "open" | "close" | "comment"
            | "newline" | "magic"
        ):  # fmt: skip
            return group
    return "other"
