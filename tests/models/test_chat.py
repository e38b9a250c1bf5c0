"""Models over real sockets: a scripted provider for the protocols, bare sockets for what goes wrong below them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from jupyter_bolt.errors import ModelFailed
from jupyter_bolt.models.chat import ChatModels
from jupyter_bolt.models.settings import ModelSettings
from jupyter_bolt.services import Prompt

PROMPT = Prompt(system="You mend cells.", user="print(lenght)")
SECRET = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.setenv(name, SECRET)


def chat(url: str, name: str = "openai:gpt-4.1", **more: float) -> ChatModels:
    return ChatModels(ModelSettings(name, base_url=url, **more))  # type: ignore[arg-type]


async def answers(models: ChatModels, count: int = 1) -> list[str]:
    async with aclosing(models.answers(PROMPT, count=count)) as came:
        return [each async for each in came]


PROTOCOLS = [
    ("openai:gpt-4.1", "/v1"),
    ("anthropic:claude-sonnet-4-5", ""),
    ("google:gemini-2.5-flash", ""),
    ("ollama:qwen2.5-coder:1.5b", ""),
]


@pytest.mark.parametrize(("name", "path"), PROTOCOLS)
async def test_every_protocol_streams_an_answer(provider, name: str, path: str) -> None:
    provider.answer("print(length)\n" * 50)
    assert await answers(chat(provider.url + path, name)) == ["print(length)\n" * 50]
    (request,) = provider.requests()
    texts = json.dumps(request["body"]["messages"])
    assert PROMPT.system in texts
    assert PROMPT.user in texts
    assert request["body"]["model"] == name.partition(":")[2]


@pytest.mark.parametrize(("name", "path"), PROTOCOLS)
@pytest.mark.parametrize(
    ("status", "says"), [(401, "refuses the key"), (429, "no more requests"), (500, "failed"), (404, "know")]
)
async def test_an_error_says_the_providers_reason_once(
    provider, name: str, path: str, status: int, says: str
) -> None:
    reason = f"Bad thing with {SECRET}"
    provider.answer({"error": {"message": reason, "type": "some_error"}, "status": status})
    with pytest.raises(ModelFailed, match=says) as caught:
        await answers(chat(provider.url + path, name))
    assert "Bad thing with" in caught.value.message
    assert "secret" not in caught.value.message
    assert len(provider.requests()) == 1


async def test_several_answers_are_asked_side_by_side_and_differ(provider) -> None:
    provider.answer("one", "two", "three")
    assert sorted(await answers(chat(provider.url + "/v1"), 3)) == ["one", "three", "two"]
    assert len({request["body"]["temperature"] for request in provider.requests()}) == 3


async def test_one_failure_is_left_out(provider) -> None:
    provider.answer({"error": {"message": "no"}, "status": 500}, "two")
    assert await answers(chat(provider.url + "/v1"), 3) == ["two", "two"]


async def test_a_model_that_takes_no_temperature_is_asked_without(provider) -> None:
    refusal = {"message": "Unsupported value: 'temperature' does not support 0.1 with this model."}
    provider.answer({"error": refusal, "status": 400}, "print(length)")
    models = chat(provider.url + "/v1", "openai:o9-mini")
    assert await answers(models) == ["print(length)"]
    assert "temperature" not in provider.requests()[-1]["body"]


async def test_a_call_of_a_tool_that_does_not_exist_is_no_answer(provider) -> None:
    provider.answer({"toolCalls": [{"name": "edit_cell", "arguments": {"code": "print(1)"}}]})
    with pytest.raises(ModelFailed, match="called a tool"):
        await answers(chat(provider.url + "/v1"))


async def test_a_silent_model_is_ended_in_time(provider) -> None:
    provider.answer("late", streamingProfile={"ttft": 60_000})
    with pytest.raises(ModelFailed, match=r"no whole answer in 0\.3 s"):
        await answers(chat(provider.url + "/v1", time_s=0.3))


class Socket:
    """A server that answers any request by `parts`, then waits, and notes when its client has gone."""

    def __init__(self, parts: AsyncIterator[bytes]) -> None:
        self._parts = parts
        self.asked = asyncio.Event()
        self.left = asyncio.Event()
        self.sent = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked.set()
        gone = asyncio.ensure_future(self._wait_gone(reader))
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            async for part in self._parts:
                if gone.done():
                    break
                writer.write(part)
                self.sent += len(part)
                await writer.drain()
            await gone
        except ConnectionError:
            pass
        finally:
            gone.cancel()
            self.left.set()
            writer.close()

    async def _wait_gone(self, reader: asyncio.StreamReader) -> None:
        while await reader.read(65536):
            pass


@asynccontextmanager
async def socket_of(parts: AsyncIterator[bytes]) -> AsyncIterator[Socket]:
    socket = Socket(parts)
    server = await asyncio.start_server(socket.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    socket.url = f"http://{host}:{port}/v1"
    async with server:
        yield socket


def chunk(text: str) -> bytes:
    delta = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]}
    return f"data: {json.dumps(body)}\n\n".encode()


async def silence() -> AsyncIterator[bytes]:
    yield chunk("I am thin")


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield chunk("and so on " * 100)


async def garbage() -> AsyncIterator[bytes]:
    yield b"data: \x00\xff\xfe\x80 {{{\n\n" * 20
    yield b"data: [DONE]\n\n"


async def test_cancelling_closes_every_connection_at_once() -> None:
    async with socket_of(silence()) as socket:
        task = asyncio.ensure_future(answers(chat(socket.url)))
        await socket.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await socket.left.wait()


async def test_an_endless_answer_is_cut_while_it_comes() -> None:
    async with socket_of(endless()) as socket:
        (answer,) = await answers(chat(socket.url))
        assert 64 * 1024 < len(answer) < 66 * 1024
        await socket.left.wait()


async def test_a_model_that_falls_silent_is_left_in_time() -> None:
    async with socket_of(silence()) as socket:
        with pytest.raises(ModelFailed, match="no whole answer"):
            await answers(chat(socket.url, time_s=0.3))
        await socket.left.wait()


async def test_bytes_without_sense_are_said_to_be() -> None:
    async with socket_of(garbage()) as socket:
        with pytest.raises(ModelFailed) as caught:
            await answers(chat(socket.url))
        assert len(caught.value.message) < 400


async def test_nobody_there_is_said_to_be() -> None:
    with pytest.raises(ModelFailed, match=r"(?i)connect"):
        await answers(chat("http://127.0.0.1:9/v1"))


@pytest.mark.parametrize("name", ["gpt-4.1", "openai:", ":gpt-4.1", "surely_unknown:model"])
async def test_a_name_that_makes_no_sense_says_how_to_write_it(name: str) -> None:
    with pytest.raises(ModelFailed, match=r"names no provider|could not be set up"):
        await answers(ChatModels(ModelSettings(name)))


async def test_a_missing_key_says_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ModelFailed) as caught:
        await answers(ChatModels(ModelSettings("openai:gpt-4.1")))
    assert "OPENAI_API_KEY" in caught.value.hint


async def test_a_server_of_ones_own_needs_no_key(provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    provider.answer("print(length)")
    assert await answers(chat(provider.url + "/v1")) == ["print(length)"]


@pytest.mark.parametrize(("name", "extra"), [("openai:m", "openai"), ("google:m", "google")])
def test_a_missing_extra_is_named(name: str, extra: str) -> None:
    assert f'pip install "jupyter-bolt[{extra}]"' in run_without_langchain(name)


def run_without_langchain(name: str) -> str:
    """The hint of a process in which no package of the extras can be imported."""
    program = (
        "import sys\n"
        "for each in ('langchain', 'langchain_core', 'langchain_openai', 'langsmith'):\n"
        "    sys.modules[each] = None\n"
        "import asyncio\n"
        "from jupyter_bolt.app import BoltApp\n"
        "from jupyter_bolt.errors import ModelFailed\n"
        "from jupyter_bolt.models.chat import ChatModels\n"
        "from jupyter_bolt.models.settings import ModelSettings\n"
        "from jupyter_bolt.services import Prompt\n"
        "async def ask():\n"
        f"    async for answer in ChatModels(ModelSettings({name!r})).answers(Prompt('', ''), count=1):\n"
        "        print(answer)\n"
        "try:\n    asyncio.run(ask())\nexcept ModelFailed as failure:\n    print(failure.hint)\n"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_a_servers_start_imports_no_model_library() -> None:
    program = (
        "import sys, jupyter_bolt.app, jupyter_bolt.doors.cli, jupyter_bolt.models.chat\n"
        "print([name for name in sys.modules if name.partition('.')[0].startswith(('lang', 'openai'))])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


class Paths(BaseHTTPRequestHandler):
    """Notes what is posted to it."""

    posted: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.posted.append(self.path)
        self.send_response(202)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def tracer() -> Iterator[str]:
    """Where LangSmith would send what it traces."""
    Paths.posted.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paths)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("asked", ["", "1"])
def test_nothing_is_traced_unless_asked_for(provider, tracer: str, asked: str) -> None:
    provider.answer("print(length)")
    program = (
        "import asyncio\n"
        "from jupyter_bolt.models.chat import ChatModels\n"
        "from jupyter_bolt.models.settings import ModelSettings\n"
        "from jupyter_bolt.services import Prompt\n"
        "async def ask():\n"
        f"    models = ChatModels(ModelSettings('openai:gpt-4.1', base_url='{provider.url}/v1'))\n"
        "    async for answer in models.answers(Prompt('s', 'u'), count=1):\n"
        "        print(answer)\n"
        "asyncio.run(ask())\n"
        "from langchain_core.tracers.langchain import wait_for_all_tracers\n"
        "wait_for_all_tracers()\n"
    )
    tracing = {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": tracer, "LANGSMITH_API_KEY": "none"}
    environment = os.environ | tracing | {"JUPYTER_BOLT_TRACING": asked}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == "print(length)\n"
    assert bool(Paths.posted) == bool(asked)
