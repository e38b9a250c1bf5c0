"""The rules, in the order in which equal candidates are shown."""

from __future__ import annotations

from .attributes import MisspeltAttribute
from .encodings import WrongEncoding
from .files import MissingFile
from .homes import NameOfAnotherModule
from .imports import MissingImport
from .installs import MissingPackage
from .keys import MisspeltKey
from .modules import MisspeltModule
from .names import MisspeltName
from .open_files import NotAnOpenFile
from .order import UnrunCell
from .readers import WrongReader
from .rule import Rule
from .syntax.catalogue import SYNTAX_RULES
from .tables import WrongSeparator

RULES: tuple[Rule, ...] = (
    UnrunCell(),
    MissingImport(),
    MisspeltName(),
    MisspeltAttribute(),
    MisspeltKey(),
    NameOfAnotherModule(),
    MisspeltModule(),
    *SYNTAX_RULES,
    MissingFile(),
    WrongReader(),
    WrongEncoding(),
    WrongSeparator(),
    NotAnOpenFile(),
    MissingPackage(),
)
