"""Text that is a number for people and not for `int` or `float`: `"3.5"`, `"1,234"`, `"$5"`, `"12%"`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing
from .live_kinds import DECIMAL
from .percents import meaning_of

TOLD = re.compile(
    r"invalid literal for int\(\) with base 10: (?:np\.str_\()?(?P<i>'.*'|\".*\")|could not convert string to float: (?:np\.str_\()?(?P<f>'.*'|\".*\")"
    r"|Unable to parse string (?P<p>'.*'|\".*\") at position",
    re.S,
)
THOUSANDS = re.compile(r"\s*[-+]?\d{1,3}(,\d{3})+(\.\d+)?\s*")
DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d{1,2}\s*")
SIGNS = "$€£¥%"
NUMBER_TYPES = {"int": "int", "float": "float", "int64": "int", "float64": "float", "Int64": "int"}


class ParsedNumber:
    """A conversion that fails at a mark that people write and Python does not read."""

    name = "parsed-numbers"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name not in {"ValueError", "IntCastingNaNError"}:
            return []
        if "Cannot convert non-finite values" in error.message:
            return self._nullable(Failing(cell, error))
        told = TOLD.search(error.message)
        text = _unquoted(next(filter(None, told.groups()), "")) if told else None
        if text is None:
            return []
        failing = Failing(cell, error)
        call = failing.find(ast.Call)
        edits = self._edits(call, text, failing)
        if "%" in text and call is not None and edits:
            meaning = meaning_of(call, failing, notebook)
            if meaning is None:
                return []
            edits = [_of_one(call, edits, failing)] if meaning == "of one" else edits
        why = f"`{text}` is not how Python writes a number."
        return [failing.candidate(self.name, f"Convert by `{edits[-1].text}`", why, *edits)] if edits else []

    def _edits(self, call: ast.Call | None, text: str, failing: Failing) -> list[Edit]:
        removed = replacements(text)
        match call:
            case ast.Call(func=ast.Name(id="int" | "float") as function, args=[argument], keywords=[]):
                return self._called(function, argument, text, removed, failing)
            case ast.Call(func=ast.Attribute(value=column, attr="astype"), args=[kind]) if (
                ast.unparse(kind).strip("'") in NUMBER_TYPES
            ):
                to = NUMBER_TYPES[ast.unparse(kind).strip("'")]
                edits = [_marked(column, removed, ".str", failing)] if removed else []
                if to == "int" and not _is_whole(text, removed):
                    edits.append(failing.replaced(kind, "float"))
                return edits
            case ast.Call(func=ast.Attribute(attr="to_numeric"), args=[column, *_]):
                return [_marked(column, removed, ".str", failing)] if removed else []
            case ast.Call(
                args=[ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="int") as function, _])]
            ) if DECIMAL.fullmatch(text):
                return [failing.replaced(function, "float")]
        return []

    def _called(
        self,
        function: ast.Name,
        argument: ast.expr,
        text: str,
        removed: list[tuple[str, str]],
        failing: Failing,
    ) -> list[Edit]:
        edits = [_marked(argument, removed, "", failing)] if removed else []
        if function.id == "float":
            return edits
        if DECIMAL.fullmatch(text) and _is_whole(text, []) and not edits:
            return [failing.wrapped(argument, "float")]
        if re.fullmatch(r"\s*0[xX][0-9a-fA-F]+\s*|\s*0[bB][01]+\s*|\s*0[oO][0-7]+\s*", text):
            end = failing.extent(argument)[1]
            return [Edit(end, end, ", 0")]
        if not _is_whole(text, removed) and (DECIMAL.fullmatch(text) or edits):
            edits.insert(0, failing.replaced(function, "float"))
        return edits

    def _nullable(self, failing: Failing) -> Sequence[Candidate]:
        """`astype(int)` of a column with missing values: pandas' own `Int64` has room for them."""
        match failing.find(ast.Call):
            case ast.Call(func=ast.Attribute(attr="astype"), args=[kind]) if ast.unparse(kind) in {
                "int",
                "'int'",
                "'int64'",
            }:
                why = "The column has missing values: `int` has no room for them, `Int64` has."
                return [
                    failing.candidate(self.name, "Convert to `Int64`", why, failing.replaced(kind, '"Int64"'))
                ]
        return []


def replacements(text: str) -> list[tuple[str, str]]:
    """What has to be replaced in the text so that it is a number; nothing where that is not enough."""
    found = [(sign, "") for sign in SIGNS if sign in text]
    plain = text.translate(dict.fromkeys(map(ord, SIGNS)))
    if THOUSANDS.fullmatch(plain):
        found.append((",", ""))
    elif DECIMAL_COMMA.fullmatch(plain):
        found.append((",", "."))
    elif re.fullmatch(r"\s*[-+]?\d{1,3}([ \xa0_]\d{3})+(\.\d+)?\s*", plain):
        found.append((plain.strip()[len(re.match(r"[-+]?\d+", plain.strip()).group(0))], ""))  # type: ignore[union-attr]
    for old, new in found:
        text = text.replace(old, new)
    return found if DECIMAL.fullmatch(text) else []


def _is_whole(text: str, removed: list[tuple[str, str]]) -> bool:
    for old, new in removed:
        text = text.replace(old, new)
    return DECIMAL.fullmatch(text) is not None and float(text).is_integer()


def _marked(node: ast.expr, removed: list[tuple[str, str]], accessor: str, failing: Failing) -> Edit:
    """The text with its marks replaced."""
    shown = failing.text(node)
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)):
        shown = f"({shown})"
    return failing.replaced(
        node, shown + "".join(f'{accessor}.replace("{old}", "{new}")' for old, new in removed)
    )


def _of_one(call: ast.Call, edits: list[Edit], failing: Failing) -> Edit:
    """The call with these changes, as a part of one."""
    start, end = failing.extent(call)
    text = failing.source[start:end]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start - start] + edit.text + text[edit.end - start :]
    alone = isinstance(failing.parent(call), (ast.Assign, ast.AnnAssign, ast.ListComp))
    return failing.replaced(call, f"{text} / 100" if alone else f"({text} / 100)")


def _unquoted(quoted: str) -> str | None:
    try:
        text = ast.literal_eval(quoted)
    except (ValueError, SyntaxError):
        return None
    return text if isinstance(text, str) else None
