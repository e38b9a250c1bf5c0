"""`append` of pandas' frames and series, which is `concat` since pandas 2.0."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .bound_names import BoundNames
from .cell_code import CellCode
from .edits import Edits
from .removed_names import known_as, uses, with_imports
from .rule import Candidate
from .templates import Filled, Template, placed

FRAMES = ("pandas.DataFrame", "pandas.Series")
MAKES_FRAMES = frozenset({"DataFrame", "Series", "read_csv", "read_excel", "read_json", "concat", "merge"})
KEPT = frozenset({"ignore_index", "verify_integrity", "sort"})


class FrameAppend:
    """Rows that are appended to a frame: what is appended decides how it is written now."""

    name = "frame-append"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "AttributeError" or error.facts.name != "append" or owner_of(error) is None:
            return []
        edits = Edits(CellCode(cell.source))
        template = Template(edits, BoundNames(notebook, cell))
        changes, imports = [], []
        for node in uses(edits, error):
            filled = appended(edits, template, node, error)
            call = edits.parents.get(node)
            edit = placed(edits, call, filled.text) if filled and isinstance(call, ast.Call) else None
            if filled is None or edit is None:
                return []
            changes.append(edit)
            imports.extend(filled.imports)
        return [self._candidate(with_imports(edits.replaced(changes), imports))] if changes else []

    def _candidate(self, after: str) -> Candidate:
        return Candidate(
            title="Replace `append`, which was removed, by `concat`",
            explanation="`append` was removed in pandas 2.0; `concat` stands in its place.",
            source=f"rule:{self.name}",
            after=after,
        )


def owner_of(error: CellError) -> str | None:
    """`pandas.DataFrame` or `pandas.Series`, where one of these lacks it."""
    owners = {known_as(owner) for owner in error.facts.owners}
    return next((each for each in FRAMES if each in owners), None)


def appended(edits: Edits, template: Template, node: ast.expr, error: CellError) -> Filled | None:
    """The call as it is written now; None where it can't be told what was appended."""
    call = edits.parents.get(node)
    if not isinstance(call, ast.Call) or not isinstance(node, ast.Attribute) or len(call.args) != 1:
        return None
    if any(keyword.arg not in KEPT for keyword in call.keywords) or not edits.exact(call):
        return None
    rows = parts(call.args[0], error)
    return template.fill(rows, owner=node.value, call=call) if rows else None


def parts(node: ast.expr, error: CellError) -> str | None:
    """How it is concatenated: frames as they are, a row as a frame of one row."""
    onto_frame = owner_of(error) == FRAMES[0]
    if isinstance(node, ast.List):
        frames = node.elts and all(kind_of(each, error) == "frame" for each in node.elts)
        return "{pandas.concat}([{owner}, {elements}]{more})" if frames else None
    kind = kind_of(node, error)
    if kind == "frame" or (kind == "row" and not onto_frame):
        return "{pandas.concat}([{owner}, {0}]{more})"
    if kind in {"row", "mapping"} and onto_frame:
        return "{pandas.concat}([{owner}, {pandas.DataFrame}([{0}])]{more})"
    return None


def kind_of(node: ast.expr, error: CellError) -> str | None:
    """`frame`, `row` or `mapping`, by how it is written or by what is live."""
    if isinstance(node, (ast.Dict, ast.DictComp)):
        return "mapping"
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return ("row" if name == "Series" else "frame") if name in MAKES_FRAMES else None
    source = ast.unparse(node)
    live = next((each for each in error.facts.values if each.source == source), None)
    bases = {known_as(base) for base in live.bases} if live else set()
    kinds = {FRAMES[0]: "frame", FRAMES[1]: "row", "builtins.dict": "mapping"}
    return next((kind for base, kind in kinds.items() if base in bases), None)
