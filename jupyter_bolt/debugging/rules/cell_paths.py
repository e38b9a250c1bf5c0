"""Where a cell names a path: literals, `Path(…) / …`, `os.path.join(…)`, names that are bound to such."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .node_edits import quoted, text_of, with_text

PATH_TYPES = frozenset({"Path", "PurePath", "PosixPath", "pathlib.Path"})
JOINS = frozenset({"os.path.join", "path.join", "join"})
KEPT = frozenset({"str", "os.fspath", "os.path.expanduser", "os.path.abspath", "os.path.normpath"})
DEEPEST = 20


@dataclass(frozen=True)
class Piece:
    """Part of a path's text, and the literal of this cell that holds it, if one does."""

    text: str
    node: ast.Constant | ast.JoinedStr | None = None


@dataclass(frozen=True)
class PathUse:
    """A call, the expression in it that is the path, and the pieces of that path."""

    call: ast.Call | None
    expression: ast.expr
    pieces: tuple[Piece, ...]

    @property
    def value(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def function(self) -> str:
        """The last name of what is called: `read_csv`, `open`."""
        func = self.call.func if self.call is not None else None
        return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


class CellPaths:
    """One cell's paths. Names are looked up in the cell, then in the failing line, then in other cells."""

    def __init__(self, cell: Cell, error: CellError, notebook: Notebook) -> None:
        self.code = CellCode(cell.source)
        self._line = next((each.line for each in reversed(error.frames) if each.file == "cell"), 0)
        self._bound = _bindings(self.code.tree)
        self._others = _texts_of_others(cell, notebook)
        self._live = {each.source: _live_text(each.repr) for each in error.facts.values}

    def use_of(self, path: str) -> PathUse | None:
        """Where the cell uses a path: in the failing line first; else its only literal."""
        uses = [use for use in self._uses() if same_path(use.value, path)]
        here = [use for use in uses if use.call and self._is_failing(use.call)]
        if here or len(uses) == 1:
            return (here or uses)[0]
        literals = [
            node
            for node in self._nodes()
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and same_path(node.value, path)
        ]
        if len(literals) != 1:
            return uses[0] if uses else None
        return PathUse(self._only_call(), literals[0], (Piece(str(literals[0].value), literals[0]),))

    def use_in(self, folder: str) -> PathUse | None:
        """Where the failing line uses a path in a folder: pandas names no more than that."""
        uses = (use for use in self._uses() if use.call and self._is_failing(use.call))
        return next((use for use in uses if same_path(posixpath.dirname(use.value), folder)), None)

    def renamed(self, use: PathUse, new: str) -> str | None:
        """The source with this path instead, by as small a change of one literal as does it."""
        before = 0
        for piece in use.pieces:
            after = len(use.value) - before - len(piece.text)
            start, end = use.value[:before], use.value[before + len(piece.text) :]
            fits = len(new) > before + after and new.startswith(start) and new.endswith(end)
            if piece.node is not None and fits:
                return self._with_piece(piece, new[before : len(new) - after])
            before += len(piece.text)
        text = quoted(new)
        if isinstance(use.expression, ast.BinOp | ast.Call) and "Path" in ast.unparse(use.expression):
            text = f"Path({text})"
        return with_text(self.code, [(use.expression, text)])

    def _with_piece(self, piece: Piece, text: str) -> str | None:
        assert piece.node is not None
        typed = text_of(self.code, piece.node)
        if isinstance(piece.node, ast.JoinedStr):
            once = typed.count(piece.text) == 1 and "\\" not in text
            return with_text(self.code, [(piece.node, typed.replace(piece.text, text))]) if once else None
        return with_text(self.code, [(piece.node, quoted(text, typed))])

    def _uses(self) -> Iterator[PathUse]:
        for call in self._nodes():
            if isinstance(call, ast.Call):
                receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
                for each in (*call.args, *(keyword.value for keyword in call.keywords), *receiver):
                    pieces = self._folded(each)
                    if pieces and not _is_path_itself(call):
                        yield PathUse(call, each, tuple(pieces))

    def _only_call(self) -> ast.Call | None:
        """The outermost call of the failing line, for a path that reaches it by a loop or a list."""
        calls = [each for each in self._nodes() if isinstance(each, ast.Call) and self._is_failing(each)]
        return calls[0] if calls else None

    def _is_failing(self, node: ast.expr) -> bool:
        return node.lineno <= self._line <= (node.end_lineno or node.lineno)

    def _nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.code.tree) if self.code.tree is not None else iter(())

    def _folded(self, node: ast.expr, depth: int = 0) -> list[Piece] | None:
        """The pieces of a path, where the whole expression is known."""
        if depth > DEEPEST:
            return None
        match node:
            case ast.Constant(value=str() as text):
                return [Piece(text, node)]
            case ast.JoinedStr(values=values):
                return self._folded_format(node, values, depth)
            case ast.BinOp(left=left, op=ast.Add() | ast.Div() as op, right=right):
                return self._together([left, right], "/" if isinstance(op, ast.Div) else "", depth)
            case ast.Call(func=func, args=args) if args and ast.unparse(func) in PATH_TYPES | JOINS | KEPT:
                return self._together(args, "/", depth)
            case ast.Name(id=name):
                return self._named(name, depth)
        return None

    def _folded_format(self, whole: ast.JoinedStr, values: list[ast.expr], depth: int) -> list[Piece] | None:
        pieces: list[Piece] = []
        for value in values:
            if isinstance(value, ast.Constant):
                pieces.append(Piece(str(value.value), whole))
                continue
            inner = value.value if isinstance(value, ast.FormattedValue) and not value.format_spec else None
            folded = self._folded(inner, depth + 1) if inner is not None else None
            if folded is None:
                return None
            pieces.extend(folded)
        return pieces

    def _together(self, nodes: list[ast.expr], joint: str, depth: int) -> list[Piece] | None:
        pieces: list[Piece] = []
        for node in nodes:
            folded = self._folded(node, depth + 1)
            if folded is None:
                return None
            if pieces and joint and not pieces[-1].text.endswith("/"):
                pieces.append(Piece(joint))
            pieces.extend(folded)
        return pieces

    def _named(self, name: str, depth: int) -> list[Piece] | None:
        if len(self._bound.get(name, [])) == 1:
            return self._folded(self._bound[name][0], depth + 1)
        if self.code.binds(name, outside_line=0):
            return None
        text = self._live.get(name) or self._others.get(name)
        return [Piece(text)] if text else None


def same_path(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(path: str) -> str:
    return re.sub(r"/(\./)+", "/", re.sub(r"/+", "/", path)).removeprefix("./").rstrip("/") or "/"


def _is_path_itself(call: ast.Call) -> bool:
    return ast.unparse(call.func) in PATH_TYPES | JOINS | KEPT


def _bindings(tree: ast.Module | None) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
    return found


def _texts_of_others(cell: Cell, notebook: Notebook) -> dict[str, str]:
    """Names that the other cells bind to one text, and to nothing else."""
    found: dict[str, set[str | None]] = {}
    for each in notebook.cells[:500]:
        if each.cell_type == "code" and each.cell_id != cell.cell_id:
            for name, values in _bindings(CellCode(each.source).tree).items():
                for value in values:
                    text = value.value if isinstance(value, ast.Constant) else None
                    found.setdefault(name, set()).add(text if isinstance(text, str) else None)
    return {name: text for name, (text, *more) in found.items() if text is not None and not more}


def _live_text(shown: str) -> str | None:
    """The text of a live string or path, by its `repr`, where that is whole."""
    inner = re.fullmatch(r"(?:PosixPath|WindowsPath|PurePosixPath)\((.+)\)", shown)
    try:
        value = ast.literal_eval(inner.group(1) if inner else shown)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str) else None
