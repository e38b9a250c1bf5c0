"""What a replay asks of its kernel before and after the cell: the same facts as a fork tells by itself."""

from __future__ import annotations

import json
from typing import Any

from IPython import get_ipython

from .report import CellFacts


class _Cell:
    """Looks at the cell that runs next, through IPython's events."""

    def __init__(self) -> None:
        self._shell: Any = get_ipython()
        self._error: BaseException | None = None
        self._shell.events.register("pre_run_cell", self._begin)
        self._shell.events.register("post_run_cell", self._note_error)

    def _begin(self, info: Any) -> None:
        try:
            source = self._shell.transform_cell(info.raw_cell)
        except Exception:  # transformers are the user's code too
            source = info.raw_cell
        self._facts = CellFacts(self._shell.user_ns, self._shell.user_ns_hidden, source)

    def _note_error(self, result: Any) -> None:
        self._error = result.error_before_exec or result.error_in_exec

    def after(self, traceback: list[str]) -> str:
        files = set(self._shell.compile._filename_map)
        frame = self._facts.after(self._error, cell_files=files, traceback=traceback)
        return json.dumps(frame, default=repr)


_cell: _Cell | None = None


def before() -> str:
    """Note the variables, and the result of the cell that comes next."""
    global _cell
    _cell = _Cell()
    return ""


def after(traceback: list[str]) -> str:
    """Return the result as JSON, in the form in which a fork reports it. Only after `before` and a cell."""
    assert _cell is not None
    return _cell.after(traceback)
