"""The frames of an error, and the live values in them."""

from __future__ import annotations

import ast
import builtins
import itertools
import linecache
from collections import deque
from inspect import CO_VARARGS
from typing import TYPE_CHECKING, Any

from .bounded import clean
from .positions import position_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType, TracebackType

    from .cell_text import CellText
    from .positions import Position

MOST_FRAMES = 50


class Trace:
    """A traceback, walked once: first and last frames, and the innermost ones of the cell."""

    def __init__(self, error: BaseException, cell: CellText) -> None:
        self.error = error
        self.cell = cell
        self.cell_frames: deque[TracebackType] = deque(maxlen=MOST_FRAMES)
        self.innermost: TracebackType | None = None
        self._first: list[TracebackType] = []
        self._last: deque[TracebackType] = deque(maxlen=MOST_FRAMES // 2)
        for each in self._users(error.__traceback__):
            if self._is_cells(each):
                self.cell_frames.append(each)
            if len(self._first) < MOST_FRAMES - MOST_FRAMES // 2:
                self._first.append(each)
            else:
                self._last.append(each)
            self.innermost = each
        if self.cell_frames:
            cell.read(self.cell_frames[-1].tb_frame.f_code.co_filename)

    def _users(self, outermost: TracebackType | None) -> Iterator[TracebackType]:
        """The user's frames: without those of the kernel that ran the cell."""
        entered = next((each for each in walk(outermost) if self._is_cells(each)), None)
        if entered is not None:
            return walk(entered)
        return itertools.dropwhile(is_kernels, walk(outermost))

    def _is_cells(self, each: TracebackType) -> bool:
        return self.cell.holds(each.tb_frame.f_code.co_filename)

    def frames(self) -> list[dict[str, Any]]:
        shown = [self._frame(each) for each in (*self._first, *self._last)]
        if isinstance(self.error, SyntaxError) and self.error.filename in self.cell.files:
            shown.append(self._syntax_frame(self.error))
        return shown[:MOST_FRAMES]

    def _frame(self, each: TracebackType) -> dict[str, Any]:
        code = each.tb_frame.f_code
        line, file = each.tb_lineno or 0, code.co_filename
        text = linecache.getline(file, line)
        if self.cell.holds(file):
            self.cell.read(file)
            line, file = self.cell.typed_line(line) or line, "cell"
            text = text or next(iter(self.cell.typed[line - 1 : line]), "")
        function = getattr(code, "co_qualname", code.co_name)
        return {
            "file": clean(file, 1_000),
            "line": line,
            "function": clean(function),
            "text": clean(text.strip()),
        }

    def _syntax_frame(self, error: SyntaxError) -> dict[str, Any]:
        self.cell.read(str(error.filename))
        line = self.cell.typed_line(error.lineno or 1) or error.lineno or 1
        text = next(iter(self.cell.typed[line - 1 : line]), "")
        return {"file": "cell", "line": line, "function": "<module>", "text": clean(text.strip())}

    def position(self) -> Position | None:
        """Where the innermost frame of the cell was."""
        return position_of(self.cell_frames[-1]) if self.cell_frames else None

    def first_argument(self) -> object:
        """The first argument of what the cell called: for a method, the object it was called on."""
        called = self.cell_frames[-1].tb_next if self.cell_frames else None
        if called is None:
            return None
        code, names = called.tb_frame.f_code, called.tb_frame.f_locals
        if code.co_argcount:
            return names.get(code.co_varnames[0])
        given = names.get(code.co_varnames[code.co_kwonlyargcount]) if code.co_flags & CO_VARARGS else None
        return given[0] if isinstance(given, tuple) and given else None

    def names(self) -> Iterator[str]:
        """Names that the innermost frame of the user's could have used: its own, its enclosing
        functions', the globals, the built-ins."""
        here = self.cell_frames[-1] if self.cell_frames else self.innermost
        if here is None:
            return
        code = here.tb_frame.f_code
        yield from here.tb_frame.f_locals
        for outer in reversed(self.cell_frames):
            if encloses(outer.tb_frame.f_code, code):
                yield from outer.tb_frame.f_locals
                code = outer.tb_frame.f_code
        yield from here.tb_frame.f_globals
        yield from dir(builtins)


def walk(at: TracebackType | None) -> Iterator[TracebackType]:
    while at is not None:
        yield at
        at = at.tb_next


def is_kernels(each: TracebackType) -> bool:
    package = str(each.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
    return package in {"IPython", "ipykernel", "asyncio", "tornado"}


def encloses(outer: CodeType, inner: CodeType) -> bool:
    return any(constant is inner for constant in outer.co_consts)


class NotSimple(Exception):
    """An expression that is more than names, attributes and simple keys."""


def value_of(node: ast.AST, frame: FrameType) -> object:
    """The live value of a chain of names, attributes and keys, these simple too. Raises `NotSimple`."""
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, vars(builtins)):
            if node.id in names:
                return names[node.id]
    elif isinstance(node, ast.Attribute):
        return getattr(value_of(node.value, frame), node.attr)
    elif isinstance(node, ast.Subscript):
        owner: Any = value_of(node.value, frame)
        return owner[key_of(node.slice, frame)]
    raise NotSimple


def key_of(node: ast.AST, frame: FrameType) -> object:
    """A key that is written out, as `-1` or `("a", 1)`, or is itself a simple expression."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return value_of(node, frame)


def trace_value(node: ast.AST, trace: Trace) -> object:
    try:
        return value_of(node, trace.cell_frames[-1].tb_frame)
    except Exception:  # it is the user's code that runs here
        return None
