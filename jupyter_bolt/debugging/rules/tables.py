"""Text tables that are cut at the wrong character, and titles that stand above them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, FileFacts
from .cell_code import CellCode
from .cell_paths import CellPaths
from .node_edits import with_keyword
from .rule import Candidate

SHOWN = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}


class WrongSeparator:
    """`read_csv` of a table whose columns are separated otherwise, or that begins further below."""

    name = "tables"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        files = error.facts.files
        if not files.path or not files.separator or not _is_about_columns(error):
            return []
        paths = CellPaths(cell, error, notebook)
        use = paths.use_of(files.path)
        if use is None or use.call is None or use.function not in {"read_csv", "read_table"}:
            return []
        after = self._read_as(
            paths.code, use.call, files, default="," if use.function == "read_csv" else "\t"
        )
        if after is None or after == cell.source:
            return []
        return [
            Candidate(
                title=f"Read it as a table {_told(files)}",
                explanation=f'The columns of "{files.path}" are separated by {SHOWN[files.separator]}.',
                source=f"rule:{self.name}",
                after=after,
            )
        ]

    def _read_as(self, code: CellCode, call: ast.Call, files: FileFacts, *, default: str) -> str | None:
        """The source with the keywords that differ from what the function does by itself."""
        there = {each.arg for each in call.keywords}
        wanted = {
            "delimiter" if "delimiter" in there else "sep": _literal(files.separator or default)
            if files.separator != default or there & {"sep", "delimiter"}
            else "",
            "skiprows": str(files.skipped) if files.skipped else "",
            "decimal": '","' if files.decimal and files.separator != "," else "",
        }
        source: str | None = code.source
        for name, value in wanted.items():
            if value and source is not None:
                source = _with(source, call, name, value)
        return source


def _with(source: str, call: ast.Call, name: str, value: str) -> str | None:
    """Put a keyword into the call that begins where this one begins."""
    code = CellCode(source)
    calls = (node for node in ast.walk(code.tree or ast.Module([], [])) if isinstance(node, ast.Call))
    place, func = (call.lineno, call.col_offset), ast.unparse(call.func)
    same = (
        each for each in calls if (each.lineno, each.col_offset) == place and ast.unparse(each.func) == func
    )
    found = next(same, None)
    return None if found is None else with_keyword(code, found, name, value)


def _literal(separator: str) -> str:
    return '"\\t"' if separator == "\t" else f'"{separator}"'


def _told(files: FileFacts) -> str:
    separator = f"separated by {SHOWN[files.separator or ',']}"
    return f"{separator}, from line {files.skipped + 1}" if files.skipped else separator


def _is_about_columns(error: CellError) -> bool:
    """Whether a table was cut wrongly: rows of different length, or all columns in one."""
    if error.name == "ParserError":
        return "tokenizing" in error.message
    known, separator = error.facts.known, error.facts.files.separator
    if error.name not in {"KeyError", "ValueError", "AttributeError"} or not separator:
        return False
    return any(separator in each and (error.facts.name or "") in each.split(separator) for each in known)
