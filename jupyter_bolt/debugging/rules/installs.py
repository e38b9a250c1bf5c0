"""Packages that are not installed, and the optional ones that a library asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .known_packages import conda_name, distribution_of
from .rule import Candidate

ASKED_FOR = (
    r"Missing optional dependency '([\w.-]+)'",
    r"`Import ([\w.-]+)` failed",
    r"Unable to find a usable engine; tried using: '(pyarrow)'",
    r"`([\w.]+)` (?:is required|not installed)",
    r"(lxml|html5lib|tabulate|jinja2|fsspec|s3fs) (?:not found|is required|is not installed), please install",
    r"you requested: (lxml|html5lib)\.",
    r"requires (?:the )?'?(openpyxl|xlrd|pyarrow|tables|lxml|tabulate|jinja2)'? (?:to be installed|package|library)",
)
"""How pandas, Beautiful Soup and their like say which package they miss."""


class MissingPackage:
    """A well-known package that is not installed. Installing reaches out, and so is proposed, not tried."""

    name = "installs"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        module = _missing_module(error)
        distribution = distribution_of(module) if module else None
        if module is None or distribution is None:
            return []
        conda = error.facts.conda
        package = conda_name(distribution) if conda else distribution
        statement = f"%conda install -q -y {package}" if conda else f"%pip install -q {package}"
        if statement in cell.source or cell.source.lstrip().startswith("%%"):
            return []
        return [
            Candidate(
                title=f"Install `{package}`",
                explanation=f"`{module}` is not installed; `{package}` brings it.",
                source=f"rule:{self.name}",
                after=f"{statement}\n{cell.source}",
                installs=package,
            )
        ]


def _missing_module(error: CellError) -> str | None:
    """The module that could not be found: the user's own import of it, or a library's request for it."""
    if error.name == "ModuleNotFoundError":
        found = re.match(r"No module named '([\w.]{1,200})'$", error.message)
        whole = found.group(1) if found else ""
        return whole if whole and "." not in whole else None
    if error.name in {"ImportError", "FeatureNotFound", "MissingDependencyError"}:
        return next((m.group(1) for each in ASKED_FOR if (m := re.search(each, error.message))), None)
    return None
