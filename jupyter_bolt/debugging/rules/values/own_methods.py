"""Slips in a class of the cell: a method without `self`, a class where its object is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing

ONE_TOO_MANY = re.compile(
    r"(?:(\w+)\.)?(\w+)\(\) takes (\d+) positional arguments? but (\d+) (?:was|were) given"
)
WITHOUT_SELF = re.compile(r"missing \d+ required positional arguments?: 'self'")


class OwnMethod:
    """A call of a method that does not get its object, or does not take it."""

    name = "own-methods"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name == "TypeError" and (told := ONE_TOO_MANY.search(error.message)):
            return list(self._without_self(told, Failing(cell, error)))
        if error.name == "TypeError" and WITHOUT_SELF.search(error.message):
            return list(self._of_class(Failing(cell, error)))
        if error.name == "NameError" and error.facts.name:
            return list(self._of_self(error.facts.name, Failing(cell, error)))
        return []

    def _without_self(self, told: re.Match[str], failing: Failing) -> Iterator[Candidate]:
        owner, name, takes, given = told.groups()
        if int(given) != int(takes) + 1:
            return
        for kind in failing.all(ast.ClassDef):
            for method in kind.body:
                if (
                    not isinstance(method, ast.FunctionDef)
                    or method.name != name
                    or owner not in {None, kind.name}
                ):
                    continue
                arguments = method.args.args
                if method.decorator_list or (arguments and arguments[0].arg in {"self", "cls"}):
                    continue
                start = (
                    failing.source.index("(", failing.source.index(name, failing.extent(method)[0] + 3)) + 1
                )
                edit = Edit(
                    start,
                    start,
                    "self, " if arguments or method.args.vararg or method.args.kwonlyargs else "self",
                )
                why = f"A method gets its object first: `{kind.name}.{name}` does not take it."
                yield failing.candidate(self.name, f"Add `self` to `{name}`", why, edit)

    def _of_class(self, failing: Failing) -> Iterator[Candidate]:
        match failing.find(ast.Call):
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name) as owner)):
                if failing.type_of(owner) not in {"type", "ABCMeta", "EnumMeta"}:
                    return
                end, made = failing.extent(owner)[1], self._made(name, failing)
                edit = made or Edit(end, end, "()")
                shown = failing.source[failing.extent(owner)[0] : end]
                why = f"`{shown}` is the class itself: the method needs an object of it."
                yield failing.candidate(self.name, "Make an object of the class", why, edit)

    def _made(self, name: str, failing: Failing) -> Edit | None:
        """`p = Point`, where `p = Point()` was meant."""
        for node in failing.all(ast.Assign):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=ast.Name() as kind) if target == name:
                    end = failing.extent(kind)[1]
                    return Edit(end, end, "()")
        return None

    def _of_self(self, name: str, failing: Failing) -> Iterator[Candidate]:
        """A method or attribute that stands in its class without `self.`."""
        span = failing.code.span(failing.error.facts)
        node = next(
            (each for each in failing.all(ast.Name) if each.id == name and span in _spans(each, failing)),
            None,
        )
        around = list(failing.around(node)) if node is not None else []
        kind = next((each for each in around if isinstance(each, ast.ClassDef)), None)
        method = next((each for each in around if isinstance(each, ast.FunctionDef) and each.args.args), None)
        if (
            node is None
            or kind is None
            or method is None
            or method.args.args[0].arg != "self"
            or method not in kind.body
        ):
            return
        if name not in _members(kind):
            return
        same = [each for each in ast.walk(method) if isinstance(each, ast.Name) and each.id == name]
        why = f"`{name}` belongs to the object: in a method it is `self.{name}`."
        yield failing.candidate(
            self.name,
            f"Replace `{name}` by `self.{name}`",
            why,
            *(failing.replaced(each, f"self.{name}") for each in same),
        )


def _spans(node: ast.Name, failing: Failing) -> list[object]:
    return [each for each in failing.code.names(node.id) if each.line == node.lineno]


def _members(kind: ast.ClassDef) -> set[str]:
    """Methods of a class, and attributes that its methods set."""
    found = {each.name for each in kind.body if isinstance(each, ast.FunctionDef)}
    for node in ast.walk(kind):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                found.add(name)
    for statement in kind.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found
