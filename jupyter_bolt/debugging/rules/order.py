"""Cells that were run out of order: the cell that makes a name or a column is there, but has not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .cell_names import CellNames, names_of
from .rule import Candidate
from .unfitted import fits
from .values.failing import Failing

MOST_CELLS_READ = 500
MOST_CELLS_FIRST = 12
MADE_BY_ASSIGNING = frozenset({"loc", "iloc", "at"})
"""Indexers through which a column can be made."""


class UnrunCell:
    """A name, column or key that a cell makes which has not run: run that cell first, and what it needs."""

    name = "order"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if cell.cell_id not in [each.cell_id for each in notebook.cells]:
            return []
        missing, model = _missing_name(error), _unfitted(cell, error)
        order = _Order(cell, notebook, set(error.facts.known) if missing else _names_seen(error))
        if missing is not None:
            return self._proposed(order, order.cells_for_names(missing), f"`{missing}`")
        if model is not None:
            return self._fitted(order, model)
        owner = _owner_of_key(cell, error)
        if owner is None or error.facts.name is None:
            return []
        what = f'`{owner}["{error.facts.name}"]`'
        return self._proposed(order, order.cells_for_key(owner, error.facts.name), what)

    def _fitted(self, order: _Order, model: str) -> list[Candidate]:
        first = order.cells_that(lambda known: fits(known.code.tree, model))
        return [
            replace(
                each,
                explanation=f"`{model}` is fitted in {order.told(_fitting(first, model))}, which has not run.",
            )
            for each in self._proposed(order, first, model)
        ]

    def _proposed(self, order: _Order, first: list[Cell], what: str) -> list[Candidate]:
        if not first:
            return []
        makers = order.told([order.maker] if order.maker else first)
        return [
            Candidate(
                title=order.title(first),
                explanation=f"{what} is made in {makers}, which has not run.",
                source=f"rule:{self.name}",
                after=order.cell.source,
                first=tuple(each.cell_id for each in first),
            )
        ]


@dataclass
class _Known:
    cell: Cell
    names: CellNames
    code: CellCode


class _Order:
    """The notebook's cells around one that failed, as what they make and need."""

    def __init__(self, cell: Cell, notebook: Notebook, live: set[str]) -> None:
        self.cell = cell
        self.maker: Cell | None = None
        self._cells = notebook.cells
        self._at = self._place(cell)
        self._read: dict[str, _Known] = {}
        own = self._names(cell).names
        self._needs = own.needed
        # What the failing cell had made before it failed is not there when it starts again.
        self._live = live - (own.made - own.needed)

    def cells_for_names(self, missing: str) -> list[Cell]:
        """The cells that make this name and all else that the failing cell lacks, in the notebook's order."""
        maker = self._makes(missing, self._at)
        if maker is None:
            return []
        self.maker = maker.cell
        lacked = self._needs - self._live - {missing} if self._live else set()
        others = (self._makes(name, self._at) for name in lacked)
        return self._with_needs([maker, *(other for other in others if other is not None)])

    def cells_for_key(self, owner: str, key: str) -> list[Cell]:
        """The cell that makes the column or key by assigning to it, and what it needs."""
        return self.cells_that(lambda known: _assigns(known.code.tree, owner, key))

    def cells_that(self, fits: Callable[[_Known], bool]) -> list[Cell]:
        """The nearest un-run cell that fits, and what it needs."""
        maker = self._nearest(self._at, fits)
        if maker is None:
            return []
        self.maker = maker.cell
        return self._with_needs([maker])

    def _with_needs(self, waiting: list[_Known]) -> list[Cell]:
        """These cells and, step by step, those un-run ones that they need; none where one can't be had."""
        found: dict[str, Cell] = {}
        while waiting:
            known = waiting.pop()
            if known.cell.cell_id in found:
                continue
            found[known.cell.cell_id] = known.cell
            for name in known.names.needed - self._live:
                maker = self._makes(name, self._place(known.cell))
                if maker is not None:
                    waiting.append(maker)
                elif self._is_out_of_reach(name, known):
                    return []
        ordered = [each for each in self._cells if each.cell_id in found]
        return ordered if len(ordered) <= MOST_CELLS_FIRST else []

    def _is_out_of_reach(self, name: str, known: _Known) -> bool:
        """Whether nothing but the cell itself or the failing one makes what it needs."""
        return name in known.names.made or name in self._names(self.cell).names.made

    def _makes(self, name: str, at: int) -> _Known | None:
        return self._nearest(
            at,
            lambda known: name in known.names.made and not (len(name) <= 2 and name in known.names.loop_only),
        )

    def _nearest(self, at: int, fits: Callable[[_Known], bool]) -> _Known | None:
        """The last fitting un-run cell above a place, or else the first below."""
        above, below = self._cells[:at][::-1], self._cells[at + 1 :]
        for each in (*above[:MOST_CELLS_READ], *below[:MOST_CELLS_READ]):
            if each.cell_type != "code" or each.executed or each.cell_id == self.cell.cell_id:
                continue
            if fits(known := self._names(each)):
                return known
        return None

    def _place(self, cell: Cell) -> int:
        return [each.cell_id for each in self._cells].index(cell.cell_id)

    def _names(self, cell: Cell) -> _Known:
        if cell.cell_id not in self._read:
            code = CellCode(cell.source)
            self._read[cell.cell_id] = _Known(cell, names_of(code.tree), code)
        return self._read[cell.cell_id]

    def title(self, first: list[Cell]) -> str:
        """What to do: cells above are run first; cells below stand in the wrong place."""
        if all(self._place(each) < self._at for each in first):
            return f"Run {self.told(first)} first"
        return f"Run {self.told(first)} before cell {self._at + 1}"

    def told(self, cells: list[Cell]) -> str:
        numbers = [str(self._place(each) + 1) for each in cells]
        if len(numbers) == 1:
            return f"cell {numbers[0]}"
        return f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"


def _missing_name(error: CellError) -> str | None:
    """The undefined global that the message names: it may be read in a function of another cell."""
    if error.name != "NameError":
        return None
    found = re.match(r"name '(\w{1,200})' is not defined", error.message)
    return found.group(1) if found else None


def _fitting(cells: list[Cell], model: str) -> list[Cell]:
    return [each for each in cells if fits(CellCode(each.source).tree, model)]


def _unfitted(cell: Cell, error: CellError) -> str | None:
    """The model that was used before it was fitted."""
    call = Failing(cell, error).find(ast.Call) if error.name == "NotFittedError" else None
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=model))):
            return model
    return None


def _names_seen(error: CellError) -> set[str]:
    """The names in the failing line that had a value."""
    return {name for value in error.facts.values for name in re.findall(r"^\w+", value.source)}


def _owner_of_key(cell: Cell, error: CellError) -> str | None:
    """The expression that lacks the key or column; where nothing live has keys, the one that is indexed by it."""
    facts = error.facts
    if error.name not in {"KeyError", "AttributeError"} or not facts.name:
        return None
    if facts.owner_source or error.name == "AttributeError":
        return facts.owner_source
    tree = CellCode(cell.source).tree
    owners = {
        ast.unparse(node.value)
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Subscript) and _last_key(node.slice) == facts.name
    }
    return owners.pop() if len(owners) == 1 else None


def _assigns(tree: ast.Module | None, owner: str, key: str) -> bool:
    """Whether the code makes this key of this object: `df["key"] = …`, `df.loc[:, "key"] = …`, `df.assign(key=…)`."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Subscript(ctx=ast.Store()) if _owner(node.value) == owner:
                if _last_key(node.slice) == key:
                    return True
            case ast.Assign() if owner in map(ast.unparse, node.targets):
                if any(_gives_column(each, key) for each in ast.walk(node.value)):
                    return True
    return False


def _owner(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and node.attr in MADE_BY_ASSIGNING:
        node = node.value
    return ast.unparse(node)


def _last_key(node: ast.expr) -> object:
    last = node.elts[-1] if isinstance(node, ast.Tuple) and node.elts else node
    return last.value if isinstance(last, ast.Constant) else None


def _gives_column(node: ast.AST, key: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "assign"
        and any(each.arg == key for each in node.keywords)
    )
