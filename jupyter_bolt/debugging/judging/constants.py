"""Whether an expression gives the same value whatever the data are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from difflib import get_close_matches

EMPTY = frozenset({"list", "dict", "set", "tuple", "str", "int", "float", "DataFrame", "Series"})
"""Called without arguments, they give an empty value."""
FILLED = frozenset({"zeros", "ones", "empty", "full"})
OF_MATHEMATICS = frozenset({"math", "cmath", "np", "numpy", "scipy.constants"})
WITH_CONSTANTS = OF_MATHEMATICS | {"scipy", "sp", "pd", "pandas"}
SPELT = frozenset({"pi", "e", "tau", "nan", "na", "nat", "inf", "true", "false", "none", "0.0"})
"""Constants that have a name in small letters, with zero, of which NumPy had two."""
CALLED_OTHERWISE = {
    "infty": "inf",
    "infinity": "inf",
    "pinf": "inf",
    "ninf": "inf",
    "pzero": "0.0",
    "nzero": "0.0",
    "na": "nan",
    "null": "none",
    "nil": "none",
}


def is_constant(node: ast.expr | None) -> bool:
    """Whether the expression is made of literals only; None where there is no expression, which is not."""
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return all(map(is_constant, items))
        case ast.Dict(keys=keys, values=values):
            return all(map(is_constant, [*filter(None, keys), *values])) and None not in keys
        case ast.UnaryOp(operand=value) | ast.NamedExpr(value=value):
            return is_constant(value)
        case ast.BinOp(left=left, op=op, right=right):
            return (is_constant(left) and is_constant(right)) or _is_nothing(left, op, right)
        case ast.Attribute(value=owner, attr="pi" | "e" | "tau"):
            return ast.unparse(owner) in OF_MATHEMATICS
        case ast.Attribute(attr="nan" | "NaN" | "NA" | "NaT" | "inf"):
            return True
        case ast.IfExp() | ast.BoolOp():
            return _is_decided(node)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return any(map(never_runs, node.generators))
        case ast.Call(func=func, args=arguments, keywords=keywords):
            return _is_constant_call(
                ast.unparse(func).rpartition(".")[2], [*arguments, *(k.value for k in keywords)]
            )
    return False


def is_spelling_of(node: ast.expr | None, constant: ast.expr | None) -> bool:
    """Whether an expression is constant but for names that the constant spells right: `np.Inf`, `2 * math.PI`."""
    if node is None or constant is None:
        return False
    return is_constant(_Spelt(frozenset(_spelt_in(constant))).visit(deepcopy(node)))


def truth(node: ast.expr) -> bool | None:
    """Whether a test always or never holds; None where that depends."""
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            held = truth(operand)
            return None if held is None else not held
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return bool(items)
        case ast.Dict(keys=keys):
            return bool(keys)
        case ast.BoolOp(op=op, values=values):
            truths, ends = [*map(truth, values)], isinstance(op, ast.Or)
            return ends if ends in truths else (None if None in truths else not ends)
    return None


def is_question(node: ast.expr | None) -> bool:
    """Whether the expression only asks something of a value, such as whether a key is there."""
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call(func=ast.Name(id="hasattr" | "isinstance" | "callable" | "bool" | "any" | "all")):
            return True
        case ast.BoolOp(values=values):
            return all(map(is_question, values))
    return False


def never_runs(loop: ast.comprehension | ast.For | ast.AsyncFor) -> bool:
    """Whether a loop goes over what is written out as empty, or takes nothing of it."""
    if isinstance(loop, ast.comprehension) and any(truth(each) is False for each in loop.ifs):
        return True
    match loop.iter:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=0)]):
            return True
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in EMPTY
        case ast.Constant() | ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            return truth(loop.iter) is False
    return False


def _is_decided(node: ast.IfExp | ast.BoolOp) -> bool:
    """Whether the test is settled, and what it settles on is constant."""
    match node:
        case ast.IfExp(test=test, body=body, orelse=orelse):
            held = truth(test)
            return held is not None and is_constant(body if held else orelse)
        case ast.BoolOp(op=op, values=[first, *others]):
            if truth(first) is isinstance(op, ast.Or):
                return True
            return is_constant(first) and all(map(is_constant, others))
    return False


def _is_nothing(left: ast.expr, op: ast.operator, right: ast.expr) -> bool:
    """Whether it is taken times zero, or from itself."""
    match op:
        case ast.Mult():
            return any(isinstance(each, ast.Constant) and each.value == 0 for each in (left, right))
        case ast.Sub():
            return ast.unparse(left) == ast.unparse(right)
    return False


def _is_constant_call(name: str, arguments: list[ast.expr]) -> bool:
    if name in EMPTY:
        return all(map(is_constant, arguments))
    return name in FILLED and all(map(is_constant, arguments))


class _Spelt(ast.NodeTransformer):
    """Puts a constant in the place of names that are some of these words, in another spelling."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    def visit_Name(self, node: ast.Name) -> ast.expr:
        # Only another order of the letters counts as a slip: `note` is not `None`.
        slips = (word for word in self._words if len(word) > 3 and sorted(word) == sorted(node.id.lower()))
        return ast.Constant(None) if self._is_one(node.id) or any(slips) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if ast.unparse(node.value) not in WITH_CONSTANTS:
            return node
        is_like = get_close_matches(node.attr.lower(), self._words, 1)
        return ast.Constant(None) if self._is_one(node.attr) or is_like else node

    def _is_one(self, name: str) -> bool:
        return not self._words.isdisjoint({name.lower(), CALLED_OTHERWISE.get(name.lower(), name)})


def _spelt_in(constant: ast.expr) -> Iterator[str]:
    for node in ast.walk(constant):
        match node:
            case ast.Attribute(attr=word) | ast.Constant(value=word) if str(word).lower() in SPELT:
                yield str(word).lower()
