"""The rules about types and values, in the order in which equal candidates are shown."""

from __future__ import annotations

from ..rule import Rule
from .axes import Axes
from .bytes_and_text import BytesAndText
from .columns import ColumnText
from .dates import DateText
from .decimals import DecimalAndFloat
from .fixed_items import FixedItems
from .in_place import InPlaceResult
from .indexes import OneTooFar
from .iterating import Iterating
from .json_text import JsonText
from .methods import OtherTypesMethod
from .missing_call import MissingCall
from .missing_return import MissingReturn
from .mixed_text import MixedText
from .not_callable import NotCallable
from .one_argument import OneArgument
from .own_methods import OwnMethod
from .parsed_numbers import ParsedNumber
from .same_names import SameName
from .scaled_list import ScaledList
from .shadowed import ShadowedBuiltin
from .text_arguments import TextArgument
from .two_dimensions import TwoDimensions
from .unbound import UnboundLocal
from .unhashable import Unhashable
from .whole_numbers import WholeNumber

VALUE_RULES: tuple[Rule, ...] = (
    OwnMethod(),
    OtherTypesMethod(),
    Axes(),
    SameName(),
    MixedText(),
    TextArgument(),
    ColumnText(),
    DateText(),
    BytesAndText(),
    DecimalAndFloat(),
    ParsedNumber(),
    ScaledList(),
    WholeNumber(),
    OneTooFar(),
    Iterating(),
    InPlaceResult(),
    MissingReturn(),
    NotCallable(),
    ShadowedBuiltin(),
    MissingCall(),
    OneArgument(),
    TwoDimensions(),
    Unhashable(),
    FixedItems(),
    UnboundLocal(),
    JsonText(),
)
