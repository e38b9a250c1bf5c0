"""The rules about keys, columns and rows, in the order in which equal candidates are shown."""

from __future__ import annotations

from ..rule import Rule
from .counting import CountFromNothing
from .date_formats import DateFormat
from .dropped import DroppedAxis
from .flat_axes import FlatAxes
from .forgotten_quotes import ForgottenQuotes
from .from_one import CountedFromOne
from .index_now import IndexNow
from .key_kinds import KeyKind
from .levels import ColumnLevels
from .merge_keys import MergeKeys
from .plain_brackets import WrongBrackets
from .side_by_side import SideBySide

FRAME_RULES: tuple[Rule, ...] = (
    DroppedAxis(),
    KeyKind(),
    IndexNow(),
    ColumnLevels(),
    CountFromNothing(),
    WrongBrackets(),
    CountedFromOne(),
    SideBySide(),
    FlatAxes(),
    ForgottenQuotes(),
    MergeKeys(),
    DateFormat(),
)
