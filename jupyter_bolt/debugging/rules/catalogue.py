"""The rules, in the order in which equal candidates are shown."""

from __future__ import annotations

from .attributes import MisspeltAttribute
from .encodings import WrongEncoding
from .files import MissingFile
from .frame_append import FrameAppend
from .frames.catalogue import FRAME_RULES
from .homes import NameOfAnotherModule
from .imports import MissingImport
from .installs import MissingPackage
from .keys import MisspeltKey
from .keywords import MisspeltKeyword
from .modules import MisspeltModule
from .moved_imports import MovedImport
from .names import MisspeltName
from .open_files import NotAnOpenFile
from .options import MisspeltOption
from .order import UnrunCell
from .positions import KeywordOnly
from .readers import WrongReader
from .removed_arguments import RemovedArgument
from .removed_names import RemovedName
from .rule import Rule
from .sql.catalogue import SQL_RULES
from .syntax.catalogue import SYNTAX_RULES
from .tables import WrongSeparator
from .truth_values import AmbiguousTruth
from .unfitted import Unfitted
from .values.catalogue import VALUE_RULES

RULES: tuple[Rule, ...] = (
    UnrunCell(),
    RemovedName(),
    FrameAppend(),
    MovedImport(),
    RemovedArgument(),
    MissingImport(),
    MisspeltName(),
    *VALUE_RULES,
    Unfitted(),
    *FRAME_RULES,
    MisspeltAttribute(),
    MisspeltKey(),
    NameOfAnotherModule(),
    MisspeltModule(),
    MisspeltKeyword(),
    KeywordOnly(),
    MisspeltOption(),
    *SQL_RULES,
    *SYNTAX_RULES,
    AmbiguousTruth(),
    MissingFile(),
    WrongReader(),
    WrongEncoding(),
    WrongSeparator(),
    NotAnOpenFile(),
    MissingPackage(),
)
