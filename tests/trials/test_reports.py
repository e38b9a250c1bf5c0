"""Frames of a hostile trial: what is malformed is left out, and what is too much is cut."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

import pytest

from jupyter_bolt.errors import KernelUnavailable
from jupyter_bolt.trials.assembly import Obstacle, Report
from jupyter_bolt.trials.evidence import Evidence

from .conftest import LIMITS, LiveKernel, printed
from .test_replay import replay

END = {"kind": "end", "reason": "", "truncated": False}
JUNK: list[Any] = [
    [1],
    5,
    "abc",
    None,
    float("nan"),
    float("inf"),
    -1,
    10**400,
    {"a": 1},
    [{"a": 1}],
    True,
    "\ud800",
]
FRAMES = {
    "output": ("msg_type", "content"),
    "result": ("seconds", "hosts", "denied", "refused", "error", "variables", "memory_bytes", "truncated"),
    "files": ("files", "seconds", "truncated"),
    "exit": ("status",),
    "reached": ("label",),
    "forked": ("busy_s",),
}
FORGE = """
import gc, os, struct, json
fd = [o._out for o in gc.get_objects() if type(o).__name__ == "Report" and hasattr(o, "_out")][0]
def put(frame):
    body = json.dumps(frame).encode(); os.write(fd, struct.pack("!I", len(body)) + body)
"""


def told(*frames: dict[str, Any], code: str = "", total_s: float = 2.0) -> Evidence:
    """The evidence that frames of a fork amount to, having gone through JSON as an answer does."""
    report = Report("fork", 30, code)
    for frame in (*frames, END):
        report.add(frame)
    evidence = report.evidence(total_s)
    json.loads(evidence.model_dump_json())
    return evidence


def result(**fields: Any) -> dict[str, Any]:
    return {"kind": "result", "error": None, "seconds": 1.0, **fields}


def output(content: Any, msg_type: str = "stream") -> dict[str, Any]:
    return {"kind": "output", "msg_type": msg_type, "content": content}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_a_malformed_part_raises_nothing(kind: str, junk: Any) -> None:
    for field in FRAMES[kind]:
        evidence = told({"kind": kind, field: junk}, result() if kind != "result" else {})
        assert 0 <= evidence.seconds <= 2
        assert evidence.overhead_s >= 0
        assert evidence.memory_bytes >= 0


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_a_malformed_output_raises_nothing(junk: Any) -> None:
    for part in ("data", "transient", "text", "name", "wait"):
        for msg_type in ("stream", "display_data", "update_display_data", "clear_output"):
            told(output({part: junk}, msg_type), result())
    told(output({"data": {"text/plain": junk}, "transient": {"display_id": junk}}, "display_data"), result())


def test_a_frame_without_a_kind_or_of_no_kind_is_left_out() -> None:
    assert told({}, {"kind": 5}, {"kind": [1]}, result()).outcome == "ran"


def test_the_good_parts_beside_a_malformed_one_are_kept() -> None:
    variable = {"name": "x", "change": "made", "size": 5}
    evidence = told(
        result(variables=[variable, "y", {"name": "z"}], error={"name": "KeyError", "frames": 5, "facts": {"known": ["a", 5], "line": -1}})
    )  # fmt: skip
    assert [(each.name, each.size) for each in evidence.variables] == [("x", "")]
    assert evidence.error is not None
    assert (evidence.error.name, evidence.error.facts.known, evidence.error.facts.line) == (
        "KeyError",
        ["a"],
        None,
    )
    assert evidence.outcome == "failed"


def test_an_error_that_cannot_be_read_is_still_one() -> None:
    evidence = told(result(error="text"))
    assert evidence.outcome == "failed"
    assert evidence.error is not None
    assert "could not be read" in evidence.error.message


def test_everything_is_bounded() -> None:
    variables = [{"name": "n" * 999, "change": "made", "repr": "r" * 10**6}] * 999
    error = {"name": "n" * 999, "message": "é" * 10**6}
    files = [{"path": "p" * 10**5, "change": "made"}] * 2000
    evidence = told(
        result(variables=variables, error=error, seconds=1e300), {"kind": "files", "files": files}
    )
    assert len(evidence.variables) == 100
    assert len(evidence.files) == 1000
    assert evidence.truncated
    assert (len(evidence.variables[0].name), len(evidence.variables[0].repr)) == (200, 200)
    assert evidence.error is not None
    assert len(evidence.error.name) == 200
    assert len(evidence.error.message.encode()) == 4096
    assert evidence.seconds == 2.0


def test_a_forged_reason_is_short_and_on_one_line() -> None:
    with pytest.raises(Obstacle) as caught:
        told({"kind": "obstacle", "reason": "a\nb\x1b[31m\u202e" + "c" * 10**6})
    assert len(str(caught.value)) <= 300
    assert str(caught.value).isprintable()
    reason = told(result(hosts=["h\n" + "h" * 10**5] * 99)).reason
    assert len(reason) <= 300
    assert reason.isprintable()


def test_a_signal_wins_over_a_result() -> None:
    forged = result(error={"name": "E", "message": "m"}, variables=[{"name": "x", "change": "made"}])
    evidence = told(forged, {"kind": "exit", "status": signal.SIGKILL})
    assert (evidence.outcome, evidence.error, evidence.variables) == ("failed", None, [])
    assert "SIGKILL" in evidence.reason
    assert "signal 100" in told(result(), {"kind": "exit", "status": 100}).reason


async def test_a_childs_result_does_not_stand_for_the_cells(live: LiveKernel) -> None:
    code = "import os, time\npid = os.fork()\nif pid:\n  time.sleep(.5); os.kill(os.getpid(), 9)"
    evidence = await live.fork(code)
    assert evidence.outcome == "failed", evidence
    assert "SIGKILL" in evidence.reason


@pytest.mark.parametrize(
    "frame",
    [
        {"kind": "output", "msg_type": "stream", "content": [1]},
        {"kind": "output", "msg_type": "display_data", "content": {"data": [1], "transient": 5}},
        {"kind": "result", "seconds": float("nan"), "hosts": 5, "error": "text", "memory_bytes": "text"},
    ],
)
async def test_a_real_fork_that_forges_frames_gets_evidence(live: LiveKernel, frame: dict[str, Any]) -> None:
    code = f"{FORGE}\nput(json.loads({json.dumps(json.dumps(frame))}))"
    assert (await live.fork(code)).model_dump_json()
    assert printed(await live.fork("print('on')")) == "on\n"


async def test_printing_what_the_system_says_is_no_refusal(live: LiveKernel) -> None:
    evidence = await live.fork("import os; print(os.strerror(30))")
    assert (evidence.outcome, printed(evidence)) == ("ran", "Read-only file system\n")


@pytest.mark.parametrize(
    "code", ["!touch /opt/x", "%%bash\ntouch /opt/x", "out = !touch /opt/x", "import subprocess"]
)
def test_what_a_command_prints_is_a_refusal(code: str) -> None:
    text = "touch: cannot touch '/opt/x': Read-only file system"
    assert told(output({"name": "stdout", "text": text}), result(), code=code).outcome == "not_tried"
    assert told(output({"name": "stderr", "text": text}), result()).outcome == "not_tried"


async def test_a_kernel_that_has_ended_is_what_is_said(
    live: LiveKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live.fork("1")

    def fail(self: Report, frame: dict[str, Any]) -> bool:
        live.connection.abandon()
        raise Obstacle("the first error")

    monkeypatch.setattr(Report, "add", fail)
    with pytest.raises(Obstacle, match="the first error"):
        await live.fork("1", LIMITS)
    with pytest.raises(KernelUnavailable):
        live.connection.control_send("usage_request", {})


async def test_a_replay_that_hides_its_error_has_failed(jp_environ: None, folder: Any) -> None:
    evidence = await replay(folder, "get_ipython().events.callbacks['post_run_cell'].clear(); 1/0")
    assert evidence.outcome == "failed", evidence
    assert evidence.error is not None
    assert (evidence.error.name, evidence.error.message) == ("ZeroDivisionError", "division by zero")
    assert evidence.error.traceback
    assert os.listdir(folder) == []


async def test_a_replay_that_forges_messages_gets_evidence(jp_environ: None, folder: Any) -> None:
    forge = (
        "k = get_ipython().kernel\n"
        "for content in (b'[1]', b'5', b'{\"data\": [1], \"transient\": 5}'):\n"
        "  message = k.session.msg('display_data', parent=k.get_parent())\n"
        "  message['content'] = content; k.session.send(k.iopub_socket, message)\n"
        "print('on')"
    )
    evidence = await replay(folder, forge)
    assert (evidence.outcome, printed(evidence)) == ("ran", "on\n"), evidence
