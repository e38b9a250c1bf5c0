"""matplotlib's axes: one of several, several of one, and the functions of `plt` that axes name `set_…`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import count_of

OF_AXES = frozenset({
    "plot", "bar", "barh", "hist", "scatter", "imshow", "legend", "grid", "pie", "boxplot",
    "violinplot", "fill_between", "errorbar", "axhline", "axvline", "text", "annotate", "step",
    "stem", "contour", "contourf", "pcolormesh", "twinx", "tick_params", "invert_yaxis", "axis",
    "matshow", "hexbin",
})  # fmt: skip
SET = frozenset({
    "title", "xlabel", "ylabel", "zlabel", "xlim", "ylim", "zlim", "xticks", "yticks", "xscale",
    "yscale", "xticklabels", "yticklabels",
})  # fmt: skip


class Axes:
    """A method of one Axes called on an array of them, or under the name that `plt` has for it."""

    name = "axes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"AttributeError", "TypeError", "IndexError"}:
            return []
        failing = Failing(cell, error)
        return [
            failing.candidate(self.name, title, why, *edits) for title, why, edits in self._changes(failing)
        ][:1]

    def _changes(self, failing: Failing) -> Iterator[tuple[str, str, list[Edit]]]:
        message, owner, name = (
            failing.error.message,
            failing.error.facts.owner_type,
            failing.error.facts.name or "",
        )
        node = failing.attribute()
        if node is not None and owner == "ndarray" and (name in OF_AXES or name.startswith("set_")):
            yield from self._one_of(node.value, failing)
        elif node is not None and owner in {"Axes", "AxesSubplot", "Axes3D", "PolarAxes"} and name in SET:
            same = [
                each
                for each in failing.all(ast.Attribute)
                if each.attr == name and ast.unparse(each.value) == ast.unparse(node.value)
            ]
            yield (
                f"Call `set_{name}`",
                f"On Axes this is `set_{name}`.",
                [_named(each, f"set_{name}", failing) for each in same],
            )
        elif (
            node is not None
            and owner == "module"
            and name.startswith("set_")
            and name[4:] in SET
            and "matplotlib.pyplot" in message
        ):
            yield (
                f"Call `{name[4:]}`",
                f"In `matplotlib.pyplot` this is `{name[4:]}`.",
                [_named(node, name[4:], failing)],
            )
        elif "cannot unpack non-iterable Figure object" in message:
            yield from self._subplots(failing)
        elif "'Axes' object is not subscriptable" in message:
            yield from self._only_one(failing)
        elif "array is 1-dimensional, but 2 were indexed" in message:
            yield from self._one_index(failing)

    def _one_of(self, owner: ast.expr, failing: Failing) -> Iterator[tuple[str, str, list[Edit]]]:
        value = failing.value(owner)
        if value is None or ("Axes" not in value.repr and "object" not in value.size):
            return
        why = f"`{failing.text(owner)}` is an array of Axes: one of them can draw."
        if isinstance(owner, ast.Subscript) and isinstance(owner.value, ast.Name):
            yield (
                "Index the Axes in their order",
                why,
                [Edit(end := failing.extent(owner.value)[1], end, ".flat")],
            )
        elif isinstance(owner, ast.Name):
            loop = _loop_over(owner.id, failing)
            if loop is not None:
                yield "Loop over all Axes", why, [Edit(end := failing.extent(loop)[1], end, ".flat")]
            elif value.size.count("×") == 0:
                yield "Draw on the first Axes", why, [Edit(end := failing.extent(owner)[1], end, "[0]")]
            else:
                yield "Draw on the first Axes", why, [Edit(end := failing.extent(owner)[1], end, "[0, 0]")]

    def _only_one(self, failing: Failing) -> Iterator[tuple[str, str, list[Edit]]]:
        node = failing.find(ast.Subscript)
        if node is not None and isinstance(node.slice, ast.Constant) and node.slice.value == 0:
            shown = failing.text(node.value)
            yield (
                f"Use `{shown}` itself",
                f"`{shown}` is one Axes, not several.",
                [Edit(failing.extent(node.value)[1], failing.extent(node)[1], "")],
            )

    def _one_index(self, failing: Failing) -> Iterator[tuple[str, str, list[Edit]]]:
        node = failing.find(ast.Subscript)
        value = failing.value(node.value) if node is not None else None
        if node is None or value is None or "Axes" not in value.repr or not isinstance(node.slice, ast.Tuple):
            return
        row, column = node.slice.elts
        kept = (
            column
            if isinstance(row, ast.Constant) and row.value == 0
            else row
            if isinstance(column, ast.Constant) and column.value == 0
            else None
        )
        if kept is not None and count_of(value):
            why = f"`{failing.text(node.value)}` has one row or column of Axes: one index is enough."
            yield "Index by one number", why, [failing.replaced(node.slice, failing.text(kept))]

    def _subplots(self, failing: Failing) -> Iterator[tuple[str, str, list[Edit]]]:
        target = failing.find(ast.Tuple)
        statement = failing.parent(target) if target is not None else None
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Attribute(attr="figure") as func)):
                yield (
                    "Call `subplots`",
                    "`figure` gives the figure alone; `subplots` gives its Axes too.",
                    [_named(func, "subplots", failing)],
                )


def _named(node: ast.Attribute, name: str, failing: Failing) -> Edit:
    end = failing.extent(node)[1]
    return Edit(end - len(node.attr), end, name)


def _loop_over(name: str, failing: Failing) -> ast.expr | None:
    """The collection that a loop with this variable runs over, through `zip` and `enumerate`."""
    loops: list[ast.For | ast.comprehension] = [*failing.all(ast.For), *failing.all(ast.comprehension)]
    for loop in loops:
        targets = [each for each in ast.walk(loop.target) if isinstance(each, ast.Name)]
        if not any(each.id == name for each in targets):
            continue
        over = loop.iter
        while (
            isinstance(over, ast.Call)
            and isinstance(over.func, ast.Name)
            and over.func.id in {"zip", "enumerate"}
            and over.args
        ):
            at = next((at for at, each in enumerate(targets) if each.id == name), 0)
            over = over.args[min(at, len(over.args) - 1)] if over.func.id == "zip" else over.args[0]
            targets = [each for each in targets if each.id == name]
        return over if isinstance(over, (ast.Name, ast.Attribute)) else None
    return None
