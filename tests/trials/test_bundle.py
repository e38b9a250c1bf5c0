"""A bundle's digest changes with all that a replay depends on, and with nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec

from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.sandbox.specs import find_spec
from jupyter_bolt.trials import content
from jupyter_bolt.trials.bundle import Bundle, bundle_for, cells_for
from jupyter_bolt.trials.evidence import TrialLimits
from jupyter_bolt.trials.trial import Trial

ABOVE = ["import local", "data = open('data.csv').read()", "unneeded = 1"]


def trial(*above: str, code: str = "data", executed: tuple[int, ...] = ()) -> Trial:
    cells = [
        Cell(cell_id=str(at), source=source, executed=at in executed)
        for at, source in enumerate(above or ABOVE)
    ]
    return Trial(Notebook(path="n.ipynb", cells=[*cells, Cell(cell_id="c", source=code)]), "c", code)


def bundled(asked: Trial, folder: Path, spec: KernelSpec | None = None) -> Bundle:
    cells = cells_for(asked, language="python")
    return bundle_for(asked, cells, kernel_name="python3", folder=str(folder), spec=spec)


@pytest.fixture
def project(folder: Path) -> Path:
    (folder / "data.csv").write_text("1")
    (folder / "local.py").write_text("x = 1")
    return folder


def test_only_the_cells_that_matter_are_in_it(project: Path) -> None:
    assert bundled(trial(), project).above == ABOVE[:2]
    assert bundled(trial(executed=(1, 2)), project).above == ABOVE[1:2]
    run_first = replace(trial(), first=(ABOVE[1],))
    assert (bundled(run_first, project).above, bundled(run_first, project).first) == (ABOVE[:1], [ABOVE[1]])


def test_a_cell_of_another_language_is_never_left_out() -> None:
    asked = trial("x <- 1", "y <- 2", code="y")
    assert [cell.source for cell in cells_for(asked, language="r")] == ["x <- 1", "y <- 2"]


def test_what_is_read_is_in_it(project: Path) -> None:
    files = bundled(trial(), project).files
    assert files.keys() == {str(project / "data.csv"), str(project / "local.py")}


def test_the_digest_changes_with_what_matters(project: Path) -> None:
    seen = {bundled(trial(), project).digest}
    assert bundled(trial(), project).digest in seen
    (project / "note.ipynb").write_text("saved again")
    assert bundled(trial(*ABOVE[:2], "unneeded = 2"), project).digest in seen

    def is_new(bundle: Bundle) -> bool:
        known = bundle.digest in seen
        seen.add(bundle.digest)
        return not known

    assert is_new(bundled(trial(code="data + '1'"), project))
    assert is_new(bundled(trial("import local", "data = open( 'data.csv').read()"), project))
    assert is_new(bundled(replace(trial(), limits=TrialLimits(time_s=1)), project))
    (project / "data.csv").write_text("2")
    assert is_new(bundled(trial(), project))
    (project / "local.py").write_text("x = 2")
    assert is_new(bundled(trial(), project))
    (project / "other.bin").write_text("named in no cell")
    assert is_new(bundled(trial(), project))
    spec = find_spec("python3")
    assert spec is not None
    assert is_new(bundled(trial(), project, spec))
    assert is_new(bundled(trial(), project, KernelSpec(argv=[*spec.argv, "--more"], language="python")))


def test_an_installed_distribution_changes_the_environment(tmp_path: Path) -> None:
    place = tmp_path / "lib" / "python3.11" / "site-packages"
    (place / "a-1.0.dist-info").mkdir(parents=True)
    spec = KernelSpec(argv=[str(tmp_path / "bin" / "python"), "-m", "ipykernel"], language="python")
    before = content.environment_of(spec)
    assert content.environment_of(spec) == before
    (place / "a-1.0.dist-info").rename(place / "a-1.1.dist-info")
    os.utime(place, ns=(1, 1))
    renamed = content.environment_of(spec)
    assert renamed != before
    os.utime(place / "a-1.1.dist-info", ns=(2, 2))  # the same version, installed again
    os.utime(place, ns=(2, 2))
    assert content.environment_of(spec) != renamed


def test_a_large_file_goes_by_its_size_and_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "READ_BYTES", 0)
    os.utime(project / "data.csv", ns=(1, 1))
    before = content.files_read(ABOVE, str(project))
    os.utime(project / "data.csv", ns=(2, 2))
    assert content.files_read(ABOVE, str(project)) != before


def test_odd_paths_are_left_out(project: Path) -> None:
    (project / "folder").mkdir()
    os.mkfifo(project / "pipe")
    code = ["'\\0'; ''; 'folder'; 'pipe'; '/proc/self/mem'; " + repr("x" * 5_000), "!cat 'data.csv'"]
    assert content.files_read(code, str(project)).keys() == {str(project / "data.csv")}
