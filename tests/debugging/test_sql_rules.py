"""Cells whose SQL, or whose condition on a frame, names what is not there."""

from __future__ import annotations

import pytest

from jupyter_bolt.debugging.rules.sql.catalogue import SQL_RULES
from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.trials.evidence import CellError, Frame

SQLITE = """
import sqlite3
con = sqlite3.connect(":memory:")
con.executescript('''
    create table products (id integer, price real, city text);
    create table orders (id integer, product_id integer, amount integer);
''')
cur = con.cursor()
name, number, names = "Bonn", 7, ["Bonn", "Köln"]
"""
PANDAS = SQLITE + "import pandas as pd\n"
DUCKDB = """
import duckdb
import pandas as pd
db = duckdb.connect()
db.execute("create table products (price integer, city varchar)")
sales = pd.DataFrame({"amount": [1], "region": ["north"]})
"""
FRAME = """
import pandas as pd
df = pd.DataFrame({"price": [1, 2], "unit price": [3, 4], "city": ["Bonn", "Köln"]})
limit, pricee = 1, 3
"""
POLARS = """
import polars as pl
df = pl.DataFrame({"price": [1, 2], "name": ["a", "b"]})
"""

MENDED = [
    # Names in SQL
    pytest.param(SQLITE, "con.execute('select pric from products')", "con.execute('select price from products')", id="column"),
    pytest.param(SQLITE, "cur.execute('select price from prodcts')", "cur.execute('select price from products')", id="table"),
    pytest.param(SQLITE, "con.cursor().execute('SELECT Pric FROM products')", "con.cursor().execute('SELECT price FROM products')", id="chained-cursor"),
    pytest.param(
        SQLITE,
        'sql = """\nselect p.pric, o.amount\nfrom products p\njoin orders o on o.product_id = p.id\nwhere p.pric > 1\n"""\nrows = con.execute(sql).fetchall()',
        'sql = """\nselect p.price, o.amount\nfrom products p\njoin orders o on o.product_id = p.id\nwhere p.price > 1\n"""\nrows = con.execute(sql).fetchall()',
        id="alias-in-a-named-text",
    ),
    pytest.param(
        SQLITE,
        "con.execute(\"select pric from products where city = 'pric' -- pric\")",
        "con.execute(\"select price from products where city = 'pric' -- pric\")",
        id="not-in-quotes-or-comments",
    ),
    pytest.param(SQLITE, "con.execute('insert into products (id, pric) values (1, 2)')", "con.execute('insert into products (id, price) values (1, 2)')", id="insert"),
    pytest.param(SQLITE, "con.execute(f'select pric from products where id = {number}')", "con.execute(f'select price from products where id = {number}')", id="f-string"),
    pytest.param(SQLITE, "def load(c):\n    return c.execute('select amont from orders').fetchall()\nload(con)", "def load(c):\n    return c.execute('select amount from orders').fetchall()\nload(con)", id="in-a-function"),
    pytest.param(PANDAS, "df = pd.read_sql('select pric from products', con)", "df = pd.read_sql('select price from products', con)", id="pandas-column"),
    pytest.param(PANDAS, "q = 'select * from product'\ndf = pd.read_sql_query(q, con)", "q = 'select * from products'\ndf = pd.read_sql_query(q, con)", id="pandas-table"),
    pytest.param(DUCKDB, "db.sql('select pricee from products')", "db.sql('select price from products')", id="duckdb-column"),
    pytest.param(DUCKDB, "db.sql('select p.pricee from products p')", "db.sql('select p.price from products p')", id="duckdb-alias"),
    pytest.param(DUCKDB, "db.sql('select price from prodcts')", "db.sql('select price from products')", id="duckdb-table"),
    pytest.param(DUCKDB, "duckdb.sql('select amount from saless')", "duckdb.sql('select amount from sales')", id="duckdb-frame"),
    pytest.param(DUCKDB, "duckdb.sql('select amont from sales')", "duckdb.sql('select amount from sales')", id="duckdb-column-of-a-frame"),
    # Quotes
    pytest.param(DUCKDB, "db.sql('select price from products where city = \"Berlin\"')", "db.sql(\"select price from products where city = 'Berlin'\")", id="double-quotes"),
    pytest.param(
        DUCKDB,
        'db.sql("""select price from products\nwhere city = "New York" """)',
        "db.sql(\"\"\"select price from products\nwhere city = 'New York' \"\"\")",
        id="double-quotes-in-lines",
    ),
    # Bindings
    pytest.param(SQLITE, "con.execute('select * from products where city = ?', name)", "con.execute('select * from products where city = ?', (name,))", id="text"),
    pytest.param(SQLITE, "con.execute('select * from products where city = ?', (name))", "con.execute('select * from products where city = ?', (name,))", id="text-in-brackets"),
    pytest.param(SQLITE, "cur.execute('select * from products where city = ?', 'Bonn')", "cur.execute('select * from products where city = ?', ('Bonn',))", id="text-written-out"),
    pytest.param(SQLITE, "con.execute('select * from products where id = ?', number)", "con.execute('select * from products where id = ?', (number,))", id="number"),
    pytest.param(SQLITE, "con.execute('insert into products values (?, ?, ?)', number, 2.5, name)", "con.execute('insert into products values (?, ?, ?)', (number, 2.5, name))", id="spread-out"),
    pytest.param(SQLITE, "con.executemany('insert into products (city) values (?)', names)", "con.executemany('insert into products (city) values (?)', [(each,) for each in names])", id="many-texts"),
    pytest.param(PANDAS, "df = pd.read_sql('select * from products where city = ?', con, params=name)", "df = pd.read_sql('select * from products where city = ?', con, params=(name,))", id="pandas-params"),
    # Conditions on frames
    pytest.param(FRAME, "df.query('price > limit')", "df.query('price > @limit')", id="variable"),
    pytest.param(FRAME, "cond = 'price > limit and price < limit + 5'\ndf.query(cond)", "cond = 'price > @limit and price < @limit + 5'\ndf.query(cond)", id="variable-in-a-named-text"),
    pytest.param(FRAME, "def above(top):\n    return df.query(\"city != 'top' and price < top\")\nabove(9)", "def above(top):\n    return df.query(\"city != 'top' and price < @top\")\nabove(9)", id="variable-of-a-function"),
    pytest.param(FRAME, "df.query('pricee > 1')", "df.query('price > 1')", id="misspelt-column-before-variable"),
    pytest.param(FRAME, "df.query('unit price > 3')", "df.query('`unit price` > 3')", id="backticks"),
    # polars
    pytest.param(POLARS, "df.filter(pl.col('pricee') > 1)", "df.filter(pl.col('price') > 1)", id="polars-filter"),
    pytest.param(POLARS, "lazy = df.lazy().select(pl.col('pricee'))\nlazy.collect()", "lazy = df.lazy().select(pl.col('price'))\nlazy.collect()", id="polars-lazy"),
    pytest.param(POLARS, "df.with_columns(double=pl.col('price') * 2).select('duoble')", "df.with_columns(double=pl.col('price') * 2).select('double')", id="polars-made-in-the-chain"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), MENDED)
def test_the_first_candidate_that_runs_is_what_was_meant(
    cells, setup: str, source: str, expected: str
) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param("import sqlite3\nempty = sqlite3.connect(':memory:')", "empty.execute('select * from products')", id="empty-database"),
    pytest.param(SQLITE, "con.execute('select * from customers')", id="no-such-table"),
    pytest.param(SQLITE, "con.execute('select weight from products')", id="no-such-column"),
    pytest.param(SQLITE, "con.execute('select amont from products')", id="column-of-a-table-not-asked"),
    pytest.param(SQLITE, "con.execute('select o.pric from products p, orders o')", id="column-of-another-alias"),
    pytest.param(SQLITE, "con.execute(' '.join(['select', 'pric', 'from products']))", id="sql-put-together"),
    pytest.param(SQLITE, "con.execute('select * from products where id = ? and city = ?', (number,))", id="value-missing"),
    pytest.param(SQLITE, "con.execute('select * from products where id = ?', (number, name))", id="value-too-many"),
    pytest.param(SQLITE, "con.execute('select * from products where id = ?', ({},))", id="value-of-another-type"),
    pytest.param(SQLITE, "con.execute('select id from products p, orders o')", id="ambiguous"),
    pytest.param(SQLITE, "con.execute('select max(price) as pric from products where x.pric > 1')", id="the-statements-own-name"),
    pytest.param(DUCKDB, "db.sql('select price from customers')", id="duckdb-no-such-table"),
    pytest.param(FRAME, "df.query('price > threshold')", id="no-such-variable"),
    pytest.param(FRAME, "df.query('price > pd')", id="module"),
    pytest.param(POLARS, "df.select('weight')", id="polars-no-such-column"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_what_is_not_sure_is_left_alone(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []


TOLD = [
    pytest.param(
        "UndefinedColumn",
        'column "pric" does not exist\nLINE 1: select pric from products\nHINT:  Perhaps you meant to reference the column "products.price".',
        "cur.execute('select pric from products')", "cur.execute('select price from products')", id="postgres-column",
    ),
    pytest.param(
        "UndefinedColumn",
        'column p.pric does not exist\nHINT:  Perhaps you meant to reference the column "p.price".',
        "cur.execute('select p.pric from products p')", "cur.execute('select p.price from products p')", id="postgres-alias",
    ),
    pytest.param("UndefinedTable", 'relation "prodcts" does not exist', "cur.execute('select 1 from prodcts')", None, id="postgres-table"),
    pytest.param(
        "OperationalError", 'no such column: "Berlin" - should this be a string literal in single-quotes?',
        "cur.execute('select 1 from products where city = \"Berlin\"')", "cur.execute(\"select 1 from products where city = 'Berlin'\")",
        id="newer-sqlite",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "message", "source", "expected"), TOLD)
def test_databases_that_are_not_at_hand_are_read_by_their_messages(
    name: str, message: str, source: str, expected: str | None
) -> None:
    frame = Frame(file="cell", line=1, function="<module>")
    error = CellError(name=name, message=message, frames=[frame])
    cell = Cell(cell_id="a", source=source)
    notebook = Notebook(path="a.ipynb", cells=[cell])
    proposed = [each for rule in SQL_RULES for each in rule.candidates(cell, error, notebook)]
    assert [each.after for each in proposed] == ([expected] if expected else [])
