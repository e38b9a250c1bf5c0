"""The pieces of code in an answer, and the words around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .unusable import Unusable

PYTHON = frozenset(
    {
        "",
        "python",
        "py",
        "python3",
        "py3",
        "ipython",
        "ipython3",
        "pycon",
        "jupyter",
        "code",
        "text",
        "plaintext",
    }
)
DIFFS = frozenset({"diff", "patch", "udiff", "python-diff"})
CODE_KEYS = ("code", "source", "cell", "fixed_code", "corrected_code", "corrected_cell", "after", "solution")
TOOL_KEYS = frozenset({"tool", "tools", "tool_name", "tool_call", "tool_calls", "function", "function_call"})
TOOL_TAGS = ("<tool_call", "<function", "<invoke", "[TOOL_CALLS]", "<|tool_call")
CALLS_TOOL = "it called a tool, and there is none"
FENCE = 3
"""Backticks or tildes that make a fence, at least."""
LANGUAGE = re.compile(r"\s*([\w+#.-]*)")
PYTHON_BEFORE = re.compile(r"(?:python|py)\s+(?=.)", re.DOTALL)


class Opening(NamedTuple):
    """A line that opens a fenced piece."""

    before: str
    fence: str
    language: str


@dataclass(frozen=True)
class Snippet:
    """A piece of code as it stands in an answer."""

    code: str
    language: str = ""
    closed: bool = True


def snippets(text: str) -> tuple[list[Snippet], str]:
    """The fenced pieces of an answer, and its other lines. Raises `Unusable` for data and calls of tools."""
    if (code := _from_json(text)) is not None:
        return [Snippet(code)], ""
    fenced, prose = _fenced(text)
    if not fenced and any(tag in text for tag in TOOL_TAGS):
        raise Unusable(CALLS_TOOL)
    found = [_unwrapped(each) for each in fenced]
    if found and not (usable := [each for each in found if each.language in PYTHON | DIFFS]):
        raise Unusable(f"it was written in {found[0].language}, not in Python")
    return usable if found else [], prose


def _unwrapped(snippet: Snippet) -> Snippet:
    """The code in a fenced piece of JSON."""
    if snippet.language in {"json", ""} and (code := _from_json(snippet.code)) is not None:
        return Snippet(code, closed=snippet.closed)
    return snippet


def _fenced(text: str) -> tuple[list[Snippet], str]:
    found: list[Snippet] = []
    prose: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if (inline := _one_line(line.strip())) is not None:
            prose.append(inline[0])
            found.append(Snippet(inline[1]))
        elif (opening := find_opening(line)) is not None:
            prose.append(opening.before)
            found.append(_block(lines, opening))
        else:
            prose.append(line)
    return [each for each in found if each.code.strip()], "\n".join(prose)


def _one_line(line: str) -> tuple[str, str] | None:
    """What stands before a piece that is opened and closed in one line, and its code."""
    if not line.endswith("`" * FENCE):
        return None
    before, fence, code = line[:-FENCE].rpartition("`" * FENCE)
    if not fence or not code or "`" in code:
        return None
    language = PYTHON_BEFORE.match(code)
    return before, code[language.end() :] if language else code


def find_opening(line: str) -> Opening | None:
    """The line's fence, behind which no backtick stands. In time that grows with the line and no faster."""
    end = line.rfind("`") + 1
    start = len(line[:end].rstrip("`"))
    if end - start < FENCE:
        start = line.find("~" * FENCE, end)
        if start < 0:
            return None
        end = len(line) - len(line[start:].lstrip("~"))
    language = LANGUAGE.match(line, end)
    return Opening(line[:start], line[start:end], language[1].lower() if language else "")


def _block(lines: Iterator[str], opening: Opening) -> Snippet:
    """The lines up to the closing fence, without the indentation of a fence in a list."""
    before, fence, language = opening
    indent = len(before) if not before.strip() else 0
    code: list[str] = []
    for line in lines:
        bare = line.strip()
        if bare and set(bare) == {fence[0]} and len(bare) >= len(fence):
            return Snippet("\n".join(code), language)
        code.append(line[indent:] if not line[:indent].strip() else line)
    return Snippet("\n".join(code), language, closed=False)


def _from_json(text: str) -> str | None:
    """The code in a JSON answer; None for what is no JSON, or may be Python as well."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    one = data[0] if isinstance(data, list) and data else data
    if not isinstance(one, dict):
        return None
    if isinstance(one.get("cells"), list):
        return _notebook_text(one["cells"])
    if TOOL_KEYS & one.keys() or ("name" in one and {"arguments", "parameters", "input"} & one.keys()):
        raise Unusable(CALLS_TOOL)
    return next((_joined(one[key]) for key in CODE_KEYS if isinstance(one.get(key), str | list)), None)


def _notebook_text(cells: list[object]) -> str:
    """The code cells of a notebook file, marked as in a script."""
    sources = [
        _joined(cell.get("source", ""))
        for cell in cells
        if isinstance(cell, dict) and cell.get("cell_type", "code") == "code"
    ]
    return "".join(f"# %%\n{source}\n" for source in sources)


def _joined(value: object) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
