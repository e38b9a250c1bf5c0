"""What a cell's calls may change."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .harmless import CHANGING, CONSUMERS, DRAWING, METHODS, MODULES, READERS, SETTING
from .syntax import is_plain, last_word, names_in, root_of
from .use import CellUse


class CallVisitor(ast.NodeVisitor):
    """Walks a syntax tree and notes in `use` what calls may change. `imported`: modules by their names here."""

    def __init__(self, imported: dict[str, str]) -> None:
        self.use = CellUse()
        self._imported = imported
        self._hidden: list[set[str]] = []

    def _seen(self, names: set[str]) -> set[str]:
        """Names without those that are local to a function or a comprehension."""
        return {name for name in names if not any(name in hidden for hidden in self._hidden)}

    def _change(self, *nodes: ast.AST) -> None:
        for node in nodes:
            self.use.changed |= self._seen(names_in(node))

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call):
            root = root_of(call.func)
            if root in self._imported and self._seen({root}):
                drawn = self._module(call.func) in DRAWING and not SETTING.match(last_word(call.func))
                self.use.opaque = self.use.opaque or not (drawn and not self._hidden)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        given = [*node.args, *(each.value for each in node.keywords)]
        function = node.func
        called = last_word(function)
        if self._sets(function):
            self.use.opaque = self.use.sets = True
        in_place = any(each.arg in ("inplace", "out") for each in node.keywords)
        if isinstance(function, ast.Name) and function.id in READERS:
            if function.id in CONSUMERS:
                self.use.consumed |= self._seen({name for each in given for name in names_in(each)})
            if function.id in ("filter", "map", "max", "min", "sorted"):
                self._change(*(each for each in given if isinstance(each, ast.Name | ast.Lambda)))
        elif self._module(function) in MODULES and called not in CHANGING and not in_place:
            self.use.consumed |= self._seen({name for each in given for name in names_in(each)})
        elif isinstance(function, ast.Attribute) and called in METHODS and not in_place:
            self.use.consumed |= self._seen({name for each in given for name in names_in(each)})
            self._change(*(each for each in given if not is_plain(each)))
            self._note_method(called, function.value, given)
        else:
            self._change(function, *given)
        self.generic_visit(node)

    def _sets(self, function: ast.AST) -> bool:
        """Whether a module's function is called by whose name it changes a setting, whatever is done with its result."""
        root = root_of(function)
        if root not in self._imported or not self._seen({root}):
            return False
        word = (
            self._imported[root].rpartition(".")[2] if isinstance(function, ast.Name) else last_word(function)
        )
        return bool(SETTING.match(word))

    def _note_method(self, called: str, receiver: ast.AST, given: Sequence[ast.AST]) -> None:
        """Remember a harmless method, for it is none where the notebook defines one of the name."""
        names = self._seen({name for each in (receiver, *given) for name in names_in(each)})
        self.use.links.append((f"<method {called}>", names))

    def _module(self, function: ast.AST) -> str:
        """The module that a function is called from, such as `numpy` for `np.linalg.norm`, or ""."""
        root = root_of(function) if isinstance(function, ast.Attribute) else ""
        return self._imported.get(root, "") if self._seen({root}) else ""
