"""Write the expression that replaces a removed one, with the user's own arguments in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .bound_names import BoundNames
from .edits import Edit, Edits

FIELD = re.compile(r"\{([\w.:]+)\}")
SIMPLE = (ast.Name, ast.Attribute, ast.Subscript)


@dataclass
class Filled:
    """A template with its places filled, and the imports that it needs."""

    text: str
    imports: list[str] = field(default_factory=list)


class Template:
    """Fills the places that `removed/rows.py` describes."""

    def __init__(self, edits: Edits, bound: BoundNames) -> None:
        self.edits = edits
        self.bound = bound

    def fill(
        self,
        template: str,
        *,
        owner: ast.expr | None = None,
        call: ast.Call | None = None,
        without: ast.keyword | None = None,
    ) -> Filled | None:
        """The text of an expression; None where something that was written would be lost."""
        fields = FIELD.findall(template)
        if owner is not None and fields.count("owner") > 1 and not isinstance(owner, SIMPLE):
            return None
        if call is not None and not self._all_used(fields, call, without):
            return None
        filled = Filled("")
        places = self._places(fields, owner, call, without)
        for name in fields:
            if name not in places:
                if name.isdigit() or "." not in name:
                    return None
                places[name] = self.reference(name, filled)
        filled.text = FIELD.sub(lambda found: places[found.group(1)], template)
        return filled

    def reference(self, dotted: str, filled: Filled) -> str:
        """A dotted name as this notebook writes it."""
        _, colon, rest = dotted.partition(":")
        if dotted.startswith("builtins."):
            return dotted.removeprefix("builtins.")
        ends = len(rest.split(".")) if colon else int("." in dotted)
        text, statement = self.bound.written(dotted.replace(":", "."), ends=ends)
        if statement:
            filled.imports.append(statement)
        return text

    def _all_used(self, fields: list[str], call: ast.Call, without: ast.keyword | None) -> bool:
        if any(isinstance(each, ast.Starred) for each in call.args):
            return "args" in fields
        keywords = [each for each in call.keywords if each is not without]
        last = max((int(each) + 1 for each in fields if each.isdigit()), default=0)
        if "args" in fields:
            return True
        if "elements" in fields:
            last = 1
        if "arguments" in fields:
            return len(call.args) >= last
        return len(call.args) == last and (not keywords or "more" in fields)

    def _places(
        self, fields: list[str], owner: ast.expr | None, call: ast.Call | None, without: ast.keyword | None
    ) -> dict[str, str]:
        places = {} if owner is None else {"owner": self.edits.text(owner)}
        if call is None:
            return places
        last = max((int(each) + 1 for each in fields if each.isdigit()), default=0)
        keywords = [each for each in call.keywords if each is not without]
        last = max(last, int("elements" in fields))
        places["args"] = self._joined([*call.args, *keywords])
        places["arguments"] = self._joined([*call.args[last:], *keywords])
        places["more"] = "".join(f", {self.edits.text(each)}" for each in (*call.args[last:], *keywords))
        places.update({str(at): self.edits.text(each) for at, each in enumerate(call.args)})
        if without is not None:
            places["value"] = self.edits.text(without.value)
        if call.args and isinstance(call.args[0], ast.List):
            places["elements"] = self._joined(call.args[0].elts)
        places["function"] = getattr(call.func, "attr", getattr(call.func, "id", ""))
        return places

    def _joined(self, nodes: Iterable[ast.AST]) -> str:
        return ", ".join(self.edits.text(each) for each in nodes)


def placed(edits: Edits, node: ast.expr, text: str) -> Edit | None:
    """Put an expression in a node's place, in brackets where it would fall apart; None where it can't stand there."""
    parent = edits.parents.get(node)
    try:
        new = ast.parse(text).body[0]
    except (SyntaxError, ValueError, IndexError):
        return None
    if not isinstance(new, ast.Expr):
        return edits.replacing(node, text) if isinstance(parent, ast.Expr) else None
    binds = isinstance(new.value, (ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp))
    holds = not isinstance(
        parent, (ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call)
    )
    negated = isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    argument = isinstance(parent, ast.Call) and node is not parent.func
    if binds and not (holds or negated or argument):
        text = f"({text})"
    return edits.replacing(node, text)
