"""Facts of an error about a key or a column that is not there."""

from __future__ import annotations

import ast
import itertools
import re
from typing import TYPE_CHECKING, Any

from .bounded import clean, message_of
from .facts import Facts
from .members import keys_of, type_name
from .missing_names import quoted_name
from .positions import distance, nearest, nodes_of
from .traces import trace_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cell_text import CellText
    from .facts import Span
    from .positions import Position
    from .traces import Trace


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
                        name, type_name(trace_value(owner, self.trace)), ast.unparse(owner), known, span=span
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
            ast.unparse(expression) if expression else None,
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
