"""The tables of removed names, against what is installed: the old name is gone, the new one is there."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from sklearn.utils import all_estimators
from sklearn.utils._param_validation import InvalidParameterError

from jupyter_bolt.debugging.judging.silencing import silenced_by
from jupyter_bolt.debugging.rules.removed.catalogue import ARGUMENTS, GONE, REPLACED, VALUES
from jupyter_bolt.trials.evidence import CellError, Frame

from .conftest import Cells

HOMES = {
    "pandas.DatetimeProperties": "pandas.core.indexes.accessors.DatetimeProperties",
    "pandas.Styler": "pandas.io.formats.style.Styler",
    "matplotlib.Axes": "matplotlib.axes.Axes",
    "matplotlib.FigureCanvasAgg": "matplotlib.backends.backend_agg.FigureCanvasAgg",
    "matplotlib.Legend": "matplotlib.legend.Legend",
    "sklearn.CountVectorizer": "sklearn.feature_extraction.text.CountVectorizer",
    "sklearn.DictVectorizer": "sklearn.feature_extraction.DictVectorizer",
    "sklearn.OneHotEncoder": "sklearn.preprocessing.OneHotEncoder",
    "sklearn.PolynomialFeatures": "sklearn.preprocessing.PolynomialFeatures",
    "sklearn.ColumnTransformer": "sklearn.compose.ColumnTransformer",
    "sklearn.FeatureUnion": "sklearn.pipeline.FeatureUnion",
    "xml.Element": "xml.etree.ElementTree.Element",
    "html.HTMLParser": "html.parser.HTMLParser",
    "_csv.reader": "_csv.Reader",
    "builtins.generator": "types.GeneratorType",
}
"""Classes by the names that the tables have for them, and where they stand."""
ON_INSTANCES = {"matplotlib.Legend.legend_handles"}
"""Attributes that only an instance has; `test_api_rules.py` uses them."""
DISTRIBUTIONS = {
    "numpy": "numpy",
    "pandas": "pandas",
    "matplotlib": "matplotlib",
    "scipy": "scipy",
    "scikit-learn": "scikit-learn",
}


def is_there(dotted: str) -> bool:
    """Whether a dotted name can be imported or reached by attributes."""
    for short, home in HOMES.items():
        if dotted == short or dotted.startswith(short + "."):
            dotted = home + dotted[len(short) :]
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            try:
                value = getattr(value, part)
            except (AttributeError, ImportError):
                return False
        return True
    return False


def is_reached(since: str) -> bool:
    """Whether the version here is one in which the name is gone."""
    name, _, wanted = since.rpartition(" ")
    if name == "Python":
        return sys.version_info[:2] >= numbers(wanted)
    try:
        return numbers(version(DISTRIBUTIONS[name.lower()])) >= numbers(wanted)
    except PackageNotFoundError:
        return False


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def unless_reached(since: str, name: str) -> None:
    if not is_reached(since):
        pytest.skip(f"not verified: {name} is gone since {since}, which is not installed here")


@pytest.mark.parametrize("name", REPLACED)
def test_a_replaced_name_is_gone_and_what_replaces_it_is_there(name: str) -> None:
    replacement = REPLACED[name]
    unless_reached(replacement.since, name)
    assert not is_there(name)
    for dotted in named(replacement.new):
        assert dotted in ON_INSTANCES or is_there(dotted), dotted


def named(new: str) -> list[str]:
    """The dotted names in a replacement that can be looked up."""
    if "{" in new:
        return [each.replace(":", ".") for each in re.findall(r"\{(\w+\.[\w.:]+)\}", new)]
    return [new.replace(":", ".")] if new[:1].isalpha() else []


@pytest.mark.parametrize("name", GONE)
def test_a_name_without_a_successor_is_gone(name: str) -> None:
    unless_reached(GONE[name], name)
    assert not is_there(name)


def test_no_name_both_has_a_successor_and_has_none() -> None:
    assert not REPLACED.keys() & GONE.keys()


ESTIMATORS = dict(all_estimators())
PLACES = {
    "pandas": ("pandas", "pandas.DataFrame", "pandas.Series"),
    "matplotlib": ("matplotlib.pyplot", "matplotlib.axes.Axes", "matplotlib.figure.Figure"),
    "scipy": ("scipy.sparse.linalg", "scipy.linalg", "scipy.signal"),
    "sklearn": ("sklearn.metrics", "sklearn.model_selection", "sklearn.tree"),
    "asyncio": ("asyncio",),
    "builtins": ("builtins", "builtins.list"),
    "json": ("json",),
}


def functions(package: str, name: str) -> list[object]:
    found = [ESTIMATORS[name]] if name in ESTIMATORS else []
    owned = (getattr(resolved(place), name, None) for place in PLACES[package])
    return [*found, *(each for each in owned if callable(each))]


def resolved(place: str) -> object:
    try:
        return importlib.import_module(place)
    except ImportError:
        module, _, name = place.rpartition(".")
        return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(
    "row", ARGUMENTS, ids=lambda row: f"{row.functions.split()[0]}-{row.keyword}-{row.value}"
)
def test_a_removed_argument_is_gone_and_what_replaces_it_is_there(row) -> None:
    unless_reached(row.since if row.package != "builtins" else "Python 3.0", row.keyword)
    found = [each for name in row.functions.split() for each in functions(row.package, name)]
    new = row.instead.partition("=")[0]
    parameters = [inspect.signature(each).parameters for each in found]
    assert found, "no such function"
    assert not any(row.keyword in each for each in parameters)
    assert not new.isidentifier() or any(new in each or passes_on(each) for each in parameters)


def passes_on(parameters) -> bool:
    return any(each.kind == each.VAR_KEYWORD for each in parameters.values())


@pytest.mark.parametrize("row", VALUES, ids=lambda row: f"{row.functions}-{row.option}-{row.old}")
def test_a_renamed_value_is_refused_and_the_new_one_is_taken(row) -> None:
    data, target = [[0.0], [1.0], [2.0], [3.0]] * 5, [0, 1, 0, 1] * 5
    for name in row.functions.split():
        with pytest.raises(InvalidParameterError):
            ESTIMATORS[name](**{row.option: row.old}).fit(data, target)
        ESTIMATORS[name](**{row.option: row.new}).fit(data, target)
    if not row.functions:
        from sklearn.metrics import get_scorer

        with pytest.raises(ValueError, match="not a valid"):
            get_scorer(row.old)
        assert get_scorer(row.new)


def refused(before: str, after: str) -> str:
    """What is said against a change of a cell of one line whose last name is not there."""
    name = "NameError" if "." not in before.partition("(")[0] else "AttributeError"
    frames = [Frame(file="cell", line=1, function="<module>")]
    return silenced_by(before, after, CellError(name=name, message="", frames=frames))


def written(dotted: str) -> str:
    """A name as a notebook would write it."""
    return (
        dotted.replace(":", ".").removeprefix("builtins.").replace("numpy.", "np.").replace("pandas.", "pd.")
    )


@pytest.mark.parametrize("name", REPLACED)
def test_what_replaces_a_name_is_not_refused(name: str) -> None:
    new, _, calls = REPLACED[name]
    owner, _, last = written(name).rpartition(".")
    old = f"{owner}.{last}" if owner else last
    places = {"owner": owner or "it", "args": "a, b", "arguments": "b", "more": ", b", "elements": "a"}
    places |= {str(at): letter for at, letter in enumerate("abcd")}
    filled = re.sub(r"\{([\w.:]+)\}", lambda each: places.get(each[1], written(each[1])), new)
    plain = "{" not in new
    old, filled = (f"{old}(a, b, c, d)" if calls else old), (written(filled) if plain else filled)
    lines = ["x = {}", "f(a, {})", "x = f(a, {})"]
    if "] = " in filled:
        lines = ["{}"]
    elif plain:
        lines += ["x = {}(a)", "{}(a)", "x = np.array(a, dtype={})"] if new[0].isalpha() else []
    for line in lines:
        assert refused(line.format(old), line.format(filled)) == ""


@pytest.mark.parametrize(
    "row", ARGUMENTS, ids=lambda row: f"{row.functions.split()[0]}-{row.keyword}-{row.value}"
)
def test_what_replaces_an_argument_is_not_refused(row) -> None:
    value = row.value or "v"
    places = {"owner": "it", "args": "a", "value": value}
    new = re.sub(r"\{([\w.:]+)\}", lambda each: places.get(each[1], each[1]), row.instead)
    for function in row.functions.split():
        before = f"x = it.{function}(a, {row.keyword}={value})"
        if new.startswith("."):
            after = f"x = it.{function}(a){new}"
        elif "{owner}" in row.instead or "{args}" in row.instead:
            after = f"x = {new}"
        else:
            after = f"x = it.{function}(a, {new})" if new else f"x = it.{function}(a)"
        frames = [Frame(file="cell", line=1, function="<module>")]
        assert silenced_by(before, after, CellError(name="TypeError", message="", frames=frames)) == ""


@pytest.mark.parametrize("row", VALUES, ids=lambda row: f"{row.functions}-{row.option}-{row.old}")
def test_what_replaces_a_value_is_not_refused(row) -> None:
    for function in row.functions.split() or ["get_scorer"]:
        before, after = (f"m = {function}({row.option}={value!r}).fit(a)" for value in (row.old, row.new))
        assert refused(before, after) == ""


@pytest.mark.parametrize(
    ("setup", "source"),
    [
        ("import math", "p = math.PI"),
        ("import math", "p = math.PI * 2"),
        ("import math", "x = math.Pi"),
        ("import math", "x = math.E"),
        ("import numpy as np", "x = np.Inf_"),
        ("import numpy as np", "x = np.array([1], dtype=np.object)"),
        ("import numpy as np", "x = pi * 4"),
        ("", "x = none"),
        ("", "flag = true"),
        ("", "d = {'a': true, 'b': 2}"),
    ],
)
def test_no_rule_proposes_what_is_refused(cells: Cells, setup: str, source: str) -> None:
    candidates, error = cells.candidates(setup, source), cells.run(setup, source)
    assert error is not None
    assert candidates
    assert [
        (each.after, told) for each in candidates if (told := silenced_by(source, each.after, error))
    ] == []
