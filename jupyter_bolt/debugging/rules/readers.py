"""Data files that are read by a function for another kind of file."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .cell_paths import CellPaths, PathUse
from .node_edits import end_of, start_of, text_of, with_keyword
from .rule import Candidate

READERS = {
    "excel": "read_excel",
    "parquet": "read_parquet",
    "json": "read_json",
    "json lines": "read_json",
    "pickle": "read_pickle",
    "text": "read_csv",
}
TEXT_READERS = frozenset({"read_csv", "read_table", "read_json"})
OF_TEXT_TABLES = frozenset({"sep", "delimiter", "encoding", "engine", "low_memory", "lines"})
TOLD = {"json lines": "JSON, one record a line", "text": "a text table", "json": "JSON"}


class WrongReader:
    """A file whose first bytes show that another reader of pandas is for it."""

    name = "readers"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        files = error.facts.files
        if not files.path or not files.kind:
            return []
        paths = CellPaths(cell, error, notebook)
        use = paths.use_of(files.path)
        if use is None or use.call is None or not use.function.startswith("read_"):
            return []
        after = self._changed(paths.code, use.call, use, files.kind)
        if after is None or after == cell.source:
            return []
        function = "compression" if files.kind == "gzip" else READERS[files.kind]
        return [
            Candidate(
                title=f"Read it with `{function}`" if files.kind != "gzip" else "Read it as gzip",
                explanation=f'"{files.path}" is {TOLD.get(files.kind, files.kind)}, as its first bytes show.',
                source=f"rule:{self.name}",
                after=after,
            )
        ]

    def _changed(self, code: CellCode, call: ast.Call, use: PathUse, kind: str) -> str | None:
        if kind == "gzip":
            return with_keyword(code, call, "compression", '"gzip"') if use.function in TEXT_READERS else None
        wanted = READERS.get(kind)
        if wanted is None or (
            kind == "text" and use.function in {"read_csv", "read_table", "read_fwf", "read_json"}
        ):
            return None
        if wanted == use.function:
            return with_keyword(code, call, "lines", "True") if kind == "json lines" else None
        return _with_reader(code, call, wanted, "lines=True" if kind == "json lines" else "")


def _with_reader(code: CellCode, call: ast.Call, function: str, extra: str) -> str | None:
    """The call of another reader, without the keywords that only text tables have."""
    kept = [
        *(text_of(code, each) for each in call.args),
        *(
            f"{each.arg}={text_of(code, each.value)}"
            for each in call.keywords
            if each.arg and each.arg not in OF_TEXT_TABLES
        ),
        *([extra] if extra else []),
    ]
    if any(each.arg is None for each in call.keywords):
        return None
    func = re.sub(r"\w+$", function, text_of(code, call.func))
    source = code.source
    return f"{source[: start_of(code, call)]}{func}({', '.join(kept)}){source[end_of(code, call) :]}"
