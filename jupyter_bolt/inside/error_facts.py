"""Describe an exception: its frames, the name that is missing, and what is there instead.

Runs inside a kernel, in a fork that is thrown away, and so may look at live objects: `dir()`, keys
and properties are the user's code and may do anything there. Each part is bounded in time and size,
and a part that fails leaves its field empty. Standard library only, Python 3.9 and later; columns
are exact from 3.11 (PEP 657) and found by name before that.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import heapq
import itertools
import linecache
import pkgutil
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any, NamedTuple, TypeVar

MOST_FRAMES = 50
MOST_KNOWN = 5_000
MOST_LOOKED_AT = 200_000
MESSAGE_BYTES = 4_096
NAME_CHARACTERS = 200
PART_SECONDS = 1.0

IPYTHON_CACHES = re.compile(r"_+|_i+|_i?\d+|_[iod]h|__\w+__|In|Out|get_ipython|exit|quit")
"""Names that IPython keeps for itself: never what somebody misspelt."""

MAGIC_FILES = {"<timed exec>", "<timed eval>", "<magic-timeit>"}
"""Where `%%time` and `%%timeit` compile the cell's body to, line 1 being the line below the magic."""

T = TypeVar("T")


def describe_error(error: BaseException, *, cell_files: set[str], source: str) -> dict[str, Any]:
    """Describe an error raised by a cell as plain JSON, for rules that look for a fix.

    `cell_files` are the file names under which the cell was compiled, `source` is what stands in the
    cell. Lines count from 1, columns are characters from 0, both in `source`. Never raises.
    """
    cell = CellText(source, cell_files)
    trace = bounded(lambda: Trace(error, cell))
    return {
        "name": bounded(lambda: clean(type(error).__name__)) or "Exception",
        "message": bounded(lambda: message_of(error)) or "",
        "frames": (trace and bounded(trace.frames)) or [],
        "facts": (trace and bounded(lambda: facts_of(error, trace, cell).as_json())) or Facts().as_json(),
    }


class TooSlow(BaseException):
    """A part took longer than its time; not an `Exception`, so that the user's code lets it pass."""


def bounded(part: Callable[[], T]) -> T | None:
    """Run a part within its time; None when it raises anything, even `SystemExit`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    try:
        handler = signal.signal(signal.SIGALRM, stop)
        timer = signal.setitimer(signal.ITIMER_REAL, PART_SECONDS)
    except (ValueError, AttributeError):
        return unless_it_raises(part)
    try:
        try:
            return part()
        finally:
            signal.setitimer(signal.ITIMER_REAL, *timer)
            signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
    except BaseException:
        return None


def unless_it_raises(part: Callable[[], T]) -> T | None:
    """Run a part without a time: outside the main thread, or where there is no alarm."""
    try:
        return part()
    except BaseException:
        return None


def clean(text: object, most: int = NAME_CHARACTERS) -> str:
    """A plain `str` that JSON can carry, whatever subclass or lone surrogate it was."""
    plain = "".join(str.__iter__(text)) if isinstance(text, str) else str(text)
    return plain[:most].encode("utf-8", "backslashreplace").decode("utf-8")


def message_of(error: BaseException) -> str:
    """What the error says, at most `MESSAGE_BYTES` of it."""
    try:
        text = clean(str(error), MESSAGE_BYTES)
    except BaseException:
        text = f"<{clean(type(error).__name__)} whose message could not be read>"
    return text.encode("utf-8")[:MESSAGE_BYTES].decode("utf-8", "ignore")


class Position(NamedTuple):
    """Where an instruction or a node stands: lines from 1, columns in UTF-8 bytes, end exclusive."""

    line: int
    end_line: int
    start: int | None
    end: int | None


class Span(NamedTuple):
    """A token in the cell: line from 1, characters from 0."""

    line: int
    column: int
    end_column: int


class Facts:
    """What was live where the error was raised; the fields are those of `ErrorFacts`."""

    def __init__(
        self,
        name: str | None = None,
        owner_type: str | None = None,
        owner_source: str | None = None,
        known: Iterable[str] = (),
        importable: Iterable[str] = (),
        span: Span | None = None,
    ) -> None:
        self.name = name
        self.owner_type = owner_type
        self.owner_source = owner_source
        self.known = closest(known, name or "")
        self.importable = closest(importable, name or "")
        self.span = span

    def as_json(self) -> dict[str, Any]:
        line, column, end_column = self.span or (None, None, None)
        return {
            "name": None if self.name is None else clean(self.name),
            "owner_type": None if self.owner_type is None else clean(self.owner_type),
            "owner_source": None if self.owner_source is None else clean(self.owner_source),
            "known": self.known,
            "importable": self.importable,
            "line": line,
            "column": column,
            "end_column": end_column,
        }


def closest(names: Iterable[str], wanted: str) -> list[str]:
    """Each text once, in order; of more than `MOST_KNOWN` those most like the wanted one."""
    looked_at = itertools.islice(names, MOST_LOOKED_AT)
    texts = dict.fromkeys(
        clean(name) for name in looked_at if isinstance(name, str) and len(name) <= NAME_CHARACTERS
    )
    if len(texts) <= MOST_KNOWN:
        return list(texts)
    first = wanted[:1].casefold()
    return heapq.nsmallest(
        MOST_KNOWN, texts, key=lambda text: (text[:1].casefold() != first, abs(len(text) - len(wanted)))
    )


class CellText:
    """The cell as it was typed, and its syntax tree as IPython ran it."""

    def __init__(self, source: str, files: set[str]) -> None:
        self.files = files
        self.typed = source.replace("\r\n", "\n").split("\n")
        self._read_for: str | None = None
        self._run: list[str] = []
        self._typed_line: dict[int, int] = {}
        self.tree: ast.Module | None = None

    def holds(self, file: str) -> bool:
        return file in self.files or (file in MAGIC_FILES and self._magic_line() is not None)

    def read(self, file: str) -> None:
        """Read what was compiled under this name, and align its lines with the typed ones."""
        if self._read_for == file:
            return
        self._read_for = file
        self._run, self._typed_line = self._align(file)
        try:
            self.tree = ast.parse("\n".join(self._run))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self.tree = None

    def typed_line(self, line: int) -> int | None:
        """The typed line for a line that ran; None for a line that IPython wrote itself."""
        return self._typed_line.get(line)

    def span(self, line: int, start_byte: int, token: str) -> Span | None:
        """Where a token of the code that ran stands in what was typed, if it stands there."""
        typed_line = self._typed_line.get(line)
        if typed_line is None:
            return None
        run, typed = self._run[line - 1], self.typed[typed_line - 1]
        encoded = run.encode("utf-8", "surrogatepass")
        before = encoded[:start_byte].decode("utf-8", "ignore")
        column = len(before) + len(typed) - len(typed.lstrip()) - (len(run) - len(run.lstrip()))
        if typed[column : column + len(token)] == token:
            return Span(typed_line, column, column + len(token))
        return None

    def find(self, line: int, token: str) -> Span | None:
        """The one place in a line that ran where a word stands, for what has no exact column."""
        typed_line = self._typed_line.get(line)
        if typed_line is None:
            return None
        found = list(re.finditer(rf"(?<!\w){re.escape(token)}(?!\w)", self.typed[typed_line - 1]))
        return Span(typed_line, found[0].start(), found[0].end()) if found else None

    def _magic_line(self) -> int | None:
        for at, line in enumerate(self.typed):
            if line.strip():
                return at if line.startswith("%%") else None
        return None

    def _align(self, file: str) -> tuple[list[str], dict[int, int]]:
        if file in MAGIC_FILES:
            below = (self._magic_line() or 0) + 1
            while below < len(self.typed) and not self.typed[below].strip():
                below += 1
            body = self.typed[below:]
            return body, {line: line + below for line in range(1, len(body) + 1)}
        run = [line.rstrip("\n") for line in linecache.getlines(file)] or list(self.typed)
        blank = next((at for at, line in enumerate(self.typed) if line.strip()), 0)
        for skipped in (0, blank):
            typed = self.typed[skipped:]
            if run == typed or (run == typed[: len(run)] and not any(map(str.strip, typed[len(run) :]))):
                return run, {line: line + skipped for line in range(1, len(run) + 1)}
        return run, self._matching_lines(run)

    def _matching_lines(self, run: list[str]) -> dict[int, int]:
        """Align by the lines that IPython left as they are; magics and prompts are no match."""
        matcher = difflib.SequenceMatcher(
            None,
            [line.strip() for line in run],
            [line.strip() for line in self.typed],
            autojunk=len(run) > 2_000,
        )
        return {
            block.a + at + 1: block.b + at + 1
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        }


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
        if called is None or not called.tb_frame.f_code.co_argcount:
            return None
        return called.tb_frame.f_locals.get(called.tb_frame.f_code.co_varnames[0])

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


def position_of(at: TracebackType) -> Position:
    """Where a frame was, with columns where Python knows them."""
    line = at.tb_lineno or 1
    positions = getattr(at.tb_frame.f_code, "co_positions", None)
    if positions is not None and at.tb_lasti >= 0:
        exact = next(itertools.islice(positions(), at.tb_lasti // 2, None), None)
        if exact is not None and exact[0] is not None and exact[2] is not None:
            return Position(exact[0], exact[1] or exact[0], exact[2], exact[3])
    return Position(line, line, None, None)


def position_of_node(node: Any) -> Position:
    return Position(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)


def nearest(nodes: Iterable[T], at: Position) -> T | None:
    """The node that stands where the error was raised: there exactly, ending there, within, around."""
    ranked = [(rank, order, node) for order, node in enumerate(nodes) if (rank := distance(node, at)) < 9]
    return min(ranked, key=lambda each: each[:2])[2] if ranked else None


def distance(node: Any, at: Position) -> int:
    here = position_of_node(node)
    if at.start is None or at.end is None:
        return 4 if here.line <= at.line <= here.end_line else 9
    start, end = (here.line, here.start), (here.end_line, here.end)
    at_start, at_end = (at.line, at.start), (at.end_line, at.end)
    if start == at_start and end == at_end:
        return 0
    if end == at_end:
        return 1
    if start >= at_start and end <= at_end:
        return 2
    if start <= at_start and end >= at_end:
        return 3
    return 9


def facts_of(error: BaseException, trace: Trace, cell: CellText) -> Facts:
    if isinstance(error, SyntaxError):
        return syntax_facts(error, cell)
    if isinstance(error, ImportError):
        return import_facts(error, trace, cell)
    if isinstance(error, AttributeError):
        return attribute_facts(error, trace, cell)
    if isinstance(error, NameError) and trace.innermost is (trace.cell_frames or [None])[-1]:
        return name_facts(error, trace, cell)
    return KeySearch(error, trace, cell).facts()


def syntax_facts(error: SyntaxError, cell: CellText) -> Facts:
    if error.filename not in cell.files:
        return Facts()
    cell.read(str(error.filename))
    line = cell.typed_line(error.lineno or 1)
    if line is None:
        return Facts()
    column = max((error.offset or 1) - 1, 0)
    end = getattr(error, "end_offset", None) or 0
    one_line = getattr(error, "end_lineno", None) in (None, error.lineno)
    return Facts(span=Span(line, column, max(end - 1, column) if one_line else len(cell.typed[line - 1])))


def quoted_name(error: BaseException) -> str | None:
    """The name that the message quotes, for errors that carry none."""
    found = re.search(r"(?:name|variable|attribute|module named) '([^']{1,200})'", message_of(error))
    return found.group(1) if found else None


def nodes_of(tree: ast.AST | None, kind: type[T]) -> Iterator[T]:
    return (node for node in ast.walk(tree) if isinstance(node, kind)) if tree is not None else iter(())


def name_facts(error: NameError, trace: Trace, cell: CellText) -> Facts:
    name = getattr(error, "name", None) or quoted_name(error)
    at = trace.position()
    if name is None or at is None:
        return Facts(name)
    node = nearest((each for each in nodes_of(cell.tree, ast.Name) if each.id == name), at)
    span = cell.span(node.lineno, node.col_offset, name) if node else None
    known = (each for each in trace.names() if each != name and not IPYTHON_CACHES.fullmatch(each))
    return Facts(name, known=known, importable=top_level_modules(), span=span)


def top_level_modules() -> Iterator[str]:
    """Modules that an import could find, without importing any."""
    yield from sorted(getattr(sys, "stdlib_module_names", sys.builtin_module_names))
    for module in pkgutil.iter_modules():
        yield module.name


def attribute_facts(error: AttributeError, trace: Trace, cell: CellText) -> Facts:
    name = getattr(error, "name", None) or quoted_name(error)
    at = trace.position()
    if not isinstance(name, str):
        return Facts()
    node = (
        nearest((each for each in nodes_of(cell.tree, ast.Attribute) if each.attr == name), at)
        if at
        else None
    )
    owner = getattr(error, "obj", None)
    if owner is None and node is not None:
        owner = trace_value(node.value, trace)
    facts = Facts(
        name,
        type_name(owner),
        source_of(node.value) if node else None,
        known=(each for each in attributes_of(owner) if name.startswith("_") or not each.startswith("_")),
        importable=submodules_named(owner, name),
    )
    if node is not None and node.end_lineno is not None and node.end_col_offset is not None:
        start = node.end_col_offset - len(name.encode())
        facts.span = cell.span(node.end_lineno, start, name)
    return facts


def type_name(value: object) -> str:
    return clean(type(value).__name__)


def source_of(node: ast.AST) -> str:
    return ast.unparse(node)


def attributes_of(owner: object) -> Iterator[str]:
    for labels in ("columns", "index"):
        if type_name(owner) in {"DataFrame", "Series"}:
            yield from (label for label in texts(getattr(owner, labels, ())) if label.isidentifier())
    yield from dir(owner)
    if isinstance(owner, ModuleType):
        yield from submodules(owner)


def submodules(module: ModuleType) -> Iterator[str]:
    return (each.name for each in pkgutil.iter_modules(getattr(module, "__path__", None) or []))


def submodules_named(owner: object, name: str) -> list[str]:
    if isinstance(owner, ModuleType) and name in submodules(owner):
        return [f"{owner.__name__}.{name}"]
    return []


def import_facts(error: ImportError, trace: Trace, cell: CellText) -> Facts:
    """The missing module, or the name that a module does not have."""
    missing = re.search(
        r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'", message_of(error)
    )
    if missing:
        name, parent = missing.groups()
    else:
        whole = error.name or quoted_name(error) or ""
        parent, _, name = whole.rpartition(".")
    if not name:
        return Facts()
    owner = sys.modules.get(parent)
    known = attributes_of(owner) if owner is not None else modules_like(name)
    return Facts(
        name, "module" if parent else None, parent or None, known, span=import_span(name, trace, cell)
    )


def modules_like(name: str) -> list[str]:
    by_folded = {module.casefold(): module for module in top_level_modules()}
    return [
        by_folded[each] for each in difflib.get_close_matches(name.casefold(), by_folded, n=20, cutoff=0.6)
    ]


def import_span(name: str, trace: Trace, cell: CellText) -> Span | None:
    at = trace.position()
    statements = (
        node
        for node in ast.walk(cell.tree or ast.Module([], []))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    )
    statement = nearest(statements, at) if at else None
    if statement is None:
        return None
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    return next((span for line in lines if (span := cell.find(line, name))), None)


class NotSimple(Exception):
    """An expression that is more than names, attributes and constant keys."""


def value_of(node: ast.AST, frame: FrameType) -> object:
    """The live value of a chain of names, attributes and constant keys. Raises `NotSimple`."""
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, vars(builtins)):
            if node.id in names:
                return names[node.id]
    elif isinstance(node, ast.Attribute):
        return getattr(value_of(node.value, frame), node.attr)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner: Any = value_of(node.value, frame)
        return owner[node.slice.value]
    raise NotSimple


def trace_value(node: ast.AST, trace: Trace) -> object:
    try:
        return value_of(node, trace.cell_frames[-1].tb_frame)
    except Exception:
        return None


class KeySearch:
    """Look for the key or column that was asked for, and for the object that does not have it."""

    def __init__(self, error: BaseException, trace: Trace, cell: CellText) -> None:
        self.error = error
        self.trace = trace
        self.cell = cell
        self.message = message_of(error)
        self.parents = {
            child: node for node in nodes_of(cell.tree, ast.AST) for child in ast.iter_child_nodes(node)
        }

    def facts(self) -> Facts:
        at = self.trace.position()
        failing = self._failing(at) if at else None
        if failing is None:
            return Facts(self._plain_key())
        if isinstance(self.error, NameError):
            return self._word_in_text(failing)
        for literal in self._literals(failing):
            expressions = self._owners(literal, failing)
            owners = [value for each in expressions if (value := trace_value(each, self.trace)) is not None]
            owners.append(self.trace.first_argument())
            known = list(itertools.chain.from_iterable(keys_of(owner) for owner in owners))
            if known and literal.value not in known:
                return self._found(literal, expressions, owners, known)
        return Facts(self._plain_key())

    def _failing(self, at: Position) -> ast.AST | None:
        """The expression that raised, or else its statement."""
        kinds = (ast.Subscript, ast.Call, ast.Delete)
        exact = [
            node
            for node in nodes_of(self.cell.tree, ast.AST)
            if isinstance(node, kinds) and distance(node, at) == 0
        ]
        if exact:
            return exact[0]
        return nearest((node for node in nodes_of(self.cell.tree, ast.expr) if isinstance(node, kinds)), at)

    def _plain_key(self) -> str | None:
        key = self.error.args[0] if self.error.args else None
        return clean(key) if isinstance(self.error, KeyError) and isinstance(key, str) else None

    def _literals(self, failing: ast.AST) -> Iterator[Any]:
        """Text in the failing expression, then anywhere in the cell, that the error speaks of."""
        for within, spoken_of in ((failing, self._mentioned), (self.cell.tree, self._quoted)):
            for node in nodes_of(within, ast.Constant):
                if isinstance(node.value, str) and node.value and spoken_of(node.value):
                    yield node

    def _quoted(self, text: str) -> bool:
        if self._plain_key() == text or repr(text) in self.message:
            return True
        return any(f"{quote}{text}{quote}" in self.message for quote in "'\"`")

    def _mentioned(self, text: str) -> bool:
        return self._quoted(text) or has_word(self.message, text)

    def _word_in_text(self, failing: ast.AST) -> Facts:
        """A name in an expression that is itself text, as in `df.query("prise > 3")`."""
        name = quoted_name(self.error)
        for literal in nodes_of(failing, ast.Constant):
            if name is None or not isinstance(literal.value, str) or not has_word(literal.value, name):
                continue
            for owner in self._owners(literal, failing):
                known = list(keys_of(trace_value(owner, self.trace)))
                if known:
                    span = self.cell.find(literal.lineno, name)
                    return Facts(
                        name, type_name(trace_value(owner, self.trace)), source_of(owner), known, span=span
                    )
        return Facts(name)

    def _owners(self, literal: ast.AST, failing: ast.AST) -> list[ast.AST]:
        """Expressions that may be the object without the key: what is indexed, called on, passed."""
        child, at = literal, self.parents.get(literal)
        while at is not None and not isinstance(at, ast.stmt):
            if isinstance(at, ast.Subscript) and child is not at.value:
                return [at.value]
            if isinstance(at, ast.Call) and child is not at.func:
                return self._called_on(at)
            child, at = at, self.parents.get(at)
        if isinstance(failing, ast.Subscript):
            return [failing.value]
        return self._called_on(failing) if isinstance(failing, ast.Call) else []

    def _called_on(self, call: ast.Call) -> list[ast.AST]:
        receiver: list[ast.AST] = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return [*receiver, *call.args, *(keyword.value for keyword in call.keywords)]

    def _found(
        self, literal: Any, expressions: list[ast.AST], owners: list[object], known: list[str]
    ) -> Facts:
        owner = next(each for each in owners if any(True for _ in keys_of(each)))
        expression = next((each for each in expressions if trace_value(each, self.trace) is owner), None)
        return Facts(
            literal.value,
            type_name(owner),
            source_of(expression) if expression else None,
            known,
            span=self._inside_quotes(literal),
        )

    def _inside_quotes(self, literal: Any) -> Span | None:
        """The key without its quotes, where the literal is plain: no escapes, one line."""
        if literal.lineno != literal.end_lineno:
            return None
        length = literal.end_col_offset - literal.col_offset - len(literal.value.encode("utf-8", "replace"))
        for opening, closing in ((1, 1), (2, 1), (3, 3)):
            if opening + closing == length:
                return self.cell.span(literal.lineno, literal.col_offset + opening, literal.value)
        return None


def has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def texts(values: Any) -> Iterator[str]:
    """The strings among some keys, and those in keys that are tuples."""
    for value in itertools.islice(values, MOST_LOOKED_AT):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, str))


def keys_of(owner: Any) -> Iterator[str]:
    """Keys of a mapping, columns of a frame, of its groups and its indexers, members of an enum."""
    if owner is None or isinstance(owner, (str, bytes, int, float, ModuleType)):
        return
    if isinstance(owner, type):
        yield from texts(getattr(owner, "__members__", ()))
        return
    inner = getattr(owner, "_parent" if type_name(owner) == "PlotAccessor" else "obj", None)
    if inner is not None and hasattr(inner, "columns"):
        yield from keys_of(inner)
        if type_name(owner) in {"_LocIndexer", "_AtIndexer"}:
            yield from texts(inner.index)
    elif hasattr(owner, "columns"):
        yield from texts(owner.columns)
    elif callable(getattr(owner, "keys", None)):
        yield from texts(owner.keys())
    else:
        yield from texts(getattr(owner, "column_names", None) or ())
