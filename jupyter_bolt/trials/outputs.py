"""A cell's outputs, put together from messages."""

from __future__ import annotations

import json

from ..inside.wire import Frame
from .evidence import DisplayOutput, Output, StreamOutput
from .frames import clean

MOST_DISPLAYS = 50


class Outputs:
    """A cell's outputs, kept as a notebook would: streams joined, displays updated, `clear_output` obeyed."""

    def __init__(self) -> None:
        self._outputs: list[Output] = []
        self._by_display: dict[str, int] = {}
        self._clear_next = False

    def add(self, msg_type: str, content: Frame) -> None:
        """Take one message. What is no message is left out."""
        if msg_type == "clear_output":
            if content.get("wait"):
                self._clear_next = True
            else:
                self._clear()
            return
        if self._clear_next:
            self._clear()
        if msg_type == "stream":
            self._add_stream(content)
        elif msg_type in ("display_data", "execute_result", "update_display_data"):
            self._add_display(msg_type, content)

    def list(self) -> list[Output]:
        return [
            StreamOutput(name=each.name, text=_overwritten(each.text))
            if each.output_type == "stream"
            else each
            for each in self._outputs
        ]

    def _clear(self) -> None:
        self._outputs.clear()
        self._by_display.clear()
        self._clear_next = False

    def _add_stream(self, content: Frame) -> None:
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        text = clean(str(content.get("text", "")))
        last = self._outputs[-1] if self._outputs else None
        if isinstance(last, StreamOutput) and last.name == name:
            last.text += text
        else:
            self._outputs.append(StreamOutput(name=name, text=text))

    def _add_display(self, msg_type: str, content: Frame) -> None:
        data = {clean(str(mime)): _text(value) for mime, value in _mapping(content.get("data")).items()}
        display_id = str(_mapping(content.get("transient")).get("display_id", ""))
        at = self._by_display.get(display_id) if display_id else None
        if msg_type == "update_display_data":
            if at is not None:
                self._outputs[at] = DisplayOutput(output_type="display_data", data=data)
            return
        if len(self._outputs) >= MOST_DISPLAYS:
            return
        if display_id:
            self._by_display[display_id] = len(self._outputs)
        kind = "execute_result" if msg_type == "execute_result" else "display_data"
        self._outputs.append(DisplayOutput(output_type=kind, data=data))


def _mapping(value: object) -> Frame:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    try:
        return json.dumps(value, default=repr)
    except (RecursionError, TypeError, ValueError):
        return ""


def _overwritten(text: str) -> str:
    """The text as a terminal shows it after carriage returns (progress bars)."""
    if "\r" not in text:
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
