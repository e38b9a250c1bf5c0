"""The rules about texts that another language reads, in the order in which equal candidates are shown."""

from __future__ import annotations

from ..rule import Rule
from .bindings import BoundValues
from .names import MisspeltSqlName
from .polars_columns import PolarsColumn
from .query_variables import QueryColumn, QueryVariable
from .quotes import SqlText

SQL_RULES: tuple[Rule, ...] = (
    MisspeltSqlName(),
    SqlText(),
    BoundValues(),
    QueryVariable(),
    QueryColumn(),
    PolarsColumn(),
)
