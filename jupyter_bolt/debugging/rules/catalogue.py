"""The rules, in the order in which equal candidates are shown."""

from __future__ import annotations

from .attributes import MisspeltAttribute
from .imports import MissingImport
from .keys import MisspeltKey
from .modules import MisspeltModule
from .names import MisspeltName
from .order import UnrunCell
from .rule import Rule
from .syntax.catalogue import SYNTAX_RULES

RULES: tuple[Rule, ...] = (
    UnrunCell(),
    MissingImport(),
    MisspeltName(),
    MisspeltAttribute(),
    MisspeltKey(),
    MisspeltModule(),
    *SYNTAX_RULES,
)
