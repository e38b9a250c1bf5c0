"""A server on loopback that speaks the OpenAI chat protocol and answers from a script."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from cases.scripted_answers import Answered

MODEL = "scripted"
PIECE = 40
USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


class ScriptedServer:
    """Gives the next answer of its script to each request, however many come at once; ended with the context."""

    def __init__(self) -> None:
        self._script: Iterator[Answered] = iter(())
        self._giving = threading.Lock()
        self.given: list[Answered] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def follow(self, script: Iterator[Answered]) -> None:
        """Answer from this script from now on."""
        with self._giving:
            self._script, self.given = script, []

    def answer(self) -> str:
        with self._giving:
            answered = next(self._script)
            self.given.append(answered)
        return answered.text


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            texts = [server.answer() for _ in range(asked.get("n") or 1)]
            if asked.get("stream"):
                body = b"".join(map(_event, _chunks(texts))) + b"data: [DONE]\n\n"
                self._send(body, "text/event-stream")
            else:
                self._send(json.dumps(_completion(texts)).encode(), "application/json")

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the terminal for the table."""

    return Handler


def _completion(texts: list[str]) -> dict[str, object]:
    choices = [
        {"index": index, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        for index, text in enumerate(texts)
    ]
    head = {"id": "scripted", "object": "chat.completion", "created": 0, "model": MODEL}
    return {**head, "choices": choices, "usage": USAGE}


def _chunks(texts: list[str]) -> Iterator[dict[str, object]]:
    head = {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
    for index, text in enumerate(texts):
        for start in range(0, len(text), PIECE):
            delta = {"role": "assistant", "content": text[start : start + PIECE]}
            yield {**head, "choices": [{"index": index, "delta": delta, "finish_reason": None}]}
        yield {**head, "choices": [{"index": index, "delta": {}, "finish_reason": "stop"}]}
    yield {**head, "choices": [], "usage": USAGE}


def _event(chunk: dict[str, object]) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"
