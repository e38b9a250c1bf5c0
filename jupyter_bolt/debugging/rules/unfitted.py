"""Estimators of scikit-learn that are used before they were fitted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .cell_names import names_of
from .node_edits import with_line_before
from .rule import Candidate
from .values.failing import Failing

FITS = frozenset({"fit", "fit_transform", "fit_predict", "partial_fit"})
PREDICTS = frozenset({"predict", "predict_proba", "decision_function", "score", "predict_log_proba"})
PAIRS = (("X_train", "y_train"), ("x_train", "y_train"), ("X", "y"))
OTHER_DATA = re.compile(r"test|val|new|sample|query|holdout|future|unseen", re.I)
IN_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Unfitted:
    """`scaler.transform(X_train)` and `model.predict(X)` where nothing in the notebook fits them."""

    name = "unfitted"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "NotFittedError":
            return []
        failing = Failing(cell, error)
        match failing.find(ast.Call):
            case (
                ast.Call(
                    func=ast.Attribute(value=ast.Name(id=model), attr=method) as func, args=[data, *_]
                ) as call
            ):
                pass
            case _:
                return []
        trees = [CellCode(each.source).tree for each in notebook.cells if each.cell_type == "code"]
        within_function = any(isinstance(each, IN_FUNCTIONS) for each in failing.around(call))
        if within_function or any(fits(tree, model) for tree in (failing.code.tree, *trees)):
            return []
        made = {name for tree in (failing.code.tree, *trees) for name in names_of(tree).made}
        if method == "transform" and len(call.args) == 1 and _is_for_training(data, made):
            start = failing.extent(func)[1] - len("transform")
            edit = failing.replaced(func, failing.source[failing.extent(func)[0] : start] + "fit_transform")
            after: str | None = failing.after(edit)
            return list(self._proposed(after, f"Fit `{model}` to `{failing.text(data)}`", model))
        pair = next((pair for pair in PAIRS if made.issuperset(pair)), None)
        if method not in PREDICTS or pair is None:
            return []
        line = f"{model}.fit({', '.join(pair)})"
        return list(self._proposed(with_line_before(failing.code, call, line), f"Add `{line}`", model))

    def _proposed(self, after: str | None, title: str, model: str) -> Iterator[Candidate]:
        if after is not None:
            yield Candidate(title, f"`{model}` has not learnt from data yet.", f"rule:{self.name}", after)


def fits(tree: ast.Module | None, model: str) -> bool:
    """Whether the code fits a model of this name."""
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                if name == model and method in FITS:
                    return True
    return False


def _is_for_training(data: ast.expr, made: set[str]) -> bool:
    """Whether the data is named for training, or is all that there is."""
    root = data
    while isinstance(root, (ast.Subscript, ast.Attribute)):
        root = root.value
    if not isinstance(root, ast.Name) or OTHER_DATA.search(root.id):
        return False
    return "train" in root.id.lower() or not any(
        "train" in each.lower() and each != "train_test_split" for each in made
    )
