"""Command-line arguments from a request model: required fields by position, optional ones as flags."""

from __future__ import annotations

import argparse
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

SCALARS = (str, int, float, bool)


def add_arguments(parser: argparse.ArgumentParser, model: type[BaseModel]) -> None:
    """Add an argument for each scalar field, and for each required list of scalars.

    Another required field is an error of ours.
    """
    for name, field in model.model_fields.items():
        kind, item = _scalar(field.annotation), _item(field.annotation)
        if kind is not None:
            _add_argument(parser, name, field, kind)
        elif field.is_required() and item is not None:
            word, text = name.removesuffix("s").upper(), _help(field)
            parser.add_argument(name, metavar=word, nargs="+", choices=get_args(item) or None, help=text)
        elif field.is_required():
            raise TypeError(f"{model.__name__}.{name} can't be given on a command line.")


def given_values(arguments: argparse.Namespace, model: type[BaseModel]) -> dict[str, object]:
    """The values that the user gave; the model fills in and checks the rest."""
    return {name: value for name, value in vars(arguments).items() if name in model.model_fields}


def _add_argument(parser: argparse.ArgumentParser, name: str, field: FieldInfo, kind: Any) -> None:
    word = name.removesuffix("_id")
    text = _help(field)
    if kind is bool and not field.is_required():
        action = "store_true" if field.default is False else argparse.BooleanOptionalAction
        parser.add_argument(_flag(name), dest=name, action=action, default=argparse.SUPPRESS, help=text)
        return
    metavar = "ID" if word != name else name.upper()
    choices = get_args(kind) or None
    shown = None if choices else metavar
    if field.is_required():
        parser.add_argument(name, metavar=name.upper(), choices=choices, help=text)
    else:
        parser.add_argument(
            _flag(word), dest=name, metavar=shown, choices=choices, default=argparse.SUPPRESS, help=text
        )


def _help(field: FieldInfo) -> str:
    return (field.description or "").replace("%", "%%")


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _scalar(annotation: Any) -> Any:
    """The scalar type or `Literal` of strings behind an annotation, or None."""
    if get_origin(annotation) in (Union, UnionType):
        inner = [each for each in get_args(annotation) if each is not NoneType]
        return _scalar(inner[0]) if len(inner) == 1 else None
    if get_origin(annotation) is Literal:
        return annotation if all(isinstance(each, str) for each in get_args(annotation)) else None
    return annotation if annotation in SCALARS else None


def _item(annotation: Any) -> Any:
    """The scalar type of a list's items, or None."""
    return _scalar(get_args(annotation)[0]) if get_origin(annotation) is list else None
