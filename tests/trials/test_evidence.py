"""What a trial shows of a cell that runs to its end, or to an error."""

from __future__ import annotations

import pytest

from jupyter_bolt.inside.request import Cells

from .conftest import LIMITS, LiveKernel, printed, shown

KINDS = {
    "print": ("print('seen')", "seen"),
    "a kept stream": ("kept.write('seen\\n')", "seen"),
    "logging": ("logging.warning('seen')", "seen"),
    "await": ("import asyncio\nawait asyncio.sleep(0.01)\nprint('seen')", "seen"),
    "a shell command": ("!echo seen", "seen"),
    "a bash cell": ("%%bash\necho seen", "seen"),
    "a magic": ("%timeit -n1 -r1 1", "per loop"),
    "os.system": ("import os; os.system('echo seen')", "seen"),
    "a subprocess": ("import subprocess; subprocess.run(['echo', 'seen'])", "seen"),
    "a thread": (
        "import threading\nt = threading.Thread(target=print, args=['seen'])\nt.start(); t.join()",
        "seen",
    ),
    "a widget callback": ("import ipywidgets\n@ipywidgets.interact(a=3)\ndef f(a): print('seen')", "seen"),
    "an output widget": ("import ipywidgets\no = ipywidgets.Output()\nwith o: print('seen')", "seen"),
    "a progress bar": ("from tqdm import tqdm\nfor _ in tqdm(range(3), desc='seen'): pass", "seen: 100%"),
    "a progress bar of the user's": ("bar.update(3)", "4/100"),
    "processes": (
        "import multiprocessing as mp\nwith mp.Pool(2) as p: print('seen', p.map(abs, [-1]))",
        "seen [1]",
    ),
    "joblib": (
        "from joblib import Parallel, delayed\nprint('seen', Parallel(2)(delayed(abs)(i) for i in [-1]))",
        "seen [1]",
    ),
}
SETUP = """
import logging, sys
logging.basicConfig(level="INFO", force=True)
kept = sys.stdout
from tqdm import tqdm
bar = tqdm(total=100); bar.update(1)
"""


async def test_every_kind_of_cell_shows_what_it_prints_and_nothing_leaks(live: LiveKernel) -> None:
    await live.run(SETUP)
    live.connection.client.iopub_channel.start()
    await live.fork("1")
    await live.leaked()
    for kind, (code, expected) in KINDS.items():
        evidence = await live.fork(code)
        assert evidence.outcome == "ran", (kind, evidence)
        assert expected in printed(evidence), (kind, evidence)
    assert await live.leaked() == []


async def test_rich_output_is_shown_as_a_notebook_would(live: LiveKernel) -> None:
    await live.run("import pandas as pd, matplotlib.pyplot as plt\nframe = pd.DataFrame({'a': [1, 2]})")
    plot = await live.fork("plt.plot([1, 2]);")
    assert [sorted(data) for data in shown(plot)] == [["image/png", "text/plain"]]
    table = await live.fork("frame.style.format('{:.1f}')")
    assert "<table" in shown(table)[0]["text/html"]
    assert shown(await live.fork("frame.a.sum()"))[0]["text/plain"] in ("3", "np.int64(3)")
    updated = await live.fork("h = display(1, display_id=True); h.update(2)")
    assert [data["text/plain"] for data in shown(updated)] == ["2"]
    assert (
        printed(
            await live.fork("from IPython.display import clear_output\nprint(1); clear_output(); print(2)")
        )
        == "2\n"
    )


async def test_an_error_comes_with_frames_and_the_kernels_own_traceback(live: LiveKernel) -> None:
    await live.run("def divide(a, b):\n    return a / b")
    evidence = await live.fork("x = 1\ndivide(x, 0)")
    assert evidence.outcome == "failed"
    assert evidence.error is not None
    assert (evidence.error.name, evidence.error.message) == ("ZeroDivisionError", "division by zero")
    assert evidence.error.frames[0].file == "cell"
    assert (evidence.error.frames[0].line, evidence.error.frames[0].text) == (2, "divide(x, 0)")
    assert evidence.error.frames[-1].function == "divide"
    assert any("ZeroDivisionError" in line for line in evidence.error.traceback)


async def test_a_syntax_error_is_an_error_like_any_other(live: LiveKernel) -> None:
    evidence = await live.fork("def f(:")
    assert evidence.error is not None
    assert evidence.error.name == "SyntaxError"


async def test_variables_made_changed_and_removed_are_named(live: LiveKernel) -> None:
    await live.run(
        "import pandas as pd, numpy as np\nkept, gone, x = 1, 2, 3\nframe = pd.DataFrame({'a': [1, 2]})"
    )
    evidence = await live.fork("x = 'text'; del gone; table = frame.assign(b=1)")
    assert {each.name: (each.change, each.type, each.size) for each in evidence.variables} == {
        "x": ("changed", "str", "4 characters"),
        "gone": ("removed", "", ""),
        "table": ("made", "DataFrame", "2 rows × 2 columns"),
    }


FRAME = "import pandas as pd\nv = pd.DataFrame({'a': [2, 1], 'b': ['x', 'y']}, index=pd.date_range('2020', periods=2))"
READ_FRAME = (
    "v.describe(); v.groupby('b').size(); v.loc['2020-01-01']; v.b.str.upper(); v.T; v.index.is_unique; v.values\n"
    "v.sort_index(); v.memory_usage(); v.drop_duplicates(); repr(v); v.index.year; v['a'].sum(); len(v.columns)"
)
LOOK = "repr(v); len(dir(v)); getattr(v, 'sum', len)() if hasattr(v, 'sum') else 0"
IN_PLACE = {
    "containers": [
        ("v = [1, 2]", "v.append(3)", LOOK),
        ("v = [[1], [2]]", "v[1].append(3)", LOOK),
        ("v = [0] * 5000", "v[4000] = 7", LOOK),
        ("v = [{'a': 0} for _ in range(100)]", "v[80]['a'] = 1", LOOK),
        ("v = {'a': {'b': {'c': [1]}}}", "v['a']['b']['c'].append(2)", LOOK),
        ("v = {n: 0 for n in range(5000)}", "v[4000] = 7", LOOK),
        ("v = {1}", "v.add(2)", LOOK),
        ("v = True", "v = 1", "v = True"),
        ("v = 1000", "v = 1001", "v = 1000"),
        ("v = 'two words'", "v = 'other words'", "v = 'two words'"),
        ("v = {'a': [1.5, (2, 'b')]}", "v = {'a': [1.5, (2, 'c')]}", "v = {'a': [1.5, (2, 'b')]}"),
        ("v = w = [1]", "w.append(2)", "len(w)"),
        ("import array\nv = array.array('i', [1, 2])", "v[0] = 9", "len(v)"),
    ],
    "objects": [
        ("class C: pass\nv = C(); v.a = 1", "v.a = 2", LOOK),
        ("class C:\n    __slots__ = ('a',)\nv = C(); v.a = 1", "v.a = 2", LOOK),
        (
            "from functools import cached_property\nclass C:\n    @cached_property\n    def a(self): return 1\nv = C()",
            "v.b = 2",
            "v.a",
        ),
        ("import random\nv = random.Random(1)", "v.random()", "repr(v)"),
        ("import io\nv = io.StringIO()", "v.write('x')", "v.getvalue()"),
        ("import io\nv = io.BytesIO()", "v.write(b'x')", "v.getvalue()"),
        ("v = (n for n in range(9))", "next(v)", "repr(v)"),
        ("v = []\ndef grow(): v.append(1)", "grow()", "grow"),
        ("v = []\nclass C:\n    def grow(self): v.append(1)\nc = C()", "c.grow()", "c"),
        (
            "v = []\ndef make():\n    def grow(): v.append(1)\n    return grow\ngrow = make()",
            "grow()",
            "grow",
        ),
        ("v = []", "globals()['v'].append(1)", "globals()['v']"),
        ("v = []", "%time v.append(1)", "%time len(v)"),
    ],
    "arrays": [
        ("import numpy as np\nv = np.zeros(10)", "v[3] = 1", LOOK),
        ("v = np.ones(4_000_000)", "v[2_000_000] = 5", LOOK),
        ("w = np.ones(4_000_000); v = w[10:]", "v[2_000_000] = 5", LOOK),
        ("v = np.arange(10); w = v[:5]", "w[:] = 0", "w.sum()"),
        ("v = np.array([{}, {}], dtype=object)", "v[0]['x'] = 1", "len(v)"),
        ("v = np.ma.array([1, 2])", "v[0] = np.ma.masked", "v.sum()"),
        ("v = np.random.default_rng(0)", "v.random()", "repr(v)"),
        ("v = np.random.RandomState(0)", "v.rand()", "repr(v)"),
    ],
    "data frames": [
        (FRAME, "v.iloc[0, 0] = 9", READ_FRAME),
        (FRAME, "v['c'] = 1", READ_FRAME),
        (FRAME, "v.index.name = 'day'", READ_FRAME),
        (FRAME, "v.sort_values('a', inplace=True)", READ_FRAME),
        ("v = pd.Series(pd.Categorical(['a', 'b']))", "v[0] = 'b'", "v.cat.codes; v.value_counts()"),
        ("v = pd.Series(['a', 'b'], dtype='string')", "v[0] = 'q'", "v.str.upper(); v.unique()"),
    ],
    "models": [
        (
            "from sklearn.linear_model import LinearRegression\nv = LinearRegression()",
            "v.fit([[1], [2]], [1, 2]);",
            LOOK,
        ),
        (
            "from sklearn.pipeline import make_pipeline\nv = make_pipeline(LinearRegression())",
            "v.fit([[1], [2]], [1, 2]);",
            "repr(v); v.get_params()",
        ),
    ],
}


@pytest.mark.parametrize("kind", IN_PLACE)
async def test_a_change_in_place_is_seen_and_no_change_is_not(live: LiveKernel, kind: str) -> None:
    for setup, change, look in IN_PLACE[kind]:
        await live.run("v = w = c = grow = None")
        await live.run(setup)
        changed = [(each.name, each.change) for each in (await live.fork(change)).variables]
        assert ("v", "changed") in changed, (setup, change, changed)
        looked = await live.fork(look)
        assert (looked.outcome, looked.variables) == ("ran", []), (setup, look, looked)


async def test_a_slow_repr_neither_fails_the_cell_nor_holds_it_up(live: LiveKernel) -> None:
    await live.run("import time\nclass Slow:\n    def __repr__(self): time.sleep(60); return 'slow'")
    evidence = await live.fork("a, b, c, d = Slow(), Slow(), Slow(), 5")
    assert evidence.outcome == "ran"
    assert [each.name for each in evidence.variables] == ["a", "b", "c", "d"]
    assert [each.repr for each in evidence.variables[:3]] == ["<Slow's __repr__ took too long>"] * 3


async def test_files_made_changed_and_deleted_are_named_and_untouched(live: LiveKernel) -> None:
    for name in ("old.txt", "gone.txt", "read.txt"):
        (live.folder / name).write_text("before")
    evidence = await live.fork(
        "import os\nopen('new.txt', 'w').write('1234')\nopen('old.txt', 'a').write('!')\n"
        "os.remove('gone.txt')\nopen('read.txt', 'r+').read()\nos.makedirs('deep/er'); open('deep/er/x', 'w')"
    )
    assert {(each.path, each.change, each.size_bytes) for each in evidence.files} == {
        ("new.txt", "made", 4),
        ("old.txt", "changed", 7),
        ("gone.txt", "deleted", 0),
        ("deep/er/x", "made", 0),
    }
    assert sorted(path.name for path in live.folder.iterdir()) == ["gone.txt", "old.txt", "read.txt"]
    assert (live.folder / "old.txt").read_text() == "before"


async def test_absolute_paths_into_the_folder_work_like_relative_ones(live: LiveKernel) -> None:
    evidence = await live.fork(
        f"open({str(live.folder / 'abs.txt')!r}, 'w').write('1'); print(open('abs.txt').read())"
    )
    assert printed(evidence) == "1\n"
    assert [each.path for each in evidence.files] == ["abs.txt"]
    assert not (live.folder / "abs.txt").exists()


async def test_long_output_is_cut_and_said(live: LiveKernel) -> None:
    evidence = await live.fork("for _ in range(100_000): print('y' * 50)")
    assert evidence.outcome == "ran"
    assert evidence.truncated
    assert 0 < len(printed(evidence)) <= 1024**2


async def test_random_numbers_are_those_that_the_user_will_get(live: LiveKernel) -> None:
    await live.run("import random; random.seed(7)")
    tried = shown(await live.fork("random.random()"))[0]["text/plain"]
    assert await live.value("random.random()") == tried


async def test_seconds_are_the_codes_own(live: LiveKernel) -> None:
    evidence = await live.fork("import time; time.sleep(0.5)")
    assert 0.5 <= evidence.seconds < 5
    assert evidence.overhead_s > 0
    assert 0 < evidence.busy_s < 1
    grown = await live.fork("b = b'x' * 100_000_000")
    assert grown.memory_bytes > 90_000_000


async def test_a_plain_traceback_is_drawn_where_it_is_enough(live: LiveKernel) -> None:
    cells = Cells([], "import json\njson.loads('x')", [], plain=True)
    evidence = await live.forks.run(live.connection, cells, LIMITS)
    assert evidence.error is not None
    text = "".join(evidence.error.traceback)
    assert "JSONDecodeError" in text
    assert "-->" not in text
