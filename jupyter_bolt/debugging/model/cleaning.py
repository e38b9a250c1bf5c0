"""Take away what stands around code: thoughts, prompts, line numbers."""

from __future__ import annotations

import re
import textwrap

from .unusable import Unusable

THOUGHTS = ("think", "thinking", "thought", "reasoning")
IN_PROMPT = re.compile(r"\s*In ?\[[\d* ]*\]: ?(.*)")
IN_CONTINUED = re.compile(r"\s*\.{3,}: ?(.*)")
OUT_PROMPT = re.compile(r"\s*Out ?\[\d*\]:")
NUMBERED = re.compile(r"\s*(\d+)(?:\s*[|│:.)] ?|\t)(.*)")
UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"), None) | {0xA0: " ", 0x202F: " "}


def without_thoughts(text: str) -> str:
    """The answer without what the model thought aloud. Raises `Unusable` when nothing else is there."""
    for tag in THOUGHTS:
        opening, closing = f"<{tag}>", f"</{tag}>"
        before, found, after = text.partition(closing)
        while found:
            text = before.partition(opening)[0] + after if opening in before else after
            before, found, after = text.partition(closing)
        text, unfinished, _ = text.partition(opening)
        if unfinished and not text.strip():
            raise Unusable("it did not come to an end of its thinking")
    return text


def clean_code(code: str) -> str:
    """The code alone, starting at its first line and at the left margin."""
    lines = code.translate(UNSEEN).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line.rstrip() for line in lines]
    if next((line for line in lines if line), "") in {"python", "python3", "ipython", "py"}:
        lines = lines[lines.index(next(line for line in lines if line)) + 1 :]
    lines = _without_numbers(_without_prompts(lines))
    return textwrap.dedent("\n".join(lines)).strip("\n")


def _without_prompts(lines: list[str]) -> list[str]:
    """The lines behind `>>>` or `In [1]:`; output between them is left out."""
    if any(line.startswith(">>> ") for line in lines):
        return [line[4:] for line in lines if line.startswith((">>>", "..."))]
    if any(IN_PROMPT.fullmatch(line) for line in lines):
        kept: list[str] = []
        output = False
        for line in lines:
            output = (output or bool(OUT_PROMPT.match(line))) and not IN_PROMPT.fullmatch(line)
            prompt = IN_PROMPT.fullmatch(line) or IN_CONTINUED.fullmatch(line)
            kept += [] if output else [prompt[1] if prompt else line]
        return kept
    return lines


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines behind their numbers, where each one has its own."""
    numbered = [NUMBERED.fullmatch(line) for line in lines if line]
    if len(numbered) < 2 or not all(numbered):
        return lines
    numbers = [int(each[1][:9]) for each in numbered if each]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return lines
    return [match[2] if (match := NUMBERED.fullmatch(line)) else line for line in lines]
