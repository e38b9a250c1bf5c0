"""Text that is read in another encoding than it was written in."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_paths import CellPaths, PathUse
from .node_edits import with_keyword
from .rule import Candidate

TAKING_ENCODING = frozenset(
    {"open", "read_csv", "read_table", "read_fwf", "read_json", "read_text", "loadtxt", "genfromtxt"}
)
NAMES = {
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp932": "Shift JIS",
    "gb18030": "GB 18030",
}


class WrongEncoding:
    """A file whose bytes show in which encoding it was written."""

    name = "encodings"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        files = error.facts.files
        if not _is_about_encoding(error) or not files.path or not files.encoding:
            return []
        paths = CellPaths(cell, error, notebook)
        use = paths.use_of(files.path)
        if use is None or use.call is None or use.function not in TAKING_ENCODING or is_binary(use):
            return []
        after = with_keyword(paths.code, use.call, "encoding", f'"{files.encoding}"')
        if after is None or after == cell.source:
            return []
        written = NAMES.get(files.encoding, files.encoding)
        return [
            Candidate(
                title=f'Read it with `encoding="{files.encoding}"`',
                explanation=f'"{files.path}" is written in {written}, as its bytes show.',
                source=f"rule:{self.name}",
                after=after,
            )
        ]


def _is_about_encoding(error: CellError) -> bool:
    if error.name in {"UnicodeDecodeError", "UnicodeError"}:
        return True
    if error.name == "KeyError":
        return any(each.startswith(("\ufeff", "ï»¿")) for each in error.facts.known)
    return error.name == "JSONDecodeError" and "BOM" in error.message


def is_binary(use: PathUse) -> bool:
    """Whether the file is opened for bytes."""
    call = use.call
    constants = [
        *(call.args[1:2] if call else []),
        *(k.value for k in (call.keywords if call else []) if k.arg == "mode"),
    ]
    return use.function == "open" and any(
        isinstance(each, ast.Constant) and "b" in str(each.value) for each in constants
    )
