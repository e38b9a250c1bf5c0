"""A date that is not written as the format says: the format is read off the date."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from ..values.failing import Failing
from ..values.live_kinds import column_texts, text_of

TOLD = re.compile(r"""time data (['"])(.{1,60}?)\1 (?:doesn't|does not) match format (['"])(.{1,60}?)\3""")
YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?P<a>[-/. ])(?P<name>[A-Za-z]{3,9})|(?P<name2>[A-Za-z]{3,9})(?P<b> )(?P<day2>\d{1,2}))(?P<c>,? |[-/.])(?P<year>\d{4}|\d{2})(?!\d)"
)
TIME = re.compile(r"([T ])(\d{2}):(\d{2})(:\d{2})?(\.\d{1,6})?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?", re.I)


class DateFormat:
    """`format="%d/%m/%Y"` for `2024-03-01` → `format="%Y-%m-%d"`."""

    name = "date-formats"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        failing = Failing(cell, error)
        call = failing.find(ast.Call) if error.name == "ValueError" else None
        given = _format(call) if call is not None else None
        if call is None or given is None or not isinstance(given.value, str):
            return []
        told = TOLD.search(error.message)
        first = self._first(call, failing)
        text = told.group(2) if told else (first if "unconverted data remains" in error.message else None)
        if text is None or (told and told.group(4) != given.value) or (first is not None and first != text):
            return []
        right = format_of(text, given.value)
        if right is None or right == given.value:
            return []
        quote = failing.text(given)[-1]
        why = f"The date is written `{text}`: that is `{right}`."
        return [
            failing.candidate(
                self.name, f"Read it as `{right}`", why, failing.replaced(given, f"{quote}{right}{quote}")
            )
        ]

    def _first(self, call: ast.Call, failing: Failing) -> str | None:
        """The first of the texts that are read, where it is known."""
        value = failing.value(call.args[0]) if call.args else None
        texts = column_texts(value)
        return texts[0] if texts else text_of(value)


def _format(call: ast.Call) -> ast.Constant | None:
    match call:
        case ast.Call(func=ast.Attribute(attr="strptime"), args=[_, ast.Constant() as given]):
            return given
        case ast.Call(func=ast.Attribute(attr="to_datetime") | ast.Name(id="to_datetime")):
            found = [each.value for each in call.keywords if each.arg == "format"]
            return found[0] if found and isinstance(found[0], ast.Constant) else None
    return None


def format_of(text: str, asked: str) -> str | None:
    """The format of a date; which number is the day, if the date does not tell, is as in the format asked for."""
    for read in (_year_first, _year_last, _named):
        found = read(text, asked)
        if found is not None:
            length, date = found
            time = _time(text[length:])
            return None if time is None else date + time
    return None


def _year_first(text: str, asked: str) -> tuple[int, str] | None:
    found = YEAR_FIRST.match(text)
    if found is None or int(found.group(3)) > 12:
        return None
    return found.end(), found.group(2).join(("%Y", "%m", "%d"))


def _year_last(text: str, asked: str) -> tuple[int, str] | None:
    found = YEAR_LAST.match(text)
    if found is None:
        return None
    one, separator, other, year = found.groups()
    if int(one) > 12 >= int(other):
        order = ("%d", "%m")
    elif int(other) > 12 >= int(one):
        order = ("%m", "%d")
    elif re.match(r"%d.*%m.*%[yY]", asked):
        order = ("%d", "%m")
    elif re.match(r"%m.*%d.*%[yY]", asked):
        order = ("%m", "%d")
    else:
        return None
    return found.end(), separator.join((*order, "%Y" if len(year) == 4 else "%y"))


def _named(text: str, asked: str) -> tuple[int, str] | None:
    found = NAMED.match(text)
    if found is None:
        return None
    name = found["name"] or found["name2"]
    month = _month(name, asked)
    if month is None:
        return None
    year = "%Y" if len(found["year"]) == 4 else "%y"
    date = f"%d{found['a']}{month}" if found["name"] else f"{month}{found['b']}%d"
    return found.end(), f"{date}{found['c']}{year}"


def _month(name: str, asked: str) -> str | None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    if name.title() in months:
        return "%b" if name.title() == "May" and "%b" in asked else "%B"
    return "%b" if name.title() in {each[:3] for each in months} else None


def _time(text: str) -> str | None:
    """The format of what stands behind a date; None where it is something else."""
    if not text:
        return ""
    found = TIME.fullmatch(text)
    if found is None:
        return None
    joint, _, _, seconds, fraction, half, zone = found.groups()
    written = f"{joint}{'%I' if half else '%H'}:%M{':%S' if seconds else ''}{'.%f' if fraction else ''}"
    return (
        f"{written}{' ' if half and half.startswith(' ') else ''}{'%p' if half else ''}{'%z' if zone else ''}"
    )
