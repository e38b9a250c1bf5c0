"""A shell in which cells fail for real, with the facts of their errors."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_bolt.debugging.rules.catalogue import RULES
from jupyter_bolt.debugging.rules.rule import Candidate
from jupyter_bolt.inside.error_facts import describe_error
from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.notebooks.files import FileNotebooks
from jupyter_bolt.proposals.ledger import Ledger
from jupyter_bolt.sandbox.kernels import LocalKernels
from jupyter_bolt.services import EventName, Services
from jupyter_bolt.trials.evidence import CellError
from jupyter_bolt.trials.executor import LocalExecutor
from jupyter_bolt.trials.runner import TrialRunner


class Cells:
    """Runs cells in one IPython shell of this process, each after a setup of its own."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self._at_first = dict(shell.user_ns)

    def forget(self) -> None:
        """Start anew. `reset` does more, and collects garbage for a quarter of a second."""
        self.shell.user_ns.clear()
        self.shell.user_ns.update(self._at_first)

    def run(self, setup: str, source: str) -> CellError | None:
        """The error that the cell raises after the setup, described as a trial describes it."""
        self.forget()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            assert self.shell.run_cell(setup).success
            try:
                transformed = self.shell.transform_cell(source)
            except SyntaxError:  # as a kernel's trial does: the run raises it again
                transformed = source
            file = self.shell.compile.cache(transformed, self.shell.execution_count, raw_code=source)
            result = self.shell.run_cell(source)
        error = result.error_in_exec or result.error_before_exec
        if error is None:
            return None
        return CellError.model_validate(describe_error(error, cell_files={file}, source=source))

    def candidates(self, setup: str, source: str) -> list[Candidate]:
        """What the rules propose for the error that the cell raises."""
        error = self.run(setup, source)
        assert error is not None, "the cell was meant to fail"
        above, cell = Cell(cell_id="above", source=setup), Cell(cell_id="a", source=source)
        notebook = Notebook(path="a.ipynb", cells=[above, cell])
        return [each for rule in RULES for each in rule.candidates(cell, error, notebook)]

    def first_that_runs(self, setup: str, source: str) -> str | None:
        proposed = [each for each in self.candidates(setup, source) if not each.installs]
        return next((each.after for each in proposed if self.run(setup, each.after) is None), None)


@pytest.fixture(scope="module")
def cells() -> Iterator[Cells]:
    shell = InteractiveShell.instance()
    shell.colors = "nocolor"
    shell.InteractiveTB.set_mode("Plain")  # nobody reads it, and drawing the other takes longer than the cell
    yield Cells(shell)
    InteractiveShell.clear_instance()


class Recorded:
    """Keeps the events that were emitted."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, str | int | float | bool]]] = []

    def emit(self, event: EventName, data: dict[str, str | int | float | bool]) -> None:
        self.events.append((event, data))


@pytest.fixture
def services(jp_environ: None, folder: Path) -> Services:
    """What a command without a server has: notebooks in `folder`, kernels of its own, real trials."""
    notebooks = FileNotebooks(folder)
    return Services(
        kernels=LocalKernels(),
        notebooks=notebooks,
        trials=TrialRunner(LocalExecutor(), notebooks.folder),
        proposals=Ledger(),
        events=Recorded(),
    )


@pytest.fixture
def write_notebook(folder: Path) -> Callable[..., Path]:
    """Write a notebook with these code cells, named `a`, `b`, …, into `folder`."""

    def write(*sources: str, **metadata: object) -> Path:
        cells = [
            nbformat.v4.new_code_cell(source, id=chr(ord("a") + at)) for at, source in enumerate(sources)
        ]
        path = folder / "work.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
        return path

    return write
