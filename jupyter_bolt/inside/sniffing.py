"""Tell what a data file is by its first bytes: its kind, its encoding, its separator."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

MOST_BYTES = 256 * 1024
MOST_LINES = 200
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
KINDS = (
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "sqlite"),
)
SEPARATORS = (";", "\t", "|", ",")


def sniff(path: str) -> dict[str, Any]:
    """Return `{kind, encoding, separator, decimal, skipped}`, each only where it is sure."""
    with open(path, "rb") as file:
        raw = file.read(MOST_BYTES)
    kind = binary_kind(raw)
    if kind:
        return {"kind": kind}
    encoding = encoding_of(raw)
    if encoding is None:
        return {}
    text = decoded(raw, encoding) or ""
    kind = "empty" if not text.strip() else json_kind(text, len(raw) < MOST_BYTES)
    found: dict[str, Any] = {"kind": kind or "text", "encoding": encoding}
    return found if kind else {**found, **table_of(text)}


def binary_kind(raw: bytes) -> str:
    if raw.startswith(b"PK\x03\x04"):
        return "excel" if b"xl/" in raw else "zip"
    if raw[:1] in (b"\x80",) and raw[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return "pickle"
    return next((kind for start, kind in KINDS if raw.startswith(start)), "")


def encoding_of(raw: bytes) -> str | None:
    """The encoding, where a mark or the bytes themselves leave no doubt."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return encoding
    if b"\0" in raw:
        return wide(raw)
    if decoded(raw, "utf-8") is not None:
        return "utf-8"
    return single_byte(raw) or eastern(raw)


def decoded(raw: bytes, encoding: str) -> str | None:
    """The text; a character that the end of the part cuts is left out."""
    for cut in range(4):
        try:
            return raw[: len(raw) - cut].decode(encoding)
        except UnicodeDecodeError:
            if len(raw) < MOST_BYTES and encoding != "utf-16":
                return None
    return None


def wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: text of Latin letters has every other byte zero."""
    pairs = max(len(raw) // 2, 1)
    even, odd = raw[::2].count(0) / pairs, raw[1::2].count(0) / pairs
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def single_byte(raw: bytes) -> str | None:
    """Western text has few letters beyond ASCII, and they stand among lower-case ones as such."""
    ascii_letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in raw)
    other_letters = sum(each.isalpha() for each in raw.decode("cp1252", "ignore") if ord(each) > 127)
    if other_letters * 2 < ascii_letters:
        fits = [each for each in ("cp1252", "mac_roman", "cp850") if is_western(raw, each)]
        return fits[0] if fits else None
    text = decoded(raw, "cp1251")
    if text is None or other_letters < ascii_letters:
        return None
    beyond = [each for each in text if ord(each) > 127]
    russian = sum("а" <= each <= "я" or each == "ё" for each in beyond)
    return "cp1251" if russian >= 0.7 * len(beyond) else None


def is_western(raw: bytes, encoding: str) -> bool:
    text = decoded(raw, encoding)
    if text is None:
        return False
    inside = re.findall(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])", text)
    beyond = re.findall(r"[^\x00-\x7f]", text)
    strange = sum(not (each.isalpha() or each in "€£°–—‘’“”…•«»§©®²³½¼¾¿¡·±×ºª´¨\u00a0") for each in beyond)
    wrong = sum(not (each.islower() or each in "’–—·") for each in inside)
    return wrong * 10 <= len(inside) and strange * 10 <= len(beyond)


def eastern(raw: bytes) -> str | None:
    """Japanese by its kana, Korean by its syllables, Chinese by what is left; each must decode throughout."""
    for encoding, letters, least in (
        ("cp932", r"[\u3040-\u30ff]", 0.2),
        ("euc_jp", r"[\u3040-\u30ff]", 0.2),
        ("cp949", r"[\uac00-\ud7a3]", 0.8),
        ("gb18030", r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]", 0.95),
    ):
        text = decoded(raw, encoding)
        beyond = re.findall(r"[^\x00-\x7f]", text) if text else []
        if beyond and len(re.findall(letters, text or "")) >= least * len(beyond):
            return encoding
    return None


def json_kind(text: str, is_whole: bool) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] not in ("{", "["):
        return ""
    lines = [line for line in start.splitlines() if line.strip()]
    if len(lines) > 1 and all(is_json(line) for line in lines[: 20 if is_whole else 2]):
        return "json lines"
    return "json" if (is_json(start) if is_whole else start[:1] == "[") else ""


def is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False


def table_of(text: str) -> dict[str, Any]:
    """The separator that cuts the lines into as many fields each, and how many lines stand above them."""
    lines = text.lstrip("\ufeff").splitlines()
    if len(text) >= MOST_BYTES:
        lines = lines[:-1]
    lines = lines[:MOST_LINES]
    found: list[dict[str, Any]] = []
    for separator in SEPARATORS:
        rows = fields(lines, separator)
        above = rows_above(rows)
        if above is not None:
            skipped = [at for at, line in enumerate(lines) if line.strip()][above]
            found.append({"separator": separator, "skipped": skipped, "rows": rows[above:]})
    if not found:
        return {}
    best = max(found, key=lambda each: (not each["skipped"], len(each["rows"][0])))
    decimal = {"decimal": ","} if has_decimal_commas(best["rows"][1:], best["separator"]) else {}
    return dict(decimal, separator=best["separator"], skipped=best["skipped"])


def fields(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return []


def rows_above(rows: list[list[str]]) -> int | None:
    """How many rows of a title stand above the table; None where the rows are no table of two columns."""
    if len(rows) < 2 or len(rows[-1]) < 2:
        return None
    width, at = len(rows[-1]), len(rows)
    while at > 0 and len(rows[at - 1]) == width:
        at -= 1
    if len(rows) - at < 2 or any(len(row) > min(2, width - 1) for row in rows[:at]):
        return None
    return None if at and any(is_number(cell) for cell in rows[at]) else at


def is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?[\d.,]+\s*", text) is not None


def has_decimal_commas(rows: list[list[str]], separator: str) -> bool:
    """Whether some column holds nothing but numbers with a comma."""
    if separator == ",":
        return False
    columns = [[cell.strip() for cell in column if cell.strip()] for column in zip(*rows)]
    return any(column and all(re.fullmatch(r"[-+]?\d+,\d+", cell) for cell in column) for column in columns)
