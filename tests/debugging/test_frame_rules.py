"""Cells that ask for keys, columns, rows and axes in the wrong way, and what the rules make of them."""

from __future__ import annotations

import pytest

from jupyter_bolt.debugging.judging.silencing import silenced_by

DF = "import pandas as pd\nimport numpy as np\ndf = pd.DataFrame({'city': ['x', 'y', 'x'], 'price': [1.0, 2.0, 3.0], 'year': [3, 4, 5]})"
BY_CITY = DF + "\ndf = df.set_index('city')"
YEARS = "import pandas as pd\ndf = pd.DataFrame({2019: [1], 2020: [2]})\nd = {2019: 'a', 2020: 'b'}\nt = {'2019': 1, '2020': 2}\nw = pd.DataFrame({'2019': [1], '2020': [2]})"
AGG = DF + "\nres = df.groupby('city').agg({'price': ['mean', 'max'], 'year': ['min']})"
LATE = DF + "\nlate = df[df['price'] > 1]"
PLT = "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\n"
TWO = (
    DF
    + "\na = pd.DataFrame({'CustomerId': [1], 'x': [2]})\nb = pd.DataFrame({'customer_id': [1], 'y': [3]})\nc = pd.DataFrame({'id': [1], 'z': [3]})"
)
DATES = "import pandas as pd\nfrom datetime import datetime\ns = pd.Series(['2024-03-01', '2024-03-02'])\n"

FIXED = [
    # Dropped as the other axis
    pytest.param(DF, "df.drop('price')", "df.drop(columns='price')", id="drop-column"),
    pytest.param(DF, "df.drop(['price', 'year'])", "df.drop(columns=['price', 'year'])", id="drop-columns"),
    pytest.param(DF, "df.dropna().drop('price')", "df.dropna().drop(columns='price')", id="drop-in-a-chain"),
    pytest.param(DF, "df.drop('price', axis=0)", "df.drop('price', axis=1)", id="drop-axis"),
    pytest.param(DF, "df.drop(index='price')", "df.drop(columns='price')", id="drop-index"),
    pytest.param(DF, "df.drop(columns=[0, 1])", "df.drop(index=[0, 1])", id="drop-rows"),
    pytest.param(DF, "df.drop(0, axis=1)", "df.drop(0, axis=0)", id="drop-row-axis"),
    # Numbers and texts as keys
    pytest.param(YEARS, 'd["2020"]', "d[2020]", id="number-key"),
    pytest.param(YEARS, 't[2020]', 't["2020"]', id="text-key"),
    pytest.param(YEARS, 'df["2020"]', "df[2020]", id="number-column"),
    pytest.param(YEARS, 'w[2020]', 'w["2020"]', id="text-column"),
    pytest.param(YEARS, 'w[[2019, 2020]]', 'w[["2019", "2020"]]', id="text-columns"),
    pytest.param(YEARS, 'df.sort_values("2020")', "df.sort_values(2020)", id="sorted-by-number"),
    pytest.param(YEARS, 'for y in (2019, 2020):\n    t[y]', 'for y in (2019, 2020):\n    t[str(y)]', id="key-in-a-loop"),
    pytest.param(YEARS, 'y = "2020"\nd[y]', 'y = "2020"\nd[int(y)]', id="key-in-a-variable"),
    pytest.param(DF, 'df.loc["1"]', "df.loc[1]", id="row-by-text"),
    # The index
    pytest.param(BY_CITY, 'n = df["city"]', 'n = df.reset_index()["city"]', id="index-as-column"),
    pytest.param(BY_CITY, 'df[df["city"] == "x"]', 'df[df.index == "x"]', id="index-in-a-mask"),
    pytest.param(BY_CITY, 'df[["city", "price"]]', 'df.reset_index()[["city", "price"]]', id="index-among-columns"),
    pytest.param(DF + "\nr = df.groupby(['city', 'year'])['price'].sum()", 'r["city"]', 'r.reset_index()["city"]', id="level-of-a-series"),
    pytest.param(DF + "\nr = df.groupby(['city', 'year']).sum()", 'r[r["city"] == "x"]', 'r[r.index.get_level_values("city") == "x"]', id="level-in-a-mask"),
    # Two levels of columns
    pytest.param(AGG, 'res["mean"]', 'res["price", "mean"]', id="second-level"),
    pytest.param(AGG, 'res["price_mean"]', 'res["price", "mean"]', id="joined-levels"),
    pytest.param(AGG, 'res["mean", "price"]', 'res["price", "mean"]', id="levels-swapped"),
    pytest.param(AGG, 'res["mean"]["price"]', 'res["price", "mean"]', id="levels-swapped-in-turn"),
    pytest.param(AGG, 'res.sort_values("mean")', 'res.sort_values(("price", "mean"))', id="sorted-by-level"),
    pytest.param(DF + "\nres = df.groupby('city')['price'].agg(['mean', 'max'])", 'res["price"]["mean"]', 'res["mean"]', id="one-level"),
    # Counting
    pytest.param("", "counts = {}\nfor w in 'ab':\n    counts[w] += 1", "counts = {}\nfor w in 'ab':\n    counts[w] = counts.get(w, 0) + 1", id="count"),
    pytest.param("", "counts = {}\nfor w in 'ab':\n    counts[w] = counts[w] + 1", "counts = {}\nfor w in 'ab':\n    counts[w] = counts.get(w, 0) + 1", id="count-written-out"),
    pytest.param("", "g = {}\nfor w in 'ab':\n    g[w] += [w]", "g = {}\nfor w in 'ab':\n    g.setdefault(w, []).append(w)", id="collect-in-lists"),
    pytest.param("", "g = {}\nfor w in 'ab':\n    g[w].append(w)", "g = {}\nfor w in 'ab':\n    g.setdefault(w, []).append(w)", id="append"),
    pytest.param("", "g = {}\nfor w in 'ab':\n    g[w].add(w)", "g = {}\nfor w in 'ab':\n    g.setdefault(w, set()).add(w)", id="add"),
    # Brackets
    pytest.param(DF, 'df[0, "price"]', 'df.loc[0, "price"]', id="row-and-column"),
    pytest.param(DF, 'df[1:2, "price"]', 'df.loc[1:2, "price"]', id="rows-and-column"),
    pytest.param(DF, "df[0:2, 0:2]", "df.iloc[0:2, 0:2]", id="two-stretches"),
    pytest.param(DF, "df[:, 1]", "df.iloc[:, 1]", id="column-by-number"),
    pytest.param(DF, 'df["city", "price"]', 'df[["city", "price"]]', id="columns-without-a-list"),
    pytest.param(DF, 'df.groupby("city")["price", "year"].sum()', 'df.groupby("city")[["price", "year"]].sum()', id="groups-without-a-list"),
    pytest.param(DF, "df.loc[0, 1]", "df.iloc[0, 1]", id="loc-of-positions"),
    pytest.param(DF, "df.loc[:, 0:2]", "df.iloc[:, 0:2]", id="loc-of-a-stretch"),
    pytest.param(DF, 'df.iloc[0, "price"]', 'df["price"].iloc[0]', id="iloc-of-a-name"),
    pytest.param(DF, 'df.iloc[:2, ["price"]]', 'df[["price"]].iloc[:2]', id="iloc-of-names"),
    pytest.param(LATE, "late.loc[0]", "late.iloc[0]", id="row-after-a-filter"),
    pytest.param(LATE, 'late["price"][0]', 'late["price"].iloc[0]', id="item-after-a-filter"),
    pytest.param(DF, 'df["price"][-1]', 'df["price"].iloc[-1]', id="last-item"),
    pytest.param(DF + "\nm = df[['price', 'year']].mean()", "m[0]", "m.iloc[0]", id="item-by-number"),
    pytest.param(DF, "df[0]", "df.iloc[0]", id="first-row"),
    # Counted from one
    pytest.param(DF, "df.iloc[:, 3]", "df.iloc[:, 2]", id="last-column"),
    pytest.param(DF, "df.iloc[:, [1, 2, 3]]", "df.iloc[:, [0, 1, 2]]", id="columns-from-one"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))", "a[:, 3]", "a[:, 2]", id="last-column-of-an-array"),
    pytest.param("import numpy as np\nrgb = np.zeros((4, 3))", "red = rgb[:, 1]\ngreen = rgb[:, 2]\nblue = rgb[:, 3]", "red = rgb[:, 0]\ngreen = rgb[:, 1]\nblue = rgb[:, 2]", id="all-columns-of-an-array"),
    pytest.param(DF, "a, b = df.iloc[:, 1], df.iloc[:, 2]\nc = df.iloc[:, 3]", "a, b = df.iloc[:, 0], df.iloc[:, 1]\nc = df.iloc[:, 2]", id="all-columns-of-a-frame"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))", "a[:, 0] + a[:, 3]", "a[:, 0] + a[:, 2]", id="first-and-last-column"),
    pytest.param("import numpy as np\nt, v = np.arange(3), np.arange(3) ** 2", "np.concatenate((t, v), axis=1)", "np.column_stack((t, v))", id="columns-side-by-side"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))", "a.sum(axis=2)", "a.sum(axis=1)", id="axis-from-one"),
    pytest.param("import numpy as np\na = np.zeros(3)", "np.mean(a, axis=1)", "np.mean(a, axis=0)", id="axis-of-a-vector"),
    pytest.param(DF, "df[['price', 'year']].sum(axis=2)", "df[['price', 'year']].sum(axis=1)", id="axis-of-a-frame"),
    # Axes
    pytest.param(PLT + "fig, axes = plt.subplots(2, 2)", "axes[2].plot([1])", "axes.flat[2].plot([1])", id="grid-of-axes"),
    # Quotes
    pytest.param(DF, "df[price]", 'df["price"]', id="quotes-of-a-column"),
    pytest.param(DF, "df[[price, year]]", 'df[["price", "year"]]', id="quotes-of-columns"),
    pytest.param(DF, "df.groupby(city)['price'].sum()", "df.groupby(\"city\")['price'].sum()", id="quotes-of-a-group"),
    pytest.param(DF, "df.sort_values(by=price)", 'df.sort_values(by="price")', id="quotes-of-a-keyword"),
    pytest.param(DF, "df[price > 1]", 'df[df["price"] > 1]', id="condition-without-a-frame"),
    pytest.param("d = {'key': 1}", "d[key]", 'd["key"]', id="quotes-of-a-key"),
    # Merges
    pytest.param(TWO, "a.merge(b)", 'a.merge(b, left_on="CustomerId", right_on="customer_id")', id="merge"),
    pytest.param(TWO, 'pd.merge(a, b, on="customer_id", how="left")', 'pd.merge(a, b, left_on="CustomerId", right_on="customer_id", how="left")', id="merge-on"),
    # Dates
    pytest.param(DATES, 'pd.to_datetime(s, format="%d/%m/%Y")', 'pd.to_datetime(s, format="%Y-%m-%d")', id="year-first"),
    pytest.param(DATES, 'datetime.strptime("25/03/2024", "%m/%d/%Y")', 'datetime.strptime("25/03/2024", "%d/%m/%Y")', id="day-first"),
    pytest.param(DATES, 'datetime.strptime("03-04-2024", "%d/%m/%Y")', 'datetime.strptime("03-04-2024", "%d-%m-%Y")', id="separator"),
    pytest.param(DATES, 'datetime.strptime("2024-03-01 10:00", "%Y-%m-%d")', 'datetime.strptime("2024-03-01 10:00", "%Y-%m-%d %H:%M")', id="time-left-over"),
    pytest.param(DATES, 'datetime.strptime("March 5, 2024", "%d %B %Y")', 'datetime.strptime("March 5, 2024", "%B %d, %Y")', id="month-by-name"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), FIXED)
def test_first_candidate_that_runs_is_what_was_meant(cells, setup: str, source: str, expected: str) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param(DF, "df.drop('nothing')", id="drop-of-nothing"),
    pytest.param(DF, "df.drop(7)", id="drop-of-no-row"),
    pytest.param(YEARS, 'd["2031"]', id="year-that-is-not-there"),
    pytest.param("d = {1: 'a', True: 'b'}", 'd["x"]', id="other-key"),
    pytest.param(BY_CITY, 'df["town_name"]', id="no-level"),
    pytest.param(DF + "\nres = df.groupby('city').agg(['mean', 'max'])", 'res["mean"]', id="level-of-several"),
    pytest.param("counts = {'a': 1}", "for w in 'xz':\n    counts[w] += 1", id="count-of-something-else"),
    pytest.param("config = {}", "config['retries'] += 1", id="count-of-a-constant"),
    pytest.param(DF, "df[7]", id="no-such-row"),
    pytest.param(DF, "df.loc[7]", id="label-that-is-nowhere"),
    pytest.param(LATE, "late.loc[0] = 1\nlate.loc[17]", id="label-behind-the-end"),
    pytest.param(DF, "df.iloc[:, 8]", id="column-far-too-far"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))", "a[:, 2] + a[:, 3]", id="columns-from-one-or-too-far"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))\nids = a[:, 0]", "a[:, 1] + a[:, 2] + a[:, 3]", id="columns-from-zero-elsewhere"),
    pytest.param("import numpy as np\nt, v = np.arange(3), np.arange(4)", "np.concatenate([t, v], axis=1)", id="joined-with-another-length"),
    pytest.param("import numpy as np\nt, v = np.arange(3), np.arange(3)", "np.stack([t, v], axis=2)", id="stacked-on-an-axis-that-is-not-there"),
    pytest.param("import numpy as np\na = np.zeros((2, 3))", "a.sum(axis=5)", id="axis-far-too-far"),
    pytest.param(PLT + "fig, axes = plt.subplots(2, 2)", "axes[4].plot([1])", id="no-such-axes"),
    pytest.param(DF, "df[income]", id="no-such-column"),
    pytest.param(DF, "print(price)", id="name-beside-no-frame"),
    pytest.param(TWO, "a.merge(c)", id="merge-without-a-pair"),
    pytest.param(DATES, 'datetime.strptime("03/04/2024", "%Y-%m-%d")', id="day-or-month"),
    pytest.param(DATES, 'datetime.strptime("unknown", "%Y-%m-%d")', id="no-date"),
    pytest.param(DATES, 'pd.to_datetime(pd.Series(["n/a"]), format="%Y-%m-%d")', id="no-dates"),
    pytest.param(LATE, "df[late['price'] > 1]", id="mask-of-another-frame"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_nothing_is_proposed_where_it_is_not_sure(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []


def test_a_count_with_a_start_is_no_silencing(cells) -> None:
    source = "counts = {}\nfor w in 'ab':\n    counts[w] += 1"
    error = cells.run("", source)
    assert silenced_by(source, cells.candidates("", source)[0].after, error) == ""
