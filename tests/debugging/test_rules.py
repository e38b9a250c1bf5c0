"""Failing cells, and what the rules make of them."""

from __future__ import annotations

import pytest

FRAME = """
import pandas as pd
df = pd.DataFrame({"price": [1.5, 2.5], "count": [3, 4], "unit name": ["a", "b"]})
"""

FIXED = [
    # Names
    pytest.param("length = 3", "print(lenght)", "print(length)", id="name"),
    pytest.param("", "pritn(1)", "print(1)", id="built-in"),
    pytest.param("", "flag = true", "flag = True", id="name-case"),
    pytest.param("first_name = 'A'", "print(firstName)", "print(first_name)", id="name-underscore"),
    pytest.param(
        "length = 3", "# lenght\nprint('lenght', lenght, lenght * 2)", "# lenght\nprint('lenght', length, length * 2)",
        id="name-not-in-strings-and-comments",
    ),
    pytest.param("length = 3", "print(f'é {lenght:>5}')", "print(f'é {length:>5}')", id="name-in-f-string"),
    pytest.param("length = 3", "dict(lenght=lenght)", "dict(lenght=length)", id="name-not-keyword"),
    pytest.param("total = 3", "totl = totl + 1", "total = total + 1", id="name-assigned-in-its-line"),
    pytest.param("total = 3", "print(totl)\ntotl = 4", "print(total)\ntotl = 4", id="name-assigned-later"),
    pytest.param(
        "", "def area():\n    width = 2\n    return [widht for _ in range(2)]\narea()",
        "def area():\n    width = 2\n    return [width for _ in range(2)]\narea()", id="local-in-comprehension",
    ),
    pytest.param("length = 3", "\n\n%pwd\nfiles = !ls\nprint(lenght)", "\n\n%pwd\nfiles = !ls\nprint(length)", id="name-below-magics"),
    pytest.param("length = 3", "%%time\nprint(lenght)", "%%time\nprint(length)", id="name-in-time"),
    pytest.param("length = 3", "!echo \\\n  a\nprint(lenght)", "!echo \\\n  a\nprint(length)", id="name-below-long-magic"),
    pytest.param("length = 3", "  x = 1\n  lenght", "  x = 1\n  length", id="name-in-indented-cell"),
    pytest.param("", "try:\n    pass\nexcept ValueEror:\n    pass\nint('1') if ValueEror else 0", "try:\n    pass\nexcept ValueError:\n    pass\nint('1') if ValueError else 0", id="exception"),
    pytest.param("", "list(map(flaot, '1'))", "list(map(float, '1'))", id="built-in-passed"),
    pytest.param("x_train = [1]", "print(x_trian)", "print(x_train)", id="name-of-two-words"),
    # Attributes
    pytest.param(FRAME, "df.pricee.sum()", "df.price.sum()", id="column-attribute"),
    pytest.param(FRAME, "df.groupBy('count').size()", "df.groupby('count').size()", id="method-case"),
    pytest.param(FRAME, "(df\n  .dropna()\n  .sort_valuess('price'))", "(df\n  .dropna()\n  .sort_values('price'))", id="method-in-chain"),
    pytest.param(FRAME, "df.pric + df.pric", "df.price + df.price", id="attribute-twice"),
    pytest.param(FRAME, "df.apply(lambda r: r.pric, axis=1)", "df.apply(lambda r: r.price, axis=1)", id="row-attribute"),
    pytest.param("import math", "math.squrt(2)", "math.sqrt(2)", id="module-attribute"),
    pytest.param("import pandas as pd", "pd.Dataframe({'a': [1]})", "pd.DataFrame({'a': [1]})", id="class-case"),
    pytest.param("", "'a'.uper()", "'a'.upper()", id="method-of-literal"),
    pytest.param("items = []", "items.apend(1)", "items.append(1)", id="method-of-list"),
    pytest.param(FRAME, "df.price.meen()", "df.price.mean()", id="method-of-four-letters"),
    # Keys and columns
    pytest.param(FRAME, "[row['pric'] for row in df.to_dict('records')]", "[row['price'] for row in df.to_dict('records')]", id="key-of-records"),
    pytest.param(FRAME, "def first(frame):\n    return frame['pric'][0]\nfirst(df)", "def first(frame):\n    return frame['price'][0]\nfirst(df)", id="column-in-function"),
    pytest.param("d = {'length': 1}", "d['lenght']", "d['length']", id="key"),
    pytest.param("d = {'a': {'length': 1}}", "print(f\"{d['a']['lenght']}\")", "print(f\"{d['a']['length']}\")", id="key-in-f-string"),
    pytest.param("d = {'length': 1}", "del d['lenght']", "del d['length']", id="key-deleted"),
    pytest.param(FRAME, "df['pric']", "df['price']", id="column"),
    pytest.param(FRAME, 'df["Price"].sum()', 'df["price"].sum()', id="column-case"),
    pytest.param(FRAME, "df[['count', 'pric']]", "df[['count', 'price']]", id="columns"),
    pytest.param(FRAME, "df['unit_name']", "df['unit name']", id="column-with-space"),
    pytest.param(FRAME, "df.groupby('cout').size()", "df.groupby('count').size()", id="groupby"),
    pytest.param(FRAME, "df.groupby('count')['pric'].sum()", "df.groupby('count')['price'].sum()", id="column-of-groups"),
    pytest.param(FRAME, "df.dropna().sort_values('pric')", "df.dropna().sort_values('price')", id="sort-values-of-a-result"),
    pytest.param(FRAME, "df.merge(df, on='pric')", "df.merge(df, on='price')", id="merge"),
    pytest.param(FRAME, "pd.merge(df, df, on='pric')", "pd.merge(df, df, on='price')", id="merge-function"),
    pytest.param(FRAME, "df.loc[:, 'pric']", "df.loc[:, 'price']", id="loc"),
    pytest.param(FRAME, "df.loc[df['price'] > 1, ['pric', 'count']]", "df.loc[df['price'] > 1, ['price', 'count']]", id="loc-columns"),
    pytest.param(FRAME, "df.drop(columns=['pric'])", "df.drop(columns=['price'])", id="drop"),
    pytest.param(FRAME, "df.agg({'pric': 'sum'})", "df.agg({'price': 'sum'})", id="agg"),
    pytest.param(FRAME, "df.set_index('pric')", "df.set_index('price')", id="set-index"),
    pytest.param(FRAME, "df.query('pric > 2 and count < 9')", "df.query('price > 2 and count < 9')", id="query"),
    pytest.param(FRAME, "df.query('unit_name == \"a\"')", "df.query('`unit name` == \"a\"')", id="query-with-space"),
    pytest.param(FRAME, "df['pric'] = df['pric'] * 2", "df['price'] = df['price'] * 2", id="column-assigned"),
    pytest.param(FRAME, "column = 'pric'\ndf[column]", "column = 'price'\ndf[column]", id="column-in-variable"),
    pytest.param(FRAME, "df[(df['price'] > 1) & (df['cout'] > 1)]", "df[(df['price'] > 1) & (df['count'] > 1)]", id="column-in-mask"),
    # Imports
    pytest.param("", "np.zeros(3)", "import numpy as np\nnp.zeros(3)", id="alias"),
    pytest.param("", "%%time\n\npd.Series([1])", "%%time\nimport pandas as pd\n\npd.Series([1])", id="alias-below-magic"),
    pytest.param("", "json.dumps({})", "import json\njson.dumps({})", id="standard-module"),
    pytest.param("", "print(Path('a').suffix)", "from pathlib import Path\nprint(Path('a').suffix)", id="path"),
    pytest.param("path = 'a'", "Path(path)", "from pathlib import Path\nPath(path)", id="path-not-the-variable"),
    pytest.param("", "datetime.now()", "from datetime import datetime\ndatetime.now()", id="datetime-class"),
    pytest.param("", "datetime.datetime.now()", "import datetime\ndatetime.datetime.now()", id="datetime-module"),
    pytest.param("def path(x): pass", "Path('a')", "from pathlib import Path\nPath('a')", id="import-before-similar"),
    pytest.param("import curses", "print(curses.ascii)", "import curses.ascii\nprint(curses.ascii)", id="submodule"),
    pytest.param("", "import pandsa as pd", "import pandas as pd", id="module"),
    pytest.param("", "from pandas import DataFram\nDataFram()", "from pandas import DataFrame\nDataFrame()", id="imported-name"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), FIXED)
def test_first_candidate_that_runs_is_what_was_meant(cells, setup: str, source: str, expected: str) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param("y = 1", "print(x)", id="short-unrelated"),
    pytest.param("df1 = 1", "print(df2)", id="another-number"),
    pytest.param("rows = 1", "print(customer)", id="unrelated"),
    pytest.param("total = 1", "print(vocal)", id="two-letters-of-five"),
    pytest.param("row = 1", "print(low)", id="nothing-short"),
    pytest.param("x_train = [1]", "print(y_train)", id="another-axis"),
    pytest.param("max_value = 1", "print(min_value)", id="the-opposite"),
    pytest.param("modelA = 1", "print(modelB)", id="another-letter"),
    pytest.param("ydata = 1", "print(xdata)", id="another-first-letter"),
    pytest.param("", "print(lst)", id="built-in-not-called"),
    pytest.param("d = {'Q1': 1}", "d['Q2']", id="another-number-in-key"),
    pytest.param("value = None", "value.price", id="attribute-of-none"),
    pytest.param("d = {'price': 1}", "d['quantity']", id="unrelated-key"),
    pytest.param("d = {1: 2}", "d[3]", id="number-key"),
    pytest.param("", "import surely_not_installed", id="unrelated-module"),
    pytest.param("", "numbers.append(1)\nprint(numbers)", id="not-a-module-by-use"),
    pytest.param("", "1 / 0", id="no-name"),
    pytest.param("def helper():\n    length = 1\n    return lenght", "helper()", id="raised-in-another-cell"),
]


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_rules_propose_nothing_where_nothing_is_similar(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []
