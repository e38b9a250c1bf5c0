"""What databases say of a table or column that is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ....trials.evidence import CellError

COLUMNS = (
    r"no such column: \"?(?P<name>[\w.$]+)",
    r"table (?P<table>\S+) has no column named (?P<name>[\w$]+)",
    r"Referenced column \"(?P<name>[^\"]+)\" not found",
    r"Table \"(?P<table>[^\"]+)\" does not have a column (?:with name|named) \"(?P<name>[^\"]+)\"",
    r"column \"?(?P<name>[\w.$]+)\"? (?:of relation \"(?P<table>[^\"]+)\" )?does not exist",
)
TABLES = (
    r"no such table: (?:(?:main|temp)\.)?(?P<name>[\w$]+)",
    r"Table with name (?P<name>[\w$]+) does not exist",
    r"relation \"(?P<name>[\w$]+)\" does not exist",
)
OFFERED = re.compile(
    r"(?:Candidate bindings|Did you mean|meant to reference the (?:column|table))[\s:]*(\"[^\n]*)"
)
DATABASE = re.compile(
    r"OperationalError|DatabaseError|ProgrammingError|BinderException|CatalogException|Undefined"
)


@dataclass(frozen=True)
class Missing:
    """A table's or column's name."""

    kind: str
    name: str
    qualifier: str
    """The table, or its alias, by which the SQL names the column's table."""
    table: str
    offered: tuple[str, ...]
    """What the message itself says is there."""


def missing_in(error: CellError) -> Missing | None:
    """Read what is missing from a database's message."""
    if not DATABASE.search(error.name):
        return None
    for kind, patterns in (("column", COLUMNS), ("table", TABLES)):
        for pattern in patterns:
            found = re.search(pattern, error.message)
            if found is not None:
                qualifier, _, name = found["name"].rpartition(".")
                table = found.groupdict().get("table") or ""
                return Missing(kind, name, qualifier, table, offered_in(error.message))
    return None


def offered_in(message: str) -> tuple[str, ...]:
    """Names in the message's hint, without the tables before them."""
    found = OFFERED.search(message)
    names = re.findall(r"\"([^\"]+)\"", found.group(1)) if found else []
    return tuple(each.rpartition(".")[2] for each in names)
