"""Conditions on whole columns."""

from __future__ import annotations

import pytest

FRAME = """
import numpy as np
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0], "ok": [True, False, True]})
array, other = np.array([-1.0, 0.0, 2.5]), np.array([1.0, 2.0, 3.0])
"""

MENDED = [
    pytest.param("df[(df.a > 1) and (df['b'] < 6)]", "df[(df.a > 1) & (df['b'] < 6)]", id="and"),
    pytest.param("df[df.a > 1 or df.b < 5]", "df[(df.a > 1) | (df.b < 5)]", id="or"),
    pytest.param("df[df.a > 1 and df.b < 6 and df.ok]", "df[(df.a > 1) & (df.b < 6) & df.ok]", id="three"),
    pytest.param("df[(df.a > 1 and df.b < 6) or df.ok]", "df[((df.a > 1) & (df.b < 6)) | df.ok]", id="nested"),
    pytest.param("df[(df.a > 1)\n   and (df.b < 6)]", "df[(df.a > 1)\n   & (df.b < 6)]", id="lines"),
    pytest.param("df[not df.ok]", "df[~df.ok]", id="not"),
    pytest.param("df[not df.a > 1]", "df[~(df.a > 1)]", id="not-comparison"),
    pytest.param("df[df.ok and not df.a.isin([1])]", "df[df.ok & ~df.a.isin([1])]", id="and-not"),
    pytest.param("df[1 < df.a < 3]", "df[(1 < df.a) & (df.a < 3)]", id="chain"),
    pytest.param("df[df.a > 1 & df.b < 6]", "df[(df.a > 1) & (df.b < 6)]", id="precedence"),
    pytest.param("df[df['a'] == 1 | df['a'] == 3]", "df[(df['a'] == 1) | (df['a'] == 3)]", id="precedence-or"),
    pytest.param("df['é'] = df.a; df[df['é'] > 1 and df.ok]", "df['é'] = df.a; df[(df['é'] > 1) & df.ok]", id="non-ascii"),
    pytest.param("array[array > 0 and array < 2]", "array[(array > 0) & (array < 2)]", id="array"),
    pytest.param("df.loc[df.a > 1 and df.ok, 'b'] = 0", "df.loc[(df.a > 1) & df.ok, 'b'] = 0", id="loc"),
    pytest.param("mask = df.a > 1 and df.ok", "mask = (df.a > 1) & df.ok", id="mask"),
    pytest.param("if df:\n    print(1)", "if not df.empty:\n    print(1)", id="any-rows"),
    pytest.param("if not df:\n    print(1)", "if df.empty:\n    print(1)", id="no-rows"),
    pytest.param(
        "def sign(x):\n    if x > 1:\n        return 'more'\n    return 'less'\ndf['sign'] = sign(df['a'])",
        "def sign(x):\n    if x > 1:\n        return 'more'\n    return 'less'\ndf['sign'] = df['a'].apply(sign)", id="function",
    ),
    pytest.param(
        "import numpy as np\ndef relu(x):\n    if x > 0:\n        return x\n    return 0.0\nrelu(array)",
        "import numpy as np\ndef relu(x):\n    if x > 0:\n        return x\n    return 0.0\nnp.array([relu(each) for each in array])",
        id="function-of-an-array",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), MENDED)
def test_the_first_candidate_that_runs_is_what_was_meant(cells, source: str, expected: str) -> None:
    assert cells.first_that_runs(FRAME, source) == expected


LEFT_ALONE = [
    pytest.param("if df.a > 1:\n    print(1)", id="any-or-all"),
    pytest.param("while df.a > 1:\n    print(1)", id="while"),
    pytest.param("bool(array)", id="bool"),
    pytest.param("'a' & 1", id="no-comparison"),
]


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_what_may_mean_two_things_is_left_alone(cells, source: str) -> None:
    assert cells.candidates(FRAME, source) == []
