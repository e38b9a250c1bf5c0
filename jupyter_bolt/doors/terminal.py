"""What a command prints. Text from tried code is untrusted: it must not steer the terminal."""

from __future__ import annotations

import re
import sys
from typing import Protocol, TextIO, runtime_checkable

from pydantic import BaseModel

from ..errors import BoltError
from .wire import to_json

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Control characters but for tab and line feed, and those that turn the direction of text.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@runtime_checkable
class Printable(Protocol):
    """A response that knows how it reads on a terminal."""

    def to_text(self) -> str: ...


def show_response(response: BaseModel, *, as_json: bool) -> None:
    """Print a response: as JSON, as the text that it gives of itself, or else as readable JSON."""
    if as_json or not isinstance(response, Printable):
        write_text(sys.stdout, to_json(response, indent=2))
    elif text := response.to_text():
        write_text(sys.stdout, text)


def show_error(error: BoltError) -> None:
    """Print what went wrong and what to do next."""
    write_text(sys.stderr, f"{error.message}\n{error.hint}")


def write_text(stream: TextIO, text: str) -> None:
    """Write text that ends its line; one empty line at its end is kept."""
    write_raw(stream, harmless(text.removesuffix("\n"), colours=stream.isatty()) + "\n")


def write_raw(stream: TextIO, line: str) -> None:
    """Write what is known to be harmless, in whatever encoding the stream has."""
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def harmless(text: str, *, colours: bool) -> str:
    """Spell out the characters that would steer a terminal; colours pass where they are wanted."""
    parts = re.split(f"({COLOUR.pattern})", text)
    return "".join(
        (part if colours else "") if COLOUR.fullmatch(part) else STEERING.sub(_spelled, part)
        for part in parts
    )


def _spelled(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape", "surrogatepass").decode("ascii")
