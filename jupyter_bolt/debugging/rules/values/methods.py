"""A method of another type: `xs.add(1)` of a list, `text.toUpperCase()`, `frame.length`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..cell_code import CellCode
from ..rule import Candidate
from .failing import Failing
from .imported_as import imported_as
from .other_methods import counterpart

MODULES = {"np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot"}
SIMPLE = (
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Call,
    ast.Constant,
    ast.List,
    ast.ListComp,
    ast.Dict,
    ast.JoinedStr,
)
LOOSE = (
    ast.Expr,
    ast.Assign,
    ast.Return,
    ast.If,
    ast.While,
    ast.Call,
    ast.BoolOp,
    ast.comprehension,
    ast.keyword,
    ast.Assert,
)
"""Where an expression needs no parentheses, whatever its operator."""


class OtherTypesMethod:
    """An attribute that the object lacks and that another type has, where this one has its own for it."""

    name = "methods"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "AttributeError" or error.facts.name is None or error.facts.owner_type is None:
            return []
        failing = Failing(cell, error)
        node = failing.attribute()
        return [] if node is None else self._for(node, failing, cell, notebook)

    def _for(self, node: ast.Attribute, failing: Failing, cell: Cell, notebook: Notebook) -> list[Candidate]:
        parent = failing.parent(node)
        call = parent if isinstance(parent, ast.Call) and parent.func is node else None
        replaced: ast.expr = call or node
        owner_type = failing.error.facts.owner_type or ""
        template = counterpart(owner_type, _signature(node.attr, call), node.attr)
        if (
            call is None
            and owner_type in {"dict", "defaultdict", "OrderedDict"}
            and self._is_key(node, failing)
        ):
            template = '{x}["' + node.attr + '"]'
        if template is None or not isinstance(node.ctx, ast.Load):
            return []
        as_statement = template.startswith("=")
        outer = failing.parent(replaced)
        if as_statement and not (
            isinstance(outer, ast.Expr) and isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript))
        ):
            return []
        new, imports = self._filled(template.removeprefix("="), node.value, call, failing, cell, notebook)
        if new is None:
            return []
        if (
            not as_statement
            and not isinstance(outer, LOOSE)
            and not isinstance(ast.parse(new, mode="eval").body, SIMPLE)
        ):
            new = f"({new})"
        source = failing.after(failing.replaced(replaced, new))
        for statement in imports:
            source = CellCode(source).with_import(statement)
        why = f"A `{owner_type}` has no `{node.attr}`; `{new}` is what it has for that."
        return [Candidate(f"Replace `{failing.text(replaced)}` by `{new}`", why, f"rule:{self.name}", source)]

    def _is_key(self, node: ast.Attribute, failing: Failing) -> bool:
        value = failing.value(node.value)
        return value is not None and f"'{node.attr}':" in value.repr

    def _filled(
        self,
        template: str,
        owner: ast.expr,
        call: ast.Call | None,
        failing: Failing,
        cell: Cell,
        notebook: Notebook,
    ) -> tuple[str | None, list[str]]:
        arguments = [failing.text(each) for each in (*call.args, *call.keywords)] if call else []
        shown = failing.text(owner)
        fields = {"x": shown if isinstance(owner, SIMPLE) else f"({shown})", "args": ", ".join(arguments)}
        fields |= dict(zip("ab", arguments, strict=False))
        imports = []
        for short, module in MODULES.items():
            if f"{{{short}}}" in template:
                known = imported_as(module, cell, notebook)
                if known is None and not (
                    failing.error.facts.owner_type in {"ndarray", "Series"} and short != "plt"
                ):
                    return None, []
                imports += [] if known else [f"import {module} as {short}"]
                fields[short] = known or short
        if "json." in template and imported_as("json", cell, notebook) is None:
            imports.append("import json")
        return template.format(**fields), imports


def _signature(name: str, call: ast.Call | None) -> str:
    if call is None:
        return name
    plain = not call.keywords and not any(isinstance(each, ast.Starred) for each in call.args)
    return f"{name}({', '.join('abcdefgh'[: len(call.args)])})" if plain else f"{name}(*, *)"
