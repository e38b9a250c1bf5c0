"""Imports of what is not installed, lives in another module, or lies in another folder."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from jupyter_bolt.debugging.rules.installs import MissingPackage
from jupyter_bolt.debugging.rules.known_packages import OTHER, SAME, distribution_of
from jupyter_bolt.notebooks.cells import Cell, Notebook


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "src/cleaning.py",
        "lib/one/twice.py",
        "lib/two/twice.py",
        "shared/tools_of_ours/__init__.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def clean(x):\n    return x\n")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr(sys, "path", [*sys.path])
    importlib.invalidate_caches()
    return tmp_path


HOMES = [
    pytest.param("", "from sklearn import train_test_split", "from sklearn.model_selection import train_test_split", id="split"),
    pytest.param("", "from sklearn import KMeans as K, metrics\nK(2)", "from sklearn import metrics\nfrom sklearn.cluster import KMeans as K\nK(2)", id="one-of-two"),
    pytest.param("", "from matplotlib import plot", "from matplotlib.pyplot import plot", id="plot"),
    pytest.param("", "if True:\n    from sklearn import accuracy_score", "if True:\n    from sklearn.metrics import accuracy_score", id="indented"),
    pytest.param("import sklearn", "sklearn.LinearRegression()", "import sklearn.linear_model\nsklearn.linear_model.LinearRegression()", id="attribute"),
    pytest.param("", "import matplotlib as plt\nplt.get_fignums()", "import matplotlib.pyplot as plt\nplt.get_fignums()", id="alias-of-the-package"),
    pytest.param("", "import Pandas as pd", "import pandas as pd", id="case"),
    pytest.param("", "from PIL import image", "from PIL import Image", id="case-of-a-name"),
    pytest.param("", "import nmupy as np", "import numpy as np", id="misspelt"),
    pytest.param("", "from cleaning import clean\nclean(1)", 'import sys\nsys.path.insert(0, "../src")\nfrom cleaning import clean\nclean(1)', id="folder"),
    pytest.param("", "import tools_of_ours", 'import sys\nsys.path.insert(0, "../shared")\nimport tools_of_ours', id="package-in-a-folder"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), HOMES)
def test_the_import_finds_what_was_meant(cells, setup: str, source: str, expected: str) -> None:
    assert cells.first_that_runs(setup, source) == expected


INSTALLED = [
    pytest.param("import cv2", "opencv-python", id="other-name"),
    pytest.param("import seaborn as sns", "seaborn", id="same-name"),
    pytest.param("from skimage.io import imread", "scikit-image", id="submodule"),
    pytest.param(
        "import pandas as pd\npd.DataFrame({'a': [1]}).to_excel('x.xlsx')", "openpyxl", id="optional"
    ),
    pytest.param(
        "import pandas as pd\npd.DataFrame({'a': [1]}).to_markdown()", "tabulate", id="optional-for-text"
    ),
    pytest.param("from bs4 import BeautifulSoup\nBeautifulSoup('<a>', 'lxml')", "lxml", id="parser"),
]


@pytest.mark.parametrize(("source", "package"), INSTALLED)
def test_a_known_package_is_proposed_for_installation(cells, source: str, package: str) -> None:
    (candidate,) = [each for each in cells.candidates("", source) if each.installs]
    assert (candidate.installs, candidate.after) == (package, f"%pip install -q {package}\n{source}")


@pytest.mark.parametrize(
    "source",
    [
        "import surely_not_installed",
        "import sklern_tools",
        "import reqeusts_html",
        "import opencv",
        "import tensorflwo",
        "import numpy.nothing_of_it",
        "import my_seaborn",
        "import xgboots",
    ],
)
def test_an_unknown_name_is_never_proposed_for_installation(cells, source: str) -> None:
    assert [each for each in cells.candidates("", source) if each.installs] == []


@pytest.mark.parametrize("source", ["import twice", "import cleaning_of_ours"])
def test_no_folder_is_put_on_the_path_on_a_guess(cells, source: str) -> None:
    assert cells.candidates("", source) == []


def test_a_misspelt_module_goes_before_an_installation(cells) -> None:
    assert [each.installs for each in cells.candidates("", "import nmupy")] == [""]


def test_conda_environments_are_installed_into_with_conda(cells) -> None:
    error = cells.run("", "import cv2")
    error = error.model_copy(update={"facts": error.facts.model_copy(update={"conda": True})})
    cell = Cell(cell_id="a", source="import cv2")
    (candidate,) = MissingPackage().candidates(cell, error, Notebook(path="a.ipynb", cells=[cell]))
    assert candidate.after == "%conda install -q -y opencv\nimport cv2"


def test_the_table_has_the_popular_packages_and_no_guess() -> None:
    assert len(SAME) + len(OTHER) >= 200
    assert not SAME & OTHER.keys()
    assert distribution_of("sklearn.cluster") == "scikit-learn"
    assert distribution_of("sklear") is None
