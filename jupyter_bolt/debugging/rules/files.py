"""Paths that are not there: misspelt, in another folder, or in a folder that has yet to be made."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .cell_paths import CellPaths, PathUse
from .file_names import meant, spelled
from .node_edits import quoted, text_of, with_line_before, with_text
from .rule import MOST_CANDIDATES, Candidate
from .similar import similar

ERRORS = frozenset({"FileNotFoundError", "NotADirectoryError", "OSError"})
_WRITERS = """
savefig save savez savez_compressed savetxt dump write_text write_bytes write imsave imwrite write_image
write_html write_csv write_parquet write_json write_excel copy copy2 copyfile move ExcelWriter tofile
"""
WRITERS = frozenset(_WRITERS.split())
_FOLDER_READERS = "listdir scandir chdir walk iterdir glob rglob copytree ImageFolder"
FOLDER_READERS = frozenset(_FOLDER_READERS.split())


class MissingFile:
    """A path that is not there, where one that may be meant is; a missing folder, where a file is to be written."""

    name = "files"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        path = error.facts.files.path
        if error.name not in ERRORS or not path:
            return []
        paths = CellPaths(cell, error, notebook)
        use = paths.use_of(path) or paths.use_in(path)
        if use is None or "://" in path:
            return []
        writes = is_writing(use)
        proposed = self._for_writing(paths, use, error) if writes else self._for_reading(paths, use, error)
        return list(proposed)[:MOST_CANDIDATES]

    def _for_reading(self, paths: CellPaths, use: PathUse, error: CellError) -> Iterator[Candidate]:
        found = error.facts.files.found
        if use.value.startswith("~") and use.value in found:
            yield from self._expanded(paths, use)
            return
        for new in meant(use.value, found, folders=use.function in FOLDER_READERS):
            after = paths.renamed(use, new)
            if after is not None:
                yield self._candidate(f'Read "{new}"', _why(use.value, new), after)

    def _for_writing(self, paths: CellPaths, use: PathUse, error: CellError) -> Iterator[Candidate]:
        if use.value.startswith("~"):
            yield from self._expanded(paths, use)
            return
        whole = use.value
        folder = posixpath.dirname(whole)
        if not folder or folder.startswith(("/", "..")) or "\\" in folder or ":" in folder:
            return
        there = [each.rstrip("/") for each in error.facts.files.found if each.endswith("/")]
        if folder in there:
            return
        for other in similar(folder, there, closed=True)[:1]:
            after = paths.renamed(use, f"{other}/{posixpath.basename(whole)}")
            if after is not None:
                yield self._candidate(
                    f'Write into "{other}"', f"There is no `{folder}`, but there is `{other}`.", after
                )
        yield from self._making(paths.code, use, folder)

    def _making(self, code: CellCode, use: PathUse, folder: str) -> Iterator[Candidate]:
        anchor = use.call or use.expression
        after = with_line_before(code, anchor, f"os.makedirs({quoted(folder)}, exist_ok=True)")
        if after is not None:
            if not code.binds("os", outside_line=0):
                after = CellCode(after).with_import("import os")
            yield self._candidate(f'Make the folder "{folder}"', f"There is no folder `{folder}` yet.", after)

    def _expanded(self, paths: CellPaths, use: PathUse) -> Iterator[Candidate]:
        code, expression = paths.code, use.expression
        why = "Only a shell turns `~` into your home folder."
        if isinstance(expression, ast.Call | ast.BinOp) and "Path(" in ast.unparse(expression):
            inner = text_of(code, expression)
            inner = f"({inner})" if isinstance(expression, ast.BinOp) else inner
            yield self._candidate("Expand `~`", why, with_text(code, [(expression, f"{inner}.expanduser()")]))
            return
        after = with_text(code, [(expression, f"os.path.expanduser({text_of(code, expression)})")])
        if not code.binds("os", outside_line=0):
            after = CellCode(after).with_import("import os")
        yield self._candidate("Expand `~`", why, after)

    def _candidate(self, title: str, explanation: str, after: str) -> Candidate:
        return Candidate(title=title, explanation=explanation, source=f"rule:{self.name}", after=after)


def is_writing(use: PathUse) -> bool:
    """Whether the call makes a file at the path."""
    name, call = use.function, use.call
    if call is None:
        return False
    if name == "open":
        after_path = 0 if isinstance(call.func, ast.Attribute) and call.func.value is use.expression else 1
        modes = [
            *call.args[after_path : after_path + 1],
            *(k.value for k in call.keywords if k.arg == "mode"),
        ]
        return any(isinstance(each, ast.Constant) and set(str(each.value)) & set("wax") for each in modes)
    return name in WRITERS or name.startswith("to_")


def _why(path: str, new: str) -> str:
    if spelled(path) == spelled(new):
        return f'The path is written `{path}`, but the file is "{new}".'
    if posixpath.basename(path) == posixpath.basename(new):
        return f'There is no "{path}", but the file is there as "{new}".'
    return f'There is no "{path}", but there is "{new}".'
