"""Which of the cells above a cell depends on by use."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from difflib import get_close_matches

from .cell_use import cell_use
from .harmless import READERS
from .imports import imports_of
from .use import CellUse

STATE = "<state>"
CLOSE, MOST_CLOSE = 0.5, 10
"""Ratio of difflib's `SequenceMatcher` from which a name may be meant by another, and how many may."""


def needed_cells(above: Sequence[str], tried: Sequence[str]) -> list[int]:
    """The places of the cells above that may change what the tried code does, in order.

    A cell is left out only where nothing that it makes or may change is used, by itself or by another cell that
    is needed: aliases, calls that may change what they are given, shared random state and files count as use.
    """
    sources = (*above, *tried)
    imported = {name: module for source in sources for name, module in imports_of(source).items()}
    uses = [cell_use(source, tuple(sorted(imported.items()))) for source in sources]
    if any(use.dynamic for use in uses) or any(not READERS.isdisjoint(use.made) for use in uses):
        return list(range(len(above)))
    return _Need(uses[: len(above)], uses[len(above) :]).places()


class _Need:
    """What code needs, found by adding cells until none is missing."""

    def __init__(self, above: Sequence[CellUse], tried: Sequence[CellUse]) -> None:
        self._above = above
        self._uses = [*above, *tried]
        self._groups: dict[str, str] = {}
        self._inert = self._find_inert()
        self._setters = self._find_setters()
        self._join_all()
        self._names: set[str] = set()
        self._places: set[int] = set()
        self._subscripts_change = any("defaultdict" in use.imported for use in self._uses)
        for use in tried:
            self._need(use)
        self._names |= self._meant()

    def places(self) -> list[int]:
        grown = True
        while grown:
            grown = False
            for place, use in enumerate(self._above):
                if place not in self._places and self._is_needed(use):
                    self._places.add(place)
                    self._need(use)
                    grown = True
        return sorted(self._places)

    def _meant(self) -> set[str]:
        """Names that cells make and that others may be misspelt for, so that they are known where those fail."""
        made = {name for use in self._uses for name in use.made}
        spelt = {name.lower() for name in made}
        missing = [name.lower() for name in self._names - made if not hasattr(builtins, name)]
        close = {each for name in missing for each in get_close_matches(name, spelt, MOST_CLOSE, CLOSE)}
        return {name for name in made if name.lower() in close}

    def _need(self, use: CellUse) -> None:
        self._names |= use.read | use.changed | use.consumed

    def _is_needed(self, use: CellUse) -> bool:
        if use.opaque or not use.read.isdisjoint(self._setters) or not use.made.isdisjoint(self._names):
            return True
        needed = {self._group(name) for name in self._names if name not in self._inert}
        return any(self._group(name) in needed for name in self._changed(use) if name not in self._inert)

    def _changed(self, use: CellUse) -> set[str]:
        changed = use.changed | {name for name in use.consumed if not self._is_solid(name)}
        for method, names in use.links:
            if method.startswith("<method ") and self._defines(method[8:-1]):
                changed = changed | names
        return changed | (use.read if self._subscripts_change else set())

    def _is_solid(self, name: str) -> bool:
        known = [use.solid[name] for use in self._uses if name in use.solid]
        return bool(known) and all(known)

    def _defines(self, method: str) -> bool:
        return any(method in use.methods for use in self._uses)

    def _find_inert(self) -> set[str]:
        """Names of modules, and of functions and classes that share nothing with other code."""
        definitions: dict[str, set[str]] = {}
        bound: dict[str, int] = {}
        for use in self._uses:
            for name, used in use.functions.items():
                definitions[name] = definitions.get(name, set()) | used
            for name, _ in use.links:
                bound[name] = 1
        imported = {name for use in self._uses for name in use.imported} - bound.keys() - definitions.keys()
        inert = imported | READERS
        grown = True
        while grown:
            fresh = {
                name
                for name, used in definitions.items()
                if name not in inert and name not in bound and self._is_free(used, inert)
            }
            inert |= fresh
            grown = bool(fresh)
        return inert

    def _find_setters(self) -> set[str]:
        """Names of functions and classes that change a setting, by themselves or through others."""
        setters = {name for use in self._uses for name in use.setters}
        definitions = [each for use in self._uses for each in use.functions.items()]
        while more := {name for name, used in definitions if not used.isdisjoint(setters)} - setters:
            setters |= more
        return setters

    def _is_free(self, used: set[str], inert: set[str]) -> bool:
        """Whether code uses nothing but what is inert, or never made: built-in names."""
        made = {name for use in self._uses for name in use.made}
        return all(name in inert or (name not in made and not name.startswith("<")) for name in used)

    def _join_all(self) -> None:
        for use in self._uses:
            pairs = [*use.links, *use.functions.items()]
            for name, others in pairs:
                if name.startswith("<method ") or name in self._inert:
                    continue
                for other in others - self._inert - {STATE}:
                    self._groups[self._group(name)] = self._group(other)

    def _group(self, name: str) -> str:
        while (above := self._groups.get(name, name)) != name:
            name = above
        return name
