"""Whether an expression gives the same value whatever the data are."""

from __future__ import annotations

import ast

EMPTY = frozenset({"list", "dict", "set", "tuple", "str", "int", "float", "DataFrame", "Series"})
"""Called without arguments, they give an empty value."""
FILLED = frozenset({"zeros", "ones", "empty", "full"})


def is_constant(node: ast.expr | None) -> bool:
    """Whether the expression is made of literals only; None where there is no expression, which is not."""
    match node:
        case ast.Constant():
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return all(map(is_constant, items))
        case ast.Dict(keys=keys, values=values):
            return all(map(is_constant, [*filter(None, keys), *values])) and None not in keys
        case ast.UnaryOp(operand=operand):
            return is_constant(operand)
        case ast.BinOp(left=left, right=right):
            return is_constant(left) and is_constant(right)
        case ast.Attribute(attr="nan" | "NaN" | "NA" | "NaT" | "inf"):
            return True
        case ast.Call(func=func, args=arguments, keywords=keywords):
            return _is_constant_call(
                ast.unparse(func).rpartition(".")[2], [*arguments, *(k.value for k in keywords)]
            )
    return False


def _is_constant_call(name: str, arguments: list[ast.expr]) -> bool:
    if name in EMPTY:
        return all(map(is_constant, arguments))
    return name in FILLED and all(map(is_constant, arguments))
