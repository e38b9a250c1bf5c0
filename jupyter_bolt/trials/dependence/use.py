"""What one cell does with names."""

from __future__ import annotations

from dataclasses import dataclass, field

RANDOM_STATE, FILES = "<random>", "<files>"
"""Stand among the names for what cells share beside variables."""


@dataclass
class CellUse:
    """What one cell does with names. Where it is not known, the cell has done it."""

    made: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    consumed: set[str] = field(default_factory=set)
    """Iterated over: changed, if it is an iterator."""
    links: list[tuple[str, set[str]]] = field(default_factory=list)
    """Names that may hold, after an assignment, parts of what others hold."""
    solid: dict[str, bool] = field(default_factory=dict)
    """Whether all that is assigned to a name here is known to be no iterator."""
    functions: dict[str, set[str]] = field(default_factory=dict)
    """Functions and classes that are defined, with what their code reads from outside."""
    imported: dict[str, str] = field(default_factory=dict)
    """Modules and parts of modules by the name that they are given."""
    methods: set[str] = field(default_factory=set)
    """Names of all functions that are defined, also in classes."""
    sets: bool = False
    """Whether a setting of a module is changed."""
    setters: set[str] = field(default_factory=set)
    """Functions and classes that are defined and whose code does that."""
    opaque: bool = False
    """Whether it does more than can be seen in names, and so is always needed."""
    dynamic: bool = False
    """Whether it may use any variable."""
