"""A cell's Python with its magics left aside: where names, attributes and keys stand in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...trials.evidence import ErrorFacts
from .trees import tree_of

PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "snakeviz", "memit", "mprun", "scalene"})
"""Cell magics whose body is Python that runs in the kernel."""

MOST_CHARACTERS = 100_000
"""Python is parsed in one go, in which a process does nothing else: about 50 ms for so many characters."""
MAGIC_LINE = re.compile(r"\s*[%!?]|.*\?\s*$")
MAGIC_VALUE = re.compile(r"([\w.,\s]+=\s*)[%!]")
KEPT_ON_TOP = re.compile(r"\s*$|\s*[%!]|#\||from __future__ import ")


@dataclass(frozen=True, order=True)
class Span:
    """A token: line from 1, characters from 0."""

    line: int
    column: int
    end_column: int


class CellCode:
    """One cell's source, read as Python where that can be done."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = source.split("\n")
        self.tree = _parse(source)

    def span(self, facts: ErrorFacts) -> Span | None:
        """Where the facts say that the missing name stands, if it does stand there."""
        if facts.line is None or facts.column is None or facts.end_column is None:
            return None
        if not 1 <= facts.line <= len(self.lines):
            return None
        span = Span(facts.line, facts.column, facts.end_column)
        return span if facts.name and self.text(span) == facts.name else None

    def text(self, span: Span) -> str:
        return self.lines[span.line - 1][span.column : span.end_column]

    def names(self, name: str) -> Iterator[Span]:
        """Every place where a name is read, assigned or deleted. Not in strings or comments."""
        for node in self._nodes():
            if isinstance(node, ast.Name) and node.id == name:
                yield from self._checked(node.lineno, node.col_offset, name)

    def binds(self, name: str, *, outside_line: int) -> bool:
        """Whether the cell gives the name a value of its own, elsewhere than in this line."""
        return any(
            name in _bound_by(node) and getattr(node, "lineno", outside_line) != outside_line
            for node in self._nodes()
        )

    def bindings(self, name: str) -> Iterator[ast.stmt]:
        """The statements, outside of functions and classes, that give the name a value in the notebook."""
        body: list[ast.stmt] = list(self.tree.body) if self.tree is not None else []
        while body:
            statement = body.pop(0)
            if name in _bound_in(statement):
                yield statement
            if not isinstance(statement, SCOPES):
                inner = (node for node in ast.iter_child_nodes(statement) if isinstance(node, ast.stmt))
                handlers = (each for each in getattr(statement, "handlers", []))
                body = [*inner, *(node for each in handlers for node in each.body), *body]

    def calls(self, name: str) -> bool:
        """Whether the name is called somewhere."""
        return any(isinstance(node, ast.Call) and _is(node.func, name) for node in self._nodes())

    def attributes(self, name: str, owner_source: str) -> Iterator[Span]:
        """Every place where this attribute of the same expression stands."""
        for node in self._nodes():
            if isinstance(node, ast.Attribute) and node.attr == name and _is(node.value, owner_source):
                yield from self._checked(
                    node.end_lineno, (node.end_col_offset or 0) - len(name.encode()), name
                )

    def keys(self, key: str, owner_source: str) -> Iterator[Span]:
        """Every place where this key of the same expression stands, without its quotes."""
        for node in self._nodes():
            if isinstance(node, ast.Subscript) and _is(node.value, owner_source):
                yield from self._texts(node.slice, key)
            elif isinstance(node, ast.Call) and _is_method_of(node, owner_source):
                for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                    yield from self._texts(argument, key)

    def replaced(self, spans: Iterable[Span], text: str) -> str:
        """The source with each of these tokens replaced."""
        lines = list(self.lines)
        for span in sorted(set(spans), reverse=True):
            line = lines[span.line - 1]
            lines[span.line - 1] = line[: span.column] + text + line[span.end_column :]
        return "\n".join(lines)

    def with_import(self, statement: str) -> str:
        """The source with an import as its first statement, below magics and `#|` options."""
        at = next((n for n, line in enumerate(self.lines) if not KEPT_ON_TOP.match(line)), len(self.lines))
        while at > 0 and not self.lines[at - 1].strip():
            at -= 1
        first = self.lines[at] if at < len(self.lines) else ""
        indent = first[: len(first) - len(first.lstrip())]
        return "\n".join([*self.lines[:at], indent + statement, *self.lines[at:]])

    def _nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree) if self.tree is not None else iter(())

    def _checked(self, line: int | None, start_byte: int, token: str) -> Iterator[Span]:
        """Bytes to characters, and only where the token is found (f-strings, before Python 3.12)."""
        text = self.lines[(line or 1) - 1]
        column = len(text.encode()[:start_byte].decode("utf-8", "ignore"))
        span = Span(line or 1, column, column + len(token))
        if self.text(span) == token:
            yield span

    def _texts(self, within: ast.AST, key: str) -> Iterator[Span]:
        for node in ast.walk(within):
            if isinstance(node, ast.Constant) and node.value == key and isinstance(node.value, str):
                opening = 3 if self._quotes(node).startswith(('"""', "'''")) else 1
                yield from self._checked(node.lineno, node.col_offset + opening, key)

    def _quotes(self, node: ast.Constant) -> str:
        line = self.lines[node.lineno - 1].encode()
        return line[node.col_offset : node.col_offset + 3].decode("utf-8", "ignore")


SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _bound_in(statement: ast.stmt) -> set[str]:
    """The names to which one statement itself gives a value, without those inside it."""
    if isinstance(statement, SCOPES):
        return {statement.name}
    inside: tuple[type[ast.AST], ...] = (ast.stmt, ast.Lambda, ast.comprehension, ast.ExceptHandler)
    found, nodes = set(_bound_by(statement)), list(ast.iter_child_nodes(statement))
    while nodes:
        node = nodes.pop()
        if not isinstance(node, inside):
            found |= _bound_by(node)
            nodes.extend(ast.iter_child_nodes(node))
    return found


def _bound_by(node: ast.AST) -> set[str]:
    """The names to which one syntax node gives a value."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.alias(name=name, asname=asname):
            return {asname or name.partition(".")[0]}
    return set()


def _is(node: ast.AST, source: str) -> bool:
    return ast.unparse(node) == source


def _is_method_of(call: ast.Call, source: str) -> bool:
    return isinstance(call.func, ast.Attribute) and _is(call.func.value, source)


def _parse(source: str) -> ast.Module | None:
    if len(source) > MOST_CHARACTERS:
        return None
    tree = tree_of(source)
    return tree if tree is not None else tree_of(_without_magics(source))


def _without_magics(source: str) -> str:
    """The same lines and columns, with what only IPython understands put out of the way."""
    lines = source.split("\n")
    top = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines[top].startswith("%%"):
        magic = re.match(r"%%(\w*)", lines[top])
        if magic is None or magic.group(1) not in PYTHON_MAGICS:
            return ""
        lines[top] = ""
    return "\n".join(_without_magic(line) for line in lines)


def _without_magic(line: str) -> str:
    if value := MAGIC_VALUE.match(line):
        return value.group(1) + "None"
    if MAGIC_LINE.match(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    return line
