"""The rules about types and values, in the order in which equal candidates are shown."""

from __future__ import annotations

from ..rule import Rule
from .axes import Axes
from .bytes_and_text import BytesAndText
from .columns import ColumnText
from .dates import DateText
from .decimals import DecimalAndFloat
from .first_match import FirstMatch
from .fixed_items import FixedItems
from .hidden_names import HiddenName
from .in_place import InPlaceResult
from .indexes import OneTooFar
from .iterating import Iterating
from .json_text import JsonText
from .made_folders import MadeFolder
from .methods import OtherTypesMethod
from .missing_arguments import MissingArgument
from .missing_call import MissingCall
from .missing_return import MissingReturn
from .mixed_text import MixedText
from .not_callable import NotCallable
from .numeric_texts import NumericTexts
from .one_argument import OneArgument
from .other_separators import OtherSeparator
from .own_methods import OwnMethod
from .parsed_numbers import ParsedNumber
from .python_text import PythonText
from .same_names import SameName
from .scaled_list import ScaledList
from .shadowed import ShadowedBuiltin
from .single_numbers import SingleNumber
from .string_formats import FormatArguments
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
    HiddenName(),
    MissingArgument(),
    UnboundLocal(),
    JsonText(),
    FirstMatch(),
    MadeFolder(),
    NumericTexts(),
    OtherSeparator(),
    PythonText(),
    SingleNumber(),
    FormatArguments(),
)
