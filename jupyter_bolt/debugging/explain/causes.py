"""The likely cause of an error, from what was live."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError, LiveValue
from ..rules.similar import similar
from .explanation import Origin
from .origins import unrun_definitions

IN_PLACE = re.compile(
    r"\.(sort|append|extend|insert|reverse|update|add|clear|shuffle|remove)\(|inplace\s*=\s*True|\bprint\(|\.show\("
)
EMPTY = re.compile(r"0 (rows|items|characters|values|bytes)\b")


@dataclass(frozen=True)
class Case:
    """What a cause is looked for in."""

    error: CellError
    values: Sequence[LiveValue]
    made_by: Sequence[Origin]
    notebook: Notebook
    cell: Cell

    def origin(self, value: LiveValue) -> Origin | None:
        root = value.source.partition(".")[0].partition("[")[0]
        return next((each for each in self.made_by if each.name == root), None)


def likely_cause(case: Case) -> str:
    """The first cause that can be told, or ""."""
    return next((cause for find in FINDERS if (cause := find(case))), "")


def _not_run(case: Case) -> str:
    name = case.error.facts.name
    if case.error.name != "NameError" or name is None:
        return ""
    number = next(unrun_definitions(case.notebook, case.cell, name), None)
    return f"Cell {number} defines `{name}`, but has not run." if number else ""


def _misspelt(case: Case) -> str:
    facts = case.error.facts
    near = similar(facts.name, facts.known)[:1] if facts.name else []
    return f"`{facts.name}` may be misspelt: there is `{near[0]}`." if near else ""


def _none(case: Case) -> str:
    if "None" not in case.error.message:
        return ""
    for value in case.values:
        if value.type == "NoneType":
            origin = case.origin(value)
            if origin is None:
                return f"`{value.source}` is None here."
            why = ", and what works in place returns None" if IN_PLACE.search(origin.text) else ""
            return f"`{value.source}` is None here: cell {origin.cell_number} has `{origin.text}`{why}."
    return ""


def _text_for_number(case: Case) -> str:
    if case.error.name != "TypeError":
        return ""
    texts = [each for each in case.values if each.type == "str"]
    return f"`{texts[0].source}` is text here, {texts[0].repr}." if texts else ""


def _empty(case: Case) -> str:
    empty = next((each for each in case.values if EMPTY.match(each.size)), None)
    return f"`{empty.source}` is empty here ({empty.size})." if empty else ""


def _absent_package(case: Case) -> str:
    name = case.error.facts.name
    if case.error.name == "ModuleNotFoundError" and name and not case.error.facts.owner_source:
        return f"`{name}` is not installed for this kernel."
    return ""


FINDERS: tuple[Callable[[Case], str], ...] = (
    _not_run,
    _none,
    _misspelt,
    _absent_package,
    _text_for_number,
    _empty,
)
