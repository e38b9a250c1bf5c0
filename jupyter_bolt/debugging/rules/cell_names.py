"""Which names a cell's code makes, and which it needs from other cells, by its syntax tree."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

BUILT_IN = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "_", "__name__", "__file__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


@dataclass
class CellNames:
    """The names that a cell makes at its top level, and those that it reads without having made them."""

    made: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    loop_only: set[str] = field(default_factory=set)
    """Made by nothing but a `for`: seldom what another cell means by the same name."""


def names_of(tree: ast.Module | None) -> CellNames:
    """Read a cell's names in the order in which its statements run; bodies of functions run last."""
    if tree is None:
        return CellNames()
    scan = _Scan()
    try:
        for statement in tree.body:
            scan.visit(statement)
        scan.run_bodies()
    except RecursionError:
        return CellNames()
    return CellNames(scan.made, scan.needed - BUILT_IN, scan.looped - scan.plain)


class _Scan(ast.NodeVisitor):
    def __init__(self) -> None:
        self.made: set[str] = set()
        self.plain: set[str] = set()
        self.looped: set[str] = set()
        self.needed: set[str] = set()
        self._locals: list[set[str]] = []
        self._bodies: list[tuple[list[set[str]], Iterable[ast.AST]]] = []

    def run_bodies(self) -> None:
        while self._bodies:
            self._locals, body = self._bodies.pop()
            for node in body:
                self.visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._read(node.id)
        elif isinstance(node.ctx, ast.Store):
            self._make(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._visit_all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_all([node.annotation, *([node.value, node.target] if node.value else [])])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._read(node.target.id)
        self._visit_all([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._visit_all([node.value, node.target])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        before = set(self.plain)
        self.visit(node.target)
        self.looped |= self.plain - before
        self.plain = before
        self._visit_all([*node.body, *node.orelse])

    visit_AsyncFor = visit_For

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._make(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._visit_all([node.type] if node.type else [])
        self._in_scope({node.name} if node.name else set(), node.body)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._visit_all([node.pattern] if node.pattern else [])
        if node.name:
            self._make(node.name)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all([*node.decorator_list, *node.bases, *(each.value for each in node.keywords)])
        self._in_scope(set(), node.body)
        self._make(node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._visit_all([*node.decorator_list, *_defaults(node.args)])
        self._bodies.append(([*self._locals, _made_in(node)], node.body))
        self._make(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all(_defaults(node.args))
        self._bodies.append(([*self._locals, _made_in(node)], [node.body]))

    def _comprehension(self, node: Comprehension) -> None:
        made = {
            each.id
            for generator in node.generators
            for each in ast.walk(generator.target)
            if isinstance(each, ast.Name)
        }
        self.visit(node.generators[0].iter)
        self._in_scope(made, list(ast.iter_child_nodes(node)))

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def _in_scope(self, made: set[str], nodes: Iterable[ast.AST]) -> None:
        self._locals.append(made)
        self._visit_all(nodes)
        self._locals.pop()

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _make(self, name: str) -> None:
        if self._locals:
            self._locals[-1].add(name)
        else:
            self.made.add(name)
            self.plain.add(name)

    def _read(self, name: str) -> None:
        if name not in self.made and not any(name in each for each in self._locals):
            self.needed.add(name)


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(each for each in arguments.kw_defaults if each is not None)]


def _made_in(node: Function) -> set[str]:
    """Arguments of a function and the names that its body binds, without those that it declares global."""
    made: set[str] = set()
    shared: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.arg):
            made.add(each.arg)
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            made.add(each.id)
        elif isinstance(each, ast.alias):
            made.add((each.asname or each.name).partition(".")[0])
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and each is not node:
            made.add(each.name)
        elif isinstance(each, ast.Global):
            shared.update(each.names)
    return made - shared
