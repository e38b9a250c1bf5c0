"""What a replay asks of its kernel before and after its cells: the same facts as a fork tells by itself."""

from __future__ import annotations

import json
import sys
from typing import Any

from IPython import get_ipython

from .later import later_error
from .reads import Reads
from .report import CellFacts, Ran


class _Cells:
    """Looks at the cells that run next, the tried one last, and notes their errors through IPython's events."""

    def __init__(self, sources: list[str]) -> None:
        self._shell: Any = get_ipython()
        self.error: BaseException | None = None
        self._sources = sources
        source = "\n".join(map(self._transformed, sources))
        self._facts = CellFacts(self._shell.user_ns, self._shell.user_ns_hidden, source)
        self._shell.events.register("post_run_cell", self._note_error)

    def _transformed(self, source: str) -> str:
        try:
            return str(self._shell.transform_cell(source))
        except Exception:  # transformers are the user's code too
            return source

    def _note_error(self, result: Any) -> None:
        self.error = result.error_before_exec or result.error_in_exec

    def after(self, number: int, traceback: list[str]) -> str:
        first = number < len(self._sources) - 1
        ran = Ran(self.error, traceback, self._sources[number], first)
        frame = self._facts.after(ran, cell_files=set(self._shell.compile._filename_map))
        if _reads is not None:
            frame["read"] = _reads.told()
        return json.dumps(frame, default=repr)


_cells: _Cells | None = None
_reads: Reads | None = None


def watch() -> str:
    """Note from now on which files are read."""
    global _reads
    _reads = Reads()
    sys.addaudithook(_reads.hear)
    return ""


def before(sources: list[str]) -> str:
    """Note the variables, and the results of the cells that come next."""
    global _cells
    _cells = _Cells(sources)
    return ""


def after(number: int, traceback: list[str]) -> str:
    """Return the result as JSON, in the form in which a fork reports it. `number`: the last cell that ran."""
    assert _cells is not None
    return _cells.after(number, traceback)


def later() -> str:
    """Return the error of the cell that ran last, as JSON, or null where it says nothing about the cell."""
    error = _cells.error if _cells is not None else None
    return json.dumps(None if error is None else later_error(error))
