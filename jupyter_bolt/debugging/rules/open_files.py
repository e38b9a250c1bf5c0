"""Paths, texts and open files that are handed to a function which wants another of the three."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .node_edits import quoted, text_of, with_keyword, with_text
from .rule import MOST_CANDIDATES, Candidate

WANTS_FILE = ("has no attribute 'read'", "has no attribute 'readline'", "must have 'read' and 'readline'")
READ_AS_TEXT = "write() argument must be str, not bytes"
WRITTEN_AS_BYTES = "a bytes-like object is required, not 'str'"


class NotAnOpenFile:
    """`json.load` of a path or a text, `json.loads` of a file or a path, `pickle.load` of a file of text."""

    name = "open-files"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        code = CellCode(cell.source)
        line = next((each.line for each in error.frames if each.file == "cell"), 0)
        found = [
            Candidate(title=title, explanation=why, source=f"rule:{self.name}", after=after)
            for call in _calls(code, line)
            for title, why, after in _Change(code, call, error).changes()
            if after is not None and after != cell.source
        ]
        return found[:MOST_CANDIDATES]


class _Change:
    def __init__(self, code: CellCode, call: ast.Call, error: CellError) -> None:
        self.code = code
        self.call = call
        self.error = error
        self.function = ast.unparse(call.func)
        self.module, _, self.verb = self.function.rpartition(".")
        self.argument = call.args[0] if call.args else None

    def changes(self) -> Iterator[tuple[str, str, str | None]]:
        if self.module not in {"json", "pickle"} or self.argument is None:
            return
        message, kind = self.error.message, self.error.facts.files.kind
        if self.verb == "load" and any(each in message for each in WANTS_FILE):
            yield from self._opened()
        elif self.function == "json.loads" and "not TextIOWrapper" in message:
            yield (
                "Use `json.load`",
                "`json.loads` takes text; this is an open file.",
                self._called("json.load"),
            )
        elif self.function == "json.loads" and "char 0" in message and self._is_path():
            yield (
                "Open the file",
                "This is a file's path, not JSON.",
                self._called("json.load", 'open({}, encoding="utf-8")'),
            )
        elif self.function == "json.load" and message.startswith("Extra data") and kind == "json lines":
            after = with_text(self.code, [(self.call, f"[json.loads(line) for line in {self._text()}]")])
            yield "Read one record a line", "The file holds one JSON record a line.", after
        elif (
            self.function == "pickle.load"
            and kind == "pickle"
            and self.error.name in {"UnicodeDecodeError", "TypeError"}
        ):
            yield from self._with_mode("rb", "r")
        elif self.verb == "dump" and READ_AS_TEXT in message:
            yield from self._with_mode("wb", "w")
        elif self.function == "json.dump" and WRITTEN_AS_BYTES in message:
            yield from self._with_mode("w", "wb")

    def _opened(self) -> Iterator[tuple[str, str, str | None]]:
        why = f"`{self.function}` takes an open file."
        if self._is_path():
            opened = 'open({}, "rb")' if self.module == "pickle" else 'open({}, encoding="utf-8")'
            yield "Open the file", f"{why} This is its path.", self._called(self.function, opened)
        elif self.module == "json" and self._shown()[1:2] in {"{", "["}:
            yield "Use `json.loads`", f"{why} This is text.", self._called("json.loads")

    def _is_path(self) -> bool:
        """Whether the argument is the file that the facts speak of."""
        path = self.error.facts.files.path
        if not path:
            return False
        constant = self.argument.value if isinstance(self.argument, ast.Constant) else None
        return constant == path or path in self._shown()

    def _shown(self) -> str:
        source = ast.unparse(self.argument) if self.argument is not None else ""
        return next((each.repr for each in self.error.facts.values if each.source == source), "")

    def _text(self) -> str:
        return text_of(self.code, self.argument) if self.argument is not None else ""

    def _called(self, function: str, argument: str = "{}") -> str | None:
        if self.argument is None:
            return None
        changes = [(self.call.func, function), (self.argument, argument.format(self._text()))]
        return with_text(self.code, changes)

    def _with_mode(self, mode: str, instead_of: str) -> Iterator[tuple[str, str, str | None]]:
        """Change the mode of the cell's only `open`."""
        opens = [each for each in _calls(self.code, None) if ast.unparse(each.func) == "open"]
        if len(opens) != 1 or not opens[0].args:
            return
        modes = [*opens[0].args[1:2], *(each.value for each in opens[0].keywords if each.arg == "mode")]
        if modes and not (
            isinstance(modes[0], ast.Constant) and modes[0].value in {instead_of, instead_of + "t"}
        ):
            return
        if modes:
            after: str | None = with_text(self.code, [(modes[0], quoted(mode))])
        elif len(opens[0].args) == 1 and instead_of == "r":
            path = opens[0].args[0]
            after = with_text(self.code, [(path, f'{text_of(self.code, path)}, "{mode}"')])
        else:
            after = with_keyword(self.code, opens[0], "mode", quoted(mode))
        kind = "bytes" if "b" in mode else "text"
        yield f'Open it with "{mode}"', f"`{self.function}` works with {kind}.", after


def _calls(code: CellCode, line: int | None) -> list[ast.Call]:
    """The calls that stand in a line, or all."""
    return [
        node
        for node in (ast.walk(code.tree) if code.tree is not None else ())
        if isinstance(node, ast.Call)
        and (line is None or node.lineno <= line <= (node.end_lineno or node.lineno))
    ]
