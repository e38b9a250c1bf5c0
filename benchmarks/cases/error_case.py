"""A failing cell in its notebook, with what a right fix gives. One TOML file each under `benchmarks/errors/<kind>/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from pydantic import BaseModel, ConfigDict, Field

ERRORS = Path(__file__).parents[1] / "errors"
Cause = Literal[
    "API misuse", "data confusion", "out-of-order execution", "environment", "implementation", "syntax"
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """A study or a collection of questions in which a kind of error is found."""

    cited: str
    says: str


class DataFile(_Strict):
    """A file beside the notebook."""

    path: str
    text: str
    encoding: str = "utf-8"


class CaseCell(_Strict):
    """One code cell. Those with `run` have run, in their order, before the failing one does."""

    source: str
    run: bool = True
    fails: bool = False


class Answer(_Strict):
    """What one may do about the error: texts to replace in the failing cell, or its whole source."""

    change: list[tuple[str, str]] = []
    source: str | None = None
    first: list[int] = Field(default=[], description="Numbers of cells that are run first, from 1.")
    installs: str = ""
    why: str = Field("", description="Why only the author can know it: whoever else says it has made it up.")

    def applied_to(self, failing: str) -> str:
        """The cell's source with this answer. Raises `ValueError` for a text that is not there exactly once."""
        if self.source is not None:
            return self.source.strip("\n")
        for old, new in self.change:
            if failing.count(old) != 1:
                raise ValueError(f"{old!r} stands {failing.count(old)} times in the cell")
            failing = failing.replace(old, new)
        return failing


class ErrorCase(_Strict):
    """One case. Each text of `expect` is an expression that holds after the right fix, and only then."""

    name: str
    mistake: str
    cause: Cause
    source: str
    batch: int = Field(default=1, description="Cases that were written together: see README.md there.")
    cells: list[CaseCell]
    files: list[DataFile] = []
    needs: list[str] = Field(default=[], description="Requirements without which it can't be run here.")
    expect: list[str] = []
    printed: str | None = Field(default=None, description="What the fixed cell prints, but for outer blanks.")
    beyond_rules: bool = Field(
        default=False,
        description="Only who knows what is meant can tell the right fix: no rule is expected to.",
    )
    right: Answer
    wrong: list[Answer] = Field(default=[], description="Answers that run and are not right.")

    @property
    def kind(self) -> str:
        return self.name.partition("/")[0]

    @property
    def number(self) -> int:
        """The failing cell's number among the cells, from 1."""
        return next(number for number, cell in enumerate(self.cells, 1) if cell.fails)

    @cached_property
    def failing(self) -> str:
        return self.text(self.number)

    def text(self, number: int) -> str:
        return self.cells[number - 1].source.strip("\n")

    @property
    def ran(self) -> list[str]:
        """Sources of the cells that have run before the failing one."""
        return [cell.source.strip("\n") for cell in self.cells if cell.run and not cell.fails]

    def why_not_here(self) -> str:
        """Why the case can't be run in this environment, or an empty text."""
        missing = [each for each in self.needs if not _is_met(Requirement(each))]
        if missing:
            return f"needs {', '.join(missing)}"
        if self.right.installs and _installed(self.right.installs):
            return f"{self.right.installs} is installed"
        return ""

    def lay_files(self, folder: Path) -> None:
        """Write the files that lie beside the notebook."""
        for file in self.files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.text.encode(file.encoding))


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _is_met(requirement: Requirement) -> bool:
    found = _installed(requirement.name)
    return bool(found) and requirement.specifier.contains(found, prereleases=True)


def load_cases(only: str = "") -> Iterator[ErrorCase]:
    """Read the cases whose name holds a text, in order of their names."""
    for path in sorted(ERRORS.glob("*/*.toml")):
        name = f"{path.parent.name}/{path.stem}"
        if only in name:
            yield ErrorCase.model_validate({"name": name, **tomllib.loads(path.read_text("utf-8"))})


def load_sources() -> dict[str, Source]:
    """What the cases' `source` stands for."""
    found = tomllib.loads((ERRORS / "sources.toml").read_text("utf-8"))
    return {key: Source.model_validate(each) for key, each in found.items()}
