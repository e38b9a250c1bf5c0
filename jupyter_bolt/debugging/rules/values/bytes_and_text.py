"""Bytes and text in one operation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ....notebooks.cells import Cell, Notebook
from ....trials.evidence import CellError
from ..rule import Candidate
from .failing import Edit, Failing

MIXED = re.compile(
    r"can't concat (str|bytes) to (str|bytes)|can only concatenate str \(not \"bytes\"\)|a bytes-like object is required, not 'str'"
    r"|expected str instance, bytes found|expected a bytes-like object, str found|write\(\) argument must be str, not bytes"
    r"|requires string as left operand, not bytes|first arg must be (bytes|str)|cannot use a string pattern on a bytes-like object"
    r"|Strings must be encoded before hashing|Unicode-objects must be encoded"
)


class BytesAndText:
    """Bytes where text is needed, or text where bytes are."""

    name = "bytes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        if error.name != "TypeError" or not MIXED.search(error.message):
            return []
        failing = Failing(cell, error)
        edits = list(self._edits(failing))
        if not edits:
            return []
        made = "text" if edits[0].text.endswith(".decode()") else "bytes"
        why = "Bytes and text don't mix: one must be converted to the other."
        return [failing.candidate(self.name, f"Convert to {made} by `{edits[0].text}`", why, *edits)]

    def _edits(self, failing: Failing) -> Iterator[Edit]:
        match failing.find(ast.BinOp, ast.AugAssign, ast.Compare, ast.Call):
            case ast.BinOp(left=left, right=right) | ast.AugAssign(target=left, value=right):
                yield from self._decoded([left, right], failing)
            case ast.Compare(left=left, comparators=[right]):
                yield from self._decoded([left, right], failing)
            case ast.Call(
                func=ast.Attribute(value=ast.Constant(value=bytes() as separator) as constant, attr="join")
            ):
                yield failing.replaced(constant, repr(separator.decode("utf-8", "replace")))
            case ast.Call(func=ast.Attribute(value=owner), args=arguments) as call:
                if "write() argument must be str" in failing.error.message:
                    yield from (self._with(each, ".decode()", failing) for each in arguments[:1])
                elif "be encoded" in failing.error.message or (
                    call.func.attr == "write" and "bytes-like" in failing.error.message  # type: ignore[attr-defined]
                ):
                    yield from (self._with(each, ".encode()", failing) for each in arguments[:1])
                elif failing.type_of(owner) == "bytes":
                    yield self._with(owner, ".decode()", failing)
                else:
                    yield from (
                        self._with(each, ".decode()", failing)
                        for each in arguments
                        if failing.type_of(each) == "bytes"
                    )

    def _decoded(self, operands: list[ast.expr], failing: Failing) -> Iterator[Edit]:
        for each in operands:
            if failing.type_of(each) == "bytes" and isinstance(
                each, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
            ):
                if isinstance(each.ctx, ast.Load) if hasattr(each, "ctx") else True:
                    yield self._with(each, ".decode()", failing)
            elif isinstance(each, ast.Constant) and isinstance(each.value, bytes):
                yield failing.replaced(each, failing.text(each).lstrip("bB"))

    def _with(self, node: ast.expr, call: str, failing: Failing) -> Edit:
        shown = failing.text(node)
        return failing.replaced(
            node, f"({shown}){call}" if isinstance(node, (ast.BinOp, ast.IfExp)) else shown + call
        )
