"""The rules for syntax, in the order in which equal candidates are shown."""

from __future__ import annotations

from .blocks import MissingBlock
from .brackets import ClosingBracket
from .colons import MissingColon
from .commas import MissingComma
from .conditions import AssignmentTarget, Comparison
from .f_strings import FString
from .imports_order import ImportOrder
from .indentation import Indentation
from .lookalikes import LookAlike
from .misspelt_words import MisspeltWord
from .numbers import Number
from .other_languages import OtherLanguage
from .outside_function import OutsideFunction
from .pasted import PastedAlong
from .python2 import Python2
from .quotes import Quote
from .reserved_names import ReservedName
from .shell_commands import ShellCommand
from .syntax_rule import SyntaxRule

SYNTAX_RULES: tuple[SyntaxRule, ...] = (
    ShellCommand(),
    PastedAlong(),
    LookAlike(),
    Python2(),
    Comparison(),
    OtherLanguage(),
    FString(),
    Quote(),
    ClosingBracket(),
    Indentation(),
    MissingBlock(),
    ImportOrder(),
    MisspeltWord(),
    MissingColon(),
    Number(),
    ReservedName(),
    AssignmentTarget(),
    OutsideFunction(),
    MissingComma(),
)
