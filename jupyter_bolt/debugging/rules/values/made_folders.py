"""A folder that is to be made and is there already."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..node_edits import with_keyword
from ..rule import Candidate
from .failing import Failing

TAKE_EXIST_OK = frozenset({"makedirs", "mkdir"})


class MadeFolder:
    """`os.mkdir`, `os.makedirs` and `Path.mkdir` of a folder that an earlier run has made."""

    name = "made-folders"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "FileExistsError":
            return []
        call = Failing(cell, error).find(ast.Call)
        if call is None or any(each.arg in {"exist_ok", "dir_fd", None} for each in call.keywords):
            return []
        after = self._kept(cell.source, call)
        if after is None:
            return []
        why = "The folder is there already, as after a first run: `exist_ok=True` keeps it."
        return [Candidate("Keep a folder that is there", why, f"rule:{self.name}", after)]

    def _kept(self, source: str, call: ast.Call) -> str | None:
        code = CellCode(source)
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in TAKE_EXIST_OK:
            return None
        after = with_keyword(code, call, "exist_ok", "True")
        if after is None or ast.unparse(call.func) != "os.mkdir":
            return after
        changed = CellCode(after)
        return changed.replaced(
            (
                span
                for span in changed.attributes("mkdir", "os")
                if (span.line, span.end_column) == _end(code, call.func)
            ),
            "makedirs",
        )


def _end(code: CellCode, node: ast.expr) -> tuple[int, int]:
    line = node.end_lineno or node.lineno
    text = code.lines[line - 1].encode()[: node.end_col_offset or 0]
    return line, len(text.decode("utf-8", "ignore"))
