"""What a replay asks of its kernel before and after the cell: the same facts as a fork tells by itself."""

import json

from IPython import get_ipython

from . import trial, variables
from .error_facts import describe_error

_state = {}


def before():
    """Note the variables, and the result of the cell that comes next."""
    shell = get_ipython()
    shell.events.register("pre_run_cell", _note_source)
    shell.events.register("post_run_cell", _note_result)
    return ""


def _note_source(info):
    shell = get_ipython()
    try:
        source = shell.transform_cell(info.raw_cell)
    except Exception:
        source = info.raw_cell
    _state["source"] = source
    _state["held"] = trial.resident_bytes()
    _state["variables"] = variables.Snapshot(shell.user_ns, shell.user_ns_hidden, source)


def _note_result(result):
    _state["error"] = result.error_before_exec or result.error_in_exec


def after(traceback):
    """Return the result as JSON, in the form in which a fork reports it."""
    shell = get_ipython()
    error = _state.get("error")
    frame = {"kind": "result", "error": None}
    if error is not None:
        files = set(shell.compile._filename_map)
        facts = describe_error(error, cell_files=files, source=_state["source"])
        frame["error"] = dict(facts, traceback=traceback)
        frame["refused"] = trial.refusal(error)
    frame["variables"], frame["truncated"] = _state["variables"].changes()
    frame["memory_bytes"] = max(0, trial.most_resident_bytes() - _state["held"])
    return json.dumps(frame, default=repr)
