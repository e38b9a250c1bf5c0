"""What a live value is, by its type, its bases and its representation."""

from __future__ import annotations

import ast
import re

from ....trials.evidence import LiveValue

NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.complex", "numpy.number", "decimal.Decimal"})
WHOLE = re.compile(r"\s*[+-]?\d+\s*")
DECIMAL = re.compile(r"\s*[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?\s*")
DATE = re.compile(r"\s*(\d{4}[-/]\d{1,2}([-/]\d{1,2})?|\d{1,2}[/.]\d{1,2}[/.]\d{4})([ T]\d{1,2}:\d{2}.*)?\s*")


def is_number(value: LiveValue | None) -> bool:
    return value is not None and value.type != "bool" and not NUMBERS.isdisjoint(value.bases)


def is_a(value: LiveValue | None, *names: str) -> bool:
    """Whether the value's type or one of its bases has one of these names."""
    return value is not None and any(base.rpartition(".")[2] in names for base in value.bases)


def literal(value: LiveValue | None) -> object:
    """The value itself, where its representation tells all of it; None where it does not."""
    if value is None or not value.repr:
        return None
    try:
        return ast.literal_eval(value.repr)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def text_of(value: LiveValue | None) -> str | None:
    text = literal(value) if value is not None and is_a(value, "str") else None
    return text if isinstance(text, str) else None


def number_type(text: str | None) -> str | None:
    """The function that makes a number of this text: `int`, `float` or none."""
    if text is None:
        return None
    if WHOLE.fullmatch(text):
        return "int"
    return "float" if DECIMAL.fullmatch(text) else None


def numbers_type(texts: object) -> str | None:
    """The function that makes a number of each of these texts."""
    if not isinstance(texts, (list, tuple)) or not texts:
        return None
    kinds = {number_type(text) if isinstance(text, str) else None for text in texts}
    if None in kinds:
        return None
    return "float" if "float" in kinds else "int"


def is_date(text: str | None) -> bool:
    return text is not None and DATE.fullmatch(text) is not None


def count_of(value: LiveValue | None) -> int | None:
    """How many items, characters, rows or values there are."""
    found = re.match(r"(\d+) (?:items?|characters?|values?|rows?|bytes|×)", value.size) if value else None
    return int(found.group(1)) if found else None


def column_texts(value: LiveValue | None) -> list[str]:
    """The texts that the representation of a pandas column shows."""
    if (
        value is None
        or not is_a(value, "Series")
        or not re.search(r"dtype: (object|str\w*)|str\b|object", value.size + value.repr)
    ):
        return []
    lines = value.repr.split("\n")
    rows = [line for line in lines if not re.match(r"(Name|Length|dtype)\b", line)]
    return [row.split(None, 1)[1].strip() for row in rows if len(row.split(None, 1)) == 2 and "…" not in row]
