"""Commands of a shell typed without `!` or `%`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .broken_code import BrokenCode
from .slip import UNREADABLE, find_slip, is_foreign
from .syntax_rule import Edit, SyntaxRule

COMMANDS = (
    "apt|apt-get|brew|cat|chmod|cp|curl|docker|echo|find|git|grep|gunzip|gzip|head|jupyter|kaggle|ls|make|mkdir|mv|node|npm|"
    "nvidia-smi|nvcc|poetry|pwd|python|python3|rm|sudo|tail|tar|touch|uname|unzip|uv|wc|wget|whoami|which"
)
COMMAND = re.compile(rf"(\s*)(?:\$ )?((?:{COMMANDS})(?:\s+[^=\s(].*)?)")
INSTALL = re.compile(r"(\s*)(?:\$ )?(?:(?:python3? )?-m )?(pip3?|conda|mamba)(\s+[a-z].*)")
PYTHON_INSTALL = re.compile(r"(\s*)(?:\$ )?python3? -m pip(\s+[a-z].*)")
CHANGE_FOLDER = re.compile(r"(\s*)(?:\$ )?(cd(?:\s+[^=\s].*)?)")
EXPORT = re.compile(r"(\s*)(?:\$ )?export\s+(\w+=.*)")
LONE = frozenset({"ls", "pwd", "whoami", "nvidia", "cd", "pip", "conda", "uname"})
"""Commands that Python takes for names."""


class ShellCommand(SyntaxRule):
    """`pip install x`, `ls data`, `cd ..` among lines of Python."""

    name = "shell_commands"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name == "NameError" and error.facts.name in LONE and not is_foreign(cell.source):
            return self._named(cell)
        return super().candidates(cell, error, notebook)

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        if is_command(code.lines[code.slip.line - 1]):
            yield from _edits(code.lines)

    def _named(self, cell: Cell) -> list[Candidate]:
        return [
            Candidate(each.title, each.explanation, f"rule:{self.name}", each.after, installs=each.installs)
            for each in _edits(cell.source.split("\n"))
        ]


def _edits(lines: list[str]) -> Iterator[Edit]:
    after = [_written(line) if is_command(line) else line for line in lines]
    changed = [new.strip() for old, new in zip(lines, after, strict=True) if old != new]
    if changed:
        installs = " ".join(dict.fromkeys(name for line in changed for name in installed(line)))
        why = "Commands of the shell begin with `!` in a notebook, those of the notebook with `%`."
        yield Edit(f"Write `{changed[0][:40]}`", why, "\n".join(after), installs)


def installed(line: str) -> list[str]:
    """The distributions that a `%pip install` line names."""
    words = re.match(r"[%!](?:pip|conda|mamba) install\s+(.*)", line.partition("  #")[0])
    return [word.strip("'\"") for word in words.group(1).split() if not word.startswith("-")] if words else []


def _written(line: str) -> str:
    if match := PYTHON_INSTALL.fullmatch(line):
        return f"{match.group(1)}%pip{match.group(2)}"
    if match := INSTALL.fullmatch(line):
        return f"{match.group(1)}%{match.group(2).replace('pip3', 'pip')}{match.group(3)}"
    if match := CHANGE_FOLDER.fullmatch(line):
        return f"{match.group(1)}%{match.group(2)}"
    if match := EXPORT.fullmatch(line):
        return f"{match.group(1)}%env {match.group(2)}"
    match = COMMAND.fullmatch(line)
    return f"{match.group(1)}!{match.group(2)}" if match else line


def is_command(line: str) -> bool:
    """Whether a line is a command, and no Python but for a lone name or a difference of names."""
    if _written(line) == line:
        return False
    if line.split()[0] in LONE or line.split()[0].startswith("nvidia-"):
        return re.match(r"\s*[\w-]+(?:\s+-{1,2}[\w-]+)*\s*$", line) is not None or not _is_python(line)
    return not _is_python(line)


def _is_python(line: str) -> bool:
    try:
        return find_slip(line.strip()) is None
    except UNREADABLE:
        return False
