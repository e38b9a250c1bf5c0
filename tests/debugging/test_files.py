"""Cells that fail for want of a file, over real files in a folder of their own."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

CSV = "name,price\nink,2\npen,3\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with its data, as a person might have it; the kernel runs in `notebooks`."""
    files = (
        "project/notebooks/local.csv", "project/notebooks/Upper.CSV", "project/data/sales.csv",
        "project/data/2023.csv", "project/data/prices.csv.gz", "project/raw/twice.csv", "project/old/twice.csv",
        "project/notebooks/in/deep/inner.csv", "project/notebooks/in/my file.txt", "project/notebooks/train/a.csv",
        "project/notebooks/test/a.csv", "project/notebooks/new.csv", "project/notebooks/.hidden/secret.csv",
        "project/notebooks/venv/lib/library.csv", "project/notebooks/node_modules/module.csv",
        "project/notebooks/output/kept.txt", "home/mine.csv",
    )  # fmt: skip
    for name in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(CSV.encode()) if name.endswith(".gz") else CSV.encode())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "project" / "notebooks")
    return tmp_path / "project"


READ = "import pandas as pd"
FIXED = [
    pytest.param(READ, 'pd.read_csv("locl.csv")', 'pd.read_csv("local.csv")', id="misspelt"),
    pytest.param("", "open('Local.csv').read()", "open('local.csv').read()", id="case"),
    pytest.param(READ, 'pd.read_csv("Upper.csv")', 'pd.read_csv("Upper.CSV")', id="case-of-extension"),
    pytest.param("", "open('in/deep/iner.csv')", "open('in/deep/inner.csv')", id="misspelt-in-its-folder"),
    pytest.param(READ, "pd.read_csv('sales.csv')", "pd.read_csv('../data/sales.csv')", id="beside-the-notebook"),
    pytest.param(READ, "pd.read_csv('data/sales.csv')", "pd.read_csv('../data/sales.csv')", id="from-the-project"),
    pytest.param("", "open('inner.csv').read()", "open('in/deep/inner.csv').read()", id="in-a-subfolder"),
    pytest.param("", "open('ni/deep/inner.csv')", "open('in/deep/inner.csv')", id="misspelt-folder"),
    pytest.param("", "open('data/train/a.csv')", "open('train/a.csv')", id="the-folder-decides"),
    pytest.param("", r"open('in\deep\inner.csv')", "open('in/deep/inner.csv')", id="backslashes"),
    pytest.param("", r"open('.\new.csv')", "open('new.csv')", id="backslash-that-is-a-newline"),
    pytest.param("", r"open(r'C:\Users\me\notebooks\local.csv')", r"open('local.csv')", id="drive"),
    pytest.param("", "open('/home/jovyan/work/local.csv')", "open('local.csv')", id="somebody-elses-folder"),
    pytest.param("", "open('/in/my file.txt')", "open('in/my file.txt')", id="leading-slash"),
    pytest.param("", "open(' local.csv')", "open('local.csv')", id="space"),
    pytest.param("", "open('\"local.csv\"')", "open('local.csv')", id="quotes-in-quotes"),
    pytest.param("", "open('~/mine.csv').read()", "import os\nopen(os.path.expanduser('~/mine.csv')).read()", id="home"),
    pytest.param("from pathlib import Path", "Path('~/mine.csv').read_text()", "Path('~/mine.csv').expanduser().read_text()", id="home-of-a-path"),
    pytest.param("from pathlib import Path", "Path('locl.csv').read_text()", "Path('local.csv').read_text()", id="path"),
    pytest.param("from pathlib import Path", "(Path('in') / 'deep' / 'iner.csv').read_text()", "(Path('in') / 'deep' / 'inner.csv').read_text()", id="path-of-parts"),
    pytest.param("import os", "open(os.path.join('in', 'deep', 'iner.csv'))", "open(os.path.join('in', 'deep', 'inner.csv'))", id="join"),
    pytest.param(READ, "path = 'locl.csv'\nwidth = 3\ndf = pd.read_csv(path)", "path = 'local.csv'\nwidth = 3\ndf = pd.read_csv(path)", id="name"),
    pytest.param("folder = 'in/deep'", "open(f'{folder}/iner.csv')", "open(f'{folder}/inner.csv')", id="f-string"),
    pytest.param("folder = 'in/deep/'", "open(folder + 'iner.csv')", "open(folder + 'inner.csv')", id="sum"),
    pytest.param("", "for name in ['local.csv', 'nwe.csv']:\n    open(name)", "for name in ['local.csv', 'new.csv']:\n    open(name)", id="one-of-a-list"),
    pytest.param(READ, "pd.read_csv('prices.csv')", "pd.read_csv('../data/prices.csv.gz')", id="packed"),
    pytest.param("", "open('local.cvs')", "open('local.csv')", id="misspelt-extension"),
    pytest.param("", "open('local')", "open('local.csv')", id="extension-left-out"),
    pytest.param("import os", "os.listdir('outptu')", "os.listdir('output')", id="folder"),
    pytest.param("", "with open('made/x.txt', 'w') as f:\n    f.write('a')", "import os\nos.makedirs('made', exist_ok=True)\nwith open('made/x.txt', 'w') as f:\n    f.write('a')".replace("'made', e", '"made", e'), id="folder-to-make"),
    pytest.param(READ + "\ndf = pd.DataFrame({'a': [1]})", "df.to_csv('made/deep/x.csv')", 'import os\nos.makedirs("made/deep", exist_ok=True)\ndf.to_csv(\'made/deep/x.csv\')', id="to-csv"),
    pytest.param("import os", "for n in range(2):\n    with open(f'made/{n}.txt', mode='w') as f:\n        f.write('a')", None, id="unknown-number"),
    pytest.param("import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt", "plt.plot([1])\nplt.savefig('made/x.png')", 'import os\nplt.plot([1])\nos.makedirs("made", exist_ok=True)\nplt.savefig(\'made/x.png\')', id="savefig"),
    pytest.param("from pathlib import Path", "Path('made/x.txt').write_text('a')", 'import os\nos.makedirs("made", exist_ok=True)\nPath(\'made/x.txt\').write_text(\'a\')', id="write-text"),
    pytest.param("", "open('outptu/x.txt', 'w')", "open('output/x.txt', 'w')", id="misspelt-folder-to-write-into"),
    pytest.param("import shutil", "shutil.copy('local.csv', 'made/local.csv')", 'import os\nos.makedirs("made", exist_ok=True)\nshutil.copy(\'local.csv\', \'made/local.csv\')', id="copy"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), FIXED)
def test_the_file_that_was_meant_is_read(cells, setup: str, source: str, expected: str | None) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param("open('customers.csv')", id="nothing-like-it"),
    pytest.param("open('2024.csv')", id="another-year"),
    pytest.param("open('twice.csv')", id="two-that-are-equally-near"),
    pytest.param("open('a.csv')", id="train-or-test"),
    pytest.param("open('secret.csv')", id="hidden"),
    pytest.param("open('library.csv')", id="in-an-environment"),
    pytest.param("open('module.csv')", id="of-another-ecosystem"),
    pytest.param("open('local.json')", id="another-kind"),
    pytest.param("open('/made/x.txt', 'w')", id="a-folder-at-the-root"),
    pytest.param("open('../made/x.txt', 'w')", id="a-folder-outside"),
    pytest.param("import os\nopen(os.environ.get('DATA', 'nowhere') + '/x' * 3)", id="no-literal"),
    pytest.param("raise FileNotFoundError('gone')", id="no-path"),
    pytest.param("raise OSError(2, 'No', 'local.csv')", id="a-file-that-is-there"),
]  # fmt: skip


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_no_other_file_is_taken_for_it(cells, source: str) -> None:
    assert cells.candidates("", source) == []


def test_a_large_folder_is_searched_no_further_than_its_bounds(cells, project: Path) -> None:
    crowd = project / "notebooks" / "crowd"
    crowd.mkdir()
    for number in range(6_000):
        (crowd / f"{number}.txt").touch()
    assert cells.first_that_runs("", "open('locl.csv')") == "open('local.csv')"
    error = cells.run("", "open('locl.csv')")
    assert len(error.facts.files.found) < 200
