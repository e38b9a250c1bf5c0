"""The command line, with capabilities made for the purpose."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from jupyter_bolt.capability import AnyCapability, Registry, capability
from jupyter_bolt.doors.cli import build_parser, run_command
from jupyter_bolt.errors import KernelUnavailable, NotebookNotFound
from jupyter_bolt.services import Progress, Services, Untold


class Nested(BaseModel):
    deep: int = 0


class Greeting(BaseModel):
    name: str = Field(description="Who is greeted, 100% politely.")
    times: int = Field(default=1, gt=0)
    cell_id: str | None = None
    loud: bool = False
    bow: bool = True
    tone: Literal["warm", "cool"] = "warm"
    nested: Nested = Field(default_factory=Nested)


class Greeted(BaseModel):
    request: Greeting

    def to_text(self) -> str:
        return f"Hello {self.request.name}"

    @property
    def exit_code(self) -> int:
        return 1 if self.request.tone == "cool" else 0


class Plain(BaseModel):
    text: str


@capability("words.greet", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def greet(request: Greeting, services: Services) -> Greeted:
    """Greet somebody, at most 100% loud."""
    return Greeted(request=request)


@capability("words.plain", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def say_plainly(request: Plain, services: Services) -> Plain:
    """Answer with a model that has no text of its own."""
    return request


@capability("words.lost", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def lose(request: Plain, services: Services) -> Plain:
    """Find nothing."""
    raise NotebookNotFound(request.text)


@capability("words.dead", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def die(request: Plain, services: Services) -> Plain:
    """Need a kernel that has died."""
    raise KernelUnavailable("The kernel has died.")


class Several(BaseModel):
    names: list[str]
    unseen: list[str] = Field(default_factory=list)


class Step(BaseModel):
    kind: Literal["step"] = "step"
    message: str


class Word(BaseModel):
    kind: Literal["word"] = "word"
    word: str

    @property
    def message(self) -> str:
        return f"said {self.word}"

    def to_text(self) -> str:
        return f"{self.word}!"


@capability("words.each", permission="viewer", effect="reads", since="0.1.0", cli=True, events=Step | Word)
async def say_each(request: Several, services: Services) -> Several:
    """Tell each name."""
    for name in request.names:
        services.progress.tell(Step(message=f"saying {name}"))
        services.progress.tell(Word(word=name))
    return request


@capability("words.hidden", permission="viewer", effect="reads", since="0.1.0")
async def hide(request: Plain, services: Services) -> Plain:
    """Not for the command line."""
    return request


@capability("words.unfit", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def misfit(request: Greeted, services: Services) -> Plain:
    """Marked for the command line, though its request can't be given there."""
    return Plain(text="")


WORDS = Registry([greet, say_plainly, say_each, lose, die, hide])


@dataclass
class NoServices:
    progress: Progress = field(default_factory=Untold)


def no_services() -> Any:
    return NoServices()


def bolt(*argv: str) -> int:
    arguments = build_parser(WORDS).parse_args(argv)
    return run_command(arguments.capability, arguments, no_services)


def test_fields_become_arguments_and_flags(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--times", "3", "--cell", "c1", "--loud", "--no-bow", "--tone", "cool", "--json"]
    assert bolt("words", "greet", "Ada", *flags) == 1
    assert json.loads(capsys.readouterr().out)["request"] == {
        "name": "Ada",
        "times": 3,
        "cell_id": "c1",
        "loud": True,
        "bow": False,
        "tone": "cool",
        "nested": {"deep": 0},
    }


def test_a_response_gives_its_own_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert bolt("words", "greet", "Ada") == 0
    assert capsys.readouterr().out == "Hello Ada\n"


def test_a_response_without_text_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert bolt("words", "plain", "hello") == 0
    assert json.loads(capsys.readouterr().out) == {"text": "hello"}


def test_a_list_is_given_by_position(capsys: pytest.CaptureFixture[str]) -> None:
    assert bolt("words", "each", "Ada", "Eve", "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"names": ["Ada", "Eve"], "unseen": []}
    assert printed.err == "saying Ada\nsaid Ada\nsaying Eve\nsaid Eve\n"


def test_progress_is_shown_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    bolt("words", "each", "Ada", "\x1b[2J\n")
    printed = capsys.readouterr()
    assert printed.out.startswith("Ada!\n\\x1b[2J\n!\n")
    assert printed.err == "saying Ada\nsaying \\x1b[2J \n"


def test_a_terminal_shows_progress_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "20")
    bolt("words", "each", "x" * 30, "--json")
    last = capsys.readouterr().err.split("\r\x1b[K")
    assert last == ["", "saying " + "x" * 12, "said " + "x" * 14, ""]


def test_text_from_tried_code_can_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    bolt("words", "greet", "\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m\r\u202e\x9b\ud83d")
    assert capsys.readouterr().out == "Hello \\x1b]0;title\\x07\\x1b[2Jred\\r\\u202e\\x9b\\ud83d\n"


def test_an_error_says_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert bolt("words", "lost", "a.ipynb") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "There is no notebook 'a.ipynb'.\nCheck the name and try again.\n"
    assert bolt("words", "dead", "") == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["words"],
        ["words", "greet"],
        ["words", "each"],
        ["words", "hidden", "x"],
        ["words", "greet", "x", "--tone", "no"],
    ],
)
def test_bad_use_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        bolt(*argv)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("times", ["0", "many"])
def test_a_value_that_the_model_refuses_ends_with_2(times: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bolt("words", "greet", "Ada", "--times", times) == 2
    assert "`times`" in capsys.readouterr().err


def test_help_is_the_docstring(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bolt("words", "greet", "--help")
    assert "100% politely" in capsys.readouterr().out


def test_a_request_that_does_not_fit_the_command_line_is_refused_loudly() -> None:
    unfit: list[AnyCapability] = [misfit]
    with pytest.raises(TypeError, match=r"Greeted\.request"):
        build_parser(Registry(unfit))


def test_the_product_help_is_complete_and_light() -> None:
    program = (
        "import sys; from jupyter_bolt.doors.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print(sorted({'jupyter_client', 'IPython', 'nbformat', 'tornado', 'zmq'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert "usage: jupyter bolt" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(WAITING, encoding="utf-8")
    command = [sys.executable, str(program)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (out, err, process.returncode) == ("ended\n", "Stopped.\n", 130)


WAITING = '''
import asyncio, dataclasses, signal, sys
from pydantic import BaseModel
from jupyter_bolt.capability import Registry, capability
from jupyter_bolt.doors.cli import build_parser, run_command
from jupyter_bolt.services import Services

class Nothing(BaseModel): ...

@capability("words.wait", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def wait(request: Nothing, services: Services) -> Nothing:
    """Wait."""
    print("started", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0.05)
        print("ended", flush=True)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
arguments = build_parser(Registry([wait])).parse_args(["words", "wait"])
services = dataclasses.make_dataclass("NoServices", [("progress", object, None)])
sys.exit(run_command(arguments.capability, arguments, services))
'''
