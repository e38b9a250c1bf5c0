"""All tables, by what stands in them."""

from __future__ import annotations

from typing import NamedTuple

from . import matplotlib, numpy, pandas, python, scipy, sklearn
from .rows import Argument, Names, Value


class Replacement(NamedTuple):
    """What stands in a removed name's place: a dotted name or a template."""

    new: str
    since: str
    calls: bool
    """Whether it replaces the whole call."""


def replacements(*tables: Names) -> dict[str, Replacement]:
    return {
        old.removesuffix("()"): Replacement(new, since, old.endswith("()"))
        for table in tables
        for since, names in table.items()
        for old, new in names.items()
    }


REPLACED = replacements(numpy.NAMES, pandas.NAMES, matplotlib.NAMES, scipy.NAMES, sklearn.NAMES, python.NAMES)
GONE = {
    name: since
    for table in (numpy.GONE, pandas.GONE, matplotlib.GONE, scipy.GONE, sklearn.GONE, python.GONE)
    for since, names in table.items()
    for name in names.split()
}
ARGUMENTS: tuple[Argument, ...] = (
    *pandas.ARGUMENTS,
    *matplotlib.ARGUMENTS,
    *scipy.ARGUMENTS,
    *sklearn.ARGUMENTS,
    *python.ARGUMENTS,
)
VALUES: tuple[Value, ...] = sklearn.VALUES
