"""Tables and their columns, for an error in text that another language reads: SQL, or pandas' `query`."""

from __future__ import annotations

import ast
import itertools
import re
import sys
import time
from typing import TYPE_CHECKING, Any

from .bounded import clean, message_of
from .live_values import DESCRIBING_SECONDS, bases_of, expressions
from .members import keys_of
from .missing_names import quoted_name
from .positions import nodes_of
from .traces import trace_value, walk
from .variables import describe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from .cell_text import CellText
    from .traces import Trace

MOST_TABLES, MOST_COLUMNS = 100, 300
MOST_FRAMES_LOOKED_AT, MOST_LOOKED_AT = 40, 2_000
BUSY_MS = 200
"""How long another program's lock on the file is waited for."""
SQLITE = re.compile(r"no such (table|column): |table \S+ has no column named ")
DUCKDB = re.compile(r"^Catalog Error: Table with name ")
LISTED = "SELECT name FROM {} WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' LIMIT ?"


def tables(error: BaseException, trace: Trace, cell: CellText) -> list[dict[str, Any]]:
    """The tables of the SQLite connection, or the frames, that the failing line speaks of."""
    message = message_of(error)
    if SQLITE.search(message):
        found = next(connections(trace, cell), None)
        return list(tables_of(found)) if found is not None else []
    if DUCKDB.match(message):
        return list(itertools.islice(frames(trace), MOST_TABLES))
    return queried(error, trace, cell)


def connections(trace: Trace, cell: CellText) -> Iterator[sqlite3.Connection]:
    """Live connections: in the failing line, then in what it called."""
    at = trace.position()
    if at is not None:
        for node in expressions(cell.tree, range(at.line, at.end_line + 1)):
            yield from connection_of(trace_value(node, trace))
    inner = walk(trace.cell_frames[-1].tb_next if trace.cell_frames else None)
    for each in itertools.islice(inner, MOST_FRAMES_LOOKED_AT):
        for value in list(each.tb_frame.f_locals.values()):
            yield from connection_of(value)


def connection_of(value: object) -> Iterator[sqlite3.Connection]:
    """Without an import of our own: who has a connection has the module."""
    module: Any = sys.modules.get("sqlite3")
    if module is not None and isinstance(value, module.Connection):
        yield value
    elif module is not None and isinstance(value, module.Cursor):
        yield value.connection


def tables_of(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Read the schema alone, through a plain cursor: the user's row factory does not run."""
    cursor = sys.modules["sqlite3"].Connection.cursor(connection)
    cursor.row_factory = None
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    for schema in ("sqlite_master", "sqlite_temp_master"):
        for (name,) in cursor.execute(LISTED.format(schema), (MOST_TABLES,)).fetchall():
            quoted = text_of(name).replace('"', '""')
            rows = cursor.execute(f'PRAGMA table_info("{quoted}")').fetchmany(MOST_COLUMNS)
            yield {"name": clean(text_of(name)), "columns": [clean(text_of(row[1])) for row in rows]}


def text_of(value: object) -> str:
    """What the connection's text factory may have left as bytes."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def frames(trace: Trace) -> Iterator[dict[str, Any]]:
    """Data frames that DuckDB finds by their names."""
    here = trace.cell_frames[-1].tb_frame if trace.cell_frames else None
    for names in (here.f_locals, here.f_globals) if here is not None else ():
        for name, value in itertools.islice(list(names.items()), MOST_LOOKED_AT):
            if type(value).__name__ == "DataFrame" and not name.startswith("_"):
                yield {"name": clean(name), "columns": columns_of(value)}


def columns_of(frame: object) -> list[str]:
    return [clean(each) for each in itertools.islice(keys_of(frame), MOST_COLUMNS)]


def queried(error: BaseException, trace: Trace, cell: CellText) -> list[dict[str, Any]]:
    """The frame whose `query` or `eval` could not read its text."""
    inside = trace.innermost is not None and trace.innermost is not (trace.cell_frames or [None])[-1]
    at = trace.position()
    if not inside or at is None or type(error).__name__ not in {"SyntaxError", "UndefinedVariableError"}:
        return []
    for call in nodes_of(cell.tree, ast.Call):
        function = call.func
        if at.line <= call.lineno <= at.end_line and isinstance(function, ast.Attribute):
            owner = trace_value(function.value, trace) if function.attr in {"query", "eval"} else None
            if type(owner).__name__ == "DataFrame":
                return [{"name": clean(ast.unparse(function.value)), "columns": columns_of(owner)}]
    return []


def named_in_text(error: BaseException, trace: Trace) -> list[dict[str, Any]]:
    """The variable that a text speaks of by its name, as `limit` in `df.query("price > limit")`."""
    name = quoted_name(error) if type(error).__name__ == "UndefinedVariableError" else None
    here = trace.cell_frames[-1].tb_frame if trace.cell_frames else None
    if name is None or here is None:
        return []
    for names in (here.f_locals, here.f_globals):
        if name in names:
            value, until = names[name], time.perf_counter() + DESCRIBING_SECONDS
            return [dict(describe(value, until), source=name, bases=bases_of(value), cell_line=None)]
    return []
