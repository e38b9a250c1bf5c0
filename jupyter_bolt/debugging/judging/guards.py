"""What an expression stands behind: each thing that may keep it from being computed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from .constants import is_question, never_runs, truth
from .uses import Above, all_above, uses

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
CONSUMES = (ast.Call, ast.For, ast.AsyncFor, ast.comprehension, ast.Starred, ast.Compare, ast.YieldFrom)


@dataclass(frozen=True)
class Guard:
    """One thing that decides whether what stands behind it is computed."""

    kind: str
    test: ast.AST | None = None
    """What it goes by."""
    binds: frozenset[str] = frozenset()
    """Names that it gives a value: what uses them is another thing each time, and not kept from being computed."""
    instead: tuple[ast.AST, ...] = ()
    """What is computed otherwise."""
    never: bool = False
    """Whether nothing behind it is ever computed."""
    varies: frozenset[str] = frozenset()
    """Names whose value changes from one time to the next, of the loops and functions around it."""

    @property
    def text(self) -> str:
        """As a message names it."""
        return f"{self.kind} {ast.unparse(self.test)}" if self.test is not None else self.kind


class Guards:
    """The guards of the nodes of one tree."""

    def __init__(self, tree: ast.Module) -> None:
        self._above = all_above(tree)
        self._of_callers: dict[ast.AST, list[Guard]] = {}

    def of(self, node: ast.AST) -> list[Guard]:
        """Innermost first; of a function's those of a place that calls it come after its own."""
        found: list[Guard] = []
        used = names_in(self._called_by(node))
        while (up := self._above.get(node)) is not None:
            found += _ended_before(node, up)
            if isinstance(up.node, LOOPS):
                # What ends a turn of the loop goes by what changes from turn to turn; whether there is one does not.
                found = _varying(found, _stored(up.node))
            between = self._between(node, up)
            found += (each for each in between if each.never or not each.binds & used)
            node = up.node
            if isinstance(node, COMPREHENSIONS):
                found = _varying(found, _stored(node))
            if isinstance(node, FUNCTIONS) and up.field == "body":
                found = _varying(found, _given(node))
                return found + self._of_calls(node)
        return found

    def _of_calls(self, function: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) -> list[Guard]:
        """Those of the place that calls a function with the fewest; a circle of calls adds none."""
        if function in self._of_callers:
            return self._of_callers[function]
        self._of_callers[function] = []
        name = "lambda" if isinstance(function, ast.Lambda) else f"def {function.name}"
        found = (self.of(each) for each in uses(function, self._above))
        self._of_callers[function] = min(found, key=len, default=[Guard(name, never=True)])
        return self._of_callers[function]

    def _called_by(self, node: ast.AST) -> ast.AST:
        """The call of which a node is the function or an argument, or the node itself."""
        up = self._above.get(node)
        return up.node if up is not None and isinstance(up.node, ast.Call) else node

    def _between(self, node: ast.AST, up: Above) -> Iterator[Guard]:
        if isinstance(up.node, ast.GeneratorExp) and not self._is_consumed(up.node):
            yield Guard("a generator that nothing asks", never=True)
        yield from _within_expression(node, up)
        if isinstance(node, ast.stmt):
            yield from _of_block(up, self._above)

    def _is_consumed(self, node: ast.GeneratorExp) -> bool:
        up = self._above.get(node)
        while up is not None and isinstance(up.node, (ast.IfExp, ast.BoolOp, ast.keyword, ast.NamedExpr)):
            up = self._above.get(up.node)
        if up is not None and isinstance(up.node, ast.Assign):
            return not isinstance(up.node.targets[0], ast.Name)
        return up is not None and isinstance(up.node, CONSUMES)


def names_in(node: ast.AST) -> frozenset[str]:
    """The names that are used or bound."""
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _within_expression(node: ast.AST, up: Above) -> Iterator[Guard]:
    match up.node:
        case ast.IfExp(test=test, body=body, orelse=orelse) if up.field != "test":
            yield _condition("if", test, (orelse if up.field == "body" else body,), up.field == "body")
        case ast.BoolOp(op=op, values=values) if node is not values[0]:
            before = values[: values.index(node)] if node in values else values
            word = "and" if isinstance(op, ast.And) else "or"
            test = before[0] if len(before) == 1 else ast.BoolOp(op, before)
            instead = () if word == "and" else tuple(each for each in before if not is_question(each))
            yield _condition(word, test, instead, word == "and")
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            loops = up.node.generators
            for each in loops[: loops.index(node)] if isinstance(node, ast.comprehension) else loops:
                yield Guard("for", each.iter, names_in(each.target), never=never_runs(each))
                yield from (_condition("if", test, (), True) for test in each.ifs)


def _of_block(up: Above, above: Mapping[ast.AST, Above]) -> Iterator[Guard]:
    """What the statements of one block stand behind."""
    match up.node:
        case ast.If(test=test, body=body, orelse=orelse):
            other = orelse if up.field == "body" else body
            yield _condition("if", test, tuple(other), up.field == "body")
        case ast.While(test=test) if up.field == "body":
            yield _condition("while", test, (), True)
        case ast.For(target=target) | ast.AsyncFor(target=target) if up.field == "body":
            yield Guard("for", up.node.iter, names_in(target), never=never_runs(up.node))
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            pass
        case ast.match_case(pattern=pattern):
            matched = above[up.node].node
            assert isinstance(matched, ast.Match)
            yield Guard("match", matched.subject, frozenset(_captured(pattern)))
        case ast.ExceptHandler():
            yield Guard("except")


def _ended_before(node: ast.AST, up: Above) -> Iterator[Guard]:
    """What may end the block, or the function, before it gets to this statement."""
    block: Sequence[ast.AST] = getattr(up.node, up.field) if isinstance(node, ast.stmt) else ()
    for each in takewhile(lambda each: each is not node, block):
        if isinstance(each, ENDS):
            yield Guard(type(each).__name__.lower(), never=True)
        elif isinstance(each, ast.If) and isinstance(each.body[-1], (ast.Return, ast.Continue, ast.Break)):
            yield _condition("if", each.test, tuple(each.body), False)


def _condition(kind: str, test: ast.expr, instead: tuple[ast.AST, ...], wanted: bool) -> Guard:
    held = truth(test)
    return Guard(kind, test, instead=instead, never=held is not None and held is not wanted)


def _varying(found: list[Guard], names: frozenset[str]) -> list[Guard]:
    return [replace(each, varies=each.varies | names) for each in found]


def _given(function: ast.AST) -> frozenset[str]:
    """Parameters, and what a function makes of them; one without any does the same each time."""
    assert isinstance(function, FUNCTIONS)
    parameters = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)} - {"self"}
    return frozenset(parameters | _stored(function)) if parameters else frozenset()


def _stored(node: ast.AST) -> frozenset[str]:
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, ast.Store))


def _captured(pattern: ast.AST) -> Iterator[str]:
    for each in ast.walk(pattern):
        match each:
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
