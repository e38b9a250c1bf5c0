"""Walks a cell's syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .calls import CallVisitor
from .harmless import (
    BY_NAME,
    DECORATORS,
    DYNAMIC,
    DYNAMIC_METHODS,
    FRESH,
    HISTORY,
    MODULES,
    RANDOM,
    READS_FILES,
    WRITES_FILES,
)
from .imports import imports_of
from .syntax import (
    Comprehension,
    Function,
    Scope,
    calls_or_assigns,
    decorator_word,
    keeps_state,
    local_names,
    names_held,
    names_in,
)
from .use import FILES, RANDOM_STATE, CellUse


class CellVisitor(CallVisitor):
    """Notes in `use` what a cell makes, reads and changes."""

    # What is read.

    def visit_Name(self, node: ast.Name) -> None:
        self._hear_of(node.id)
        if node.id in DYNAMIC or (isinstance(node.ctx, ast.Load) and HISTORY.match(node.id)):
            self.use.dynamic = self.use.opaque = True
        names = self._seen({node.id})
        if not isinstance(node.ctx, ast.Store):
            self.use.read |= names
        if not isinstance(node.ctx, ast.Load):
            self.use.made |= names

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._hear_of(node.attr)
        if node.attr in DYNAMIC_METHODS:
            self.use.dynamic = self.use.opaque = True
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.use.read |= self._seen(set(BY_NAME.findall(node.value)))

    def _hear_of(self, word: str) -> None:
        use = self.use
        if RANDOM.search(word):
            use.read.add(RANDOM_STATE)
            use.changed.add(RANDOM_STATE)
        if READS_FILES.match(word):
            use.read.add(FILES)
        if WRITES_FILES.match(word):
            use.changed.add(FILES)

    # What is made.

    def visit_Import(self, node: ast.Import) -> None:
        self._import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._import(node)
        self.use.dynamic = self.use.dynamic or any(each.name == "*" for each in node.names)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        names = imports_of(ast.unparse(node))
        self.use.opaque = True
        self.use.made |= self._seen(set(names))
        self.use.imported |= names

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assign(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._assign(node.target, node.value)
        self._change(node.target)
        self.use.read |= self._seen(names_in(node.target))
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._iterate(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._iterate(node)

    def _iterate(self, node: ast.For | ast.AsyncFor) -> None:
        self._assign(node.target, node.iter)
        self.use.consumed |= self._seen(names_in(node.iter))
        self.generic_visit(node)

    def visit_withitem(self, node: ast.withitem) -> None:
        self._change(node.context_expr)
        if node.optional_vars is not None:
            self._assign(node.optional_vars, node.context_expr)
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        subject = self._seen(names_in(node.subject))
        for each in ast.walk(node):
            name = getattr(each, "name", None) or getattr(each, "rest", None)
            if isinstance(each, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and isinstance(name, str):
                self.use.made.add(name)
                self.use.links.append((name, subject))
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.use.made |= self._seen({node.name} if node.name else set())
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.use.made |= set(node.names)
        self.use.read |= set(node.names)
        self.use.changed |= set(node.names)

    def visit_Delete(self, node: ast.Delete) -> None:
        self._change(*(each for each in node.targets if not isinstance(each, ast.Name)))
        self.generic_visit(node)

    def _assign(self, target: ast.AST, value: ast.AST) -> None:
        sources = self._seen(names_held(value))
        for each in ast.walk(target):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                for name in self._seen({each.id}):
                    self.use.links.append((name, sources))
                    solid = isinstance(target, ast.Name) and self._is_solid(value)
                    self.use.solid[name] = self.use.solid.get(name, True) and solid
            elif isinstance(each, ast.Attribute | ast.Subscript) and isinstance(each.ctx, ast.Store):
                roots = self._seen(names_in(each))
                self.use.changed |= roots
                self.use.opaque = self.use.opaque or not roots.isdisjoint(self._imported)
                self.use.links += [(root, sources) for root in roots]

    def _is_solid(self, value: ast.AST) -> bool:
        """Whether a value is known to be no iterator."""
        if isinstance(value, ast.Call):
            function = value.func
            if isinstance(function, ast.Name):
                return function.id in FRESH | {"dict", "frozenset", "list", "set", "sorted", "sum", "tuple"}
            keywords = {each.arg for each in value.keywords}
            return self._module(function) in MODULES and keywords.isdisjoint({"chunksize", "iterator"})
        solid = (
            ast.Constant,
            ast.JoinedStr,
            ast.List,
            ast.Dict,
            ast.Set,
            ast.ListComp,
            ast.SetComp,
            ast.DictComp,
        )
        return isinstance(value, (*solid, ast.Compare))

    # Functions and classes: what their code does is done by whoever calls them.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._define(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._define(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._define(node)
        self._change(*node.bases)

    def _define(self, node: Function | ast.ClassDef) -> None:
        outer = self.use
        outside = [*node.decorator_list, *getattr(node, "bases", ())]
        for each in outside:
            self.visit(each)
        inner = self.use = CellUse()
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                self.visit(statement)
            inner.read -= inner.made
        else:
            self._visit_scope(node, [node.args, *node.body])
        self.use = outer
        used = inner.read | inner.changed | inner.consumed
        used |= {"<state>"} if keeps_state(node) else set()
        outer.methods |= {node.name} | inner.methods
        outer.opaque = outer.opaque or any(
            decorator_word(each) not in DECORATORS for each in node.decorator_list
        )
        outer.dynamic = outer.dynamic or inner.dynamic
        outer.setters |= {node.name} if inner.sets or inner.setters else set()
        outer.read |= inner.read
        outer.made |= {each for name in ast.walk(node) if isinstance(name, ast.Global) for each in name.names}
        for name in self._seen({node.name}):
            outer.made.add(name)
            outer.functions[name] = outer.functions.get(name, set()) | used
            outer.solid[name] = False

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_scope(node, [node.args, node.body])

    def _visit_scope(self, node: Scope, parts: Sequence[ast.AST]) -> None:
        self._hidden.append(set(local_names(node)))
        for part in parts:
            self.visit(part)
        self._hidden.pop()

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehend(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehend(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehend(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehend(node)

    def _comprehend(self, node: Comprehension) -> None:
        for each in node.generators:
            self.use.consumed |= self._seen(names_in(each.iter))
            if calls_or_assigns(node):
                self._change(each.iter)
        targets = {name for each in node.generators for name in names_in(each.target)}
        self._hidden.append(targets)
        self.generic_visit(node)
        self._hidden.pop()
