"""Run a case's cells with an answer, and see whether what is expected holds: each time in a fork of one warm process.

As a script it is that process: it reads a `Try` a line and writes a `Seen` a line.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from cases.error_case import Answer, ErrorCase

TIME_S = 20
WARM = (
    "pandas",
    "matplotlib.pyplot",
    "sklearn.ensemble",
    "sklearn.feature_extraction.text",
    "sklearn.neighbors",
)


class Try(BaseModel):
    """One notebook's way: cells that have run, the cell that is judged, and what is expected after it."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    files: list[tuple[str, bytes]]
    ran: list[str]
    judged: str
    expect: list[str]
    printed: str | None


class Seen(BaseModel):
    """What came of it."""

    setup_error: str = ""
    error: str = ""
    message: str = ""
    printed: str = ""
    unmet: list[str] = []

    @property
    def met(self) -> bool:
        return not (self.setup_error or self.error or self.unmet)


class Prover:
    """A warm process in whose forks cells are run; ended with the context. May be asked from any thread."""

    def __init__(self) -> None:
        settings = {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).absolute())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | settings | {"PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
        )
        self._asking = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def see(self, case: ErrorCase, source: str, first: Sequence[int] = ()) -> Seen:
        """What is seen when the failing cell has this source, and these cells (from 1) are run before it."""
        asked = Try(
            files=[(each.path, each.text.encode(each.encoding)) for each in case.files],
            ran=[*case.ran, *(case.text(number) for number in first)],
            judged=source,
            expect=case.expect,
            printed=case.printed,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._asking:
            self._process.stdin.write(asked.model_dump_json() + "\n")
            self._process.stdin.flush()
            return Seen.model_validate_json(self._process.stdout.readline())

    def see_answer(self, case: ErrorCase, answer: Answer) -> Seen:
        return self.see(case, answer.applied_to(case.failing), answer.first)


def _serve(asked: IO[str], told: IO[str]) -> None:
    import importlib

    from IPython.core.interactiveshell import InteractiveShell

    for name in WARM:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    shell = InteractiveShell.instance(history_manager=None)
    for name in ("showtraceback", "showsyntaxerror", "showindentationerror"):
        setattr(shell, name, lambda *_, **__: None)  # drawing one costs more than a cell
    for line in asked:
        told.write(_fork(Try.model_validate_json(line)).model_dump_json() + "\n")
        told.flush()


def _fork(asked: Try) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in asked.files:
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _tell(asked, folder, writing)
        os.close(writing)
        with open(reading, encoding="utf-8") as told:
            text = told.read()
        os.waitpid(child, 0)
    return Seen.model_validate_json(text) if text else Seen(error="Died", message="no answer in time")


def _tell(asked: Try, folder: str, writing: int) -> None:
    """In the fork: see, tell, and end without going back."""
    try:
        signal.alarm(TIME_S)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        os.chdir(folder)
        seen = _see(asked)
        with open(writing, "w", encoding="utf-8") as told:
            told.write(seen.model_dump_json())
    finally:
        os._exit(0)


def _see(asked: Try) -> Seen:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    sys.path.insert(0, "")
    for source in asked.ran:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            ran = shell.run_cell(source, store_history=False)
        if not ran.success:
            return Seen(setup_error=repr(ran.error_in_exec or ran.error_before_exec))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        ran = shell.run_cell(asked.judged, store_history=False)
    error = ran.error_in_exec or ran.error_before_exec
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        unmet = [each for each in asked.expect if not _holds(each, shell.user_ns)]
    if asked.printed is not None and (error or _lines(printed.getvalue()) != _lines(asked.printed)):
        unmet.append("printed")
    return Seen(
        error=type(error).__name__ if error else "",
        message=str(error)[:300] if error else "",
        printed=printed.getvalue()[:2000],
        unmet=unmet,
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _holds(expression: str, names: dict[str, object]) -> bool:
    try:
        return bool(eval(expression, names))
    except Exception:  # noqa: BLE001 - whatever a wrong answer has left there
        return False


if __name__ == "__main__":
    _serve(sys.stdin, sys.stdout)
