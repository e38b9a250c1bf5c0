"""Walk through JSON text value by value, knowing where in the text each one stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

SPACE = re.compile(r"[ \t\n\r]*")
decoder = JSONDecoder()


class JsonWalk:
    """A place in a JSON text.

    `members` and `elements` stop before each value; the caller must step over it with `value`, or
    walk into it, before it goes on. Raises `JSONDecodeError` (a `ValueError`) or `RecursionError`.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    def peek(self) -> str:
        """The next character that is no white space, or an empty string at the end."""
        found = SPACE.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return self.text[self.at : self.at + 1]

    def value(self) -> Any:
        """Step over a whole value and return it."""
        self.peek()
        value, self.at = decoder.raw_decode(self.text, self.at)
        return value

    def members(self) -> Iterator[str]:
        """Walk into an object: yield each key, standing before its value."""
        for _ in self._items("{", "}"):
            self._expect('"')
            key = self.value()
            self._take(":")
            yield key

    def elements(self) -> Iterator[None]:
        """Walk into an array, standing before each element."""
        yield from self._items("[", "]")

    def end(self) -> None:
        """Check that nothing follows."""
        if self.peek():
            raise JSONDecodeError("Extra data", self.text, self.at)

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.peek() == closing:
            self._take(closing)
            return
        while True:
            yield
            if self.peek() == closing:
                break
            self._take(",")
        self._take(closing)

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            raise JSONDecodeError(f"Expecting {character!r}", self.text, self.at)

    def _take(self, character: str) -> None:
        self._expect(character)
        self.at += 1
