"""What an answer says in words, as one short sentence that can be shown."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 200
LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\([^()]{0,500}\)")
MARKUP = re.compile(r"[*_#>~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}|^[ \t]*(?:[-*>]|\d+[.)]|#+)\s+", re.MULTILINE)
TAG = re.compile(r"<[^<>]{0,200}>")
ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
EMPTY_WORDS = (
    "here is", "here's", "here are", "sure", "certainly", "of course", "okay", "ok,", "below", "the corrected",
    "the fixed", "corrected ", "fixed ", "i hope", "i have", "i've", "i'm", "let me", "let's", "this should",
    "explanation", "answer", "solution", "great", "absolutely", "no problem",
)  # fmt: skip
ADDRESS = re.compile(r"\w+://|\bwww\.")


def reason_in(prose: str) -> str:
    """The first sentence that says something of the error, or "" where none does. It is untrusted text."""
    text = MARKUP.sub("", TAG.sub("", LINK.sub(r"\1", prose[:4_000])))
    for sentence in ENDS.split(text):
        plain = " ".join(_shown(sentence).split())
        if len(plain.split()) >= 3 and not plain.endswith(":") and not _says_nothing(plain):
            return _short(plain)
    return ""


def _says_nothing(sentence: str) -> bool:
    return sentence.lower().startswith(EMPTY_WORDS) or bool(ADDRESS.search(sentence))


def _shown(text: str) -> str:
    """Without what is not seen, or turns the direction of writing."""
    return "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"
