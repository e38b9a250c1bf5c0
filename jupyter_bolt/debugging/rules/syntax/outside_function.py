"""`return` and `await` where they cannot stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule, edit


class OutsideFunction(SyntaxRule):
    """A `return` at the end of a cell, and `await` in a function that is not `async`."""

    name = "outside_function"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        if "'return' outside function" in code.slip.message:
            yield from self._shown(code)
        if "outside async function" in code.slip.message:
            yield from self._made_async(code)

    def _shown(self, code: BrokenCode) -> Iterator[Edit]:
        """The value of a cell's last line is shown: what `return` was to give."""
        statement = code.statement(code.slip.line)
        last = [token for token in code.tokens if token.kind not in {"newline", "comment"}][-1]
        if len(statement) > 1 and statement[-1] is last and not code.indent(code.slip.line):
            why = "A cell returns nothing; the value of its last line is shown."
            change = (statement[0].start, statement[1].start, "")
            yield edit(code, "Remove `return`", why, change)

    def _made_async(self, code: BrokenCode) -> Iterator[Edit]:
        """Make the function `async`, and wait for it where the cell calls it."""
        inner = len(code.indent(code.slip.line))
        for line in range(code.slip.line - 1, 0, -1):
            match = re.match(r"(\s*)def (\w+)", code.lines[line - 1])
            if match and len(match.group(1)) < inner:
                break
        else:
            return
        indent, name = match.groups()
        at = code.starts[line - 1] + len(indent)
        changes = [(at, at, "async ")]
        for before, token, after in zip([None, *code.tokens], code.tokens, code.tokens[1:], strict=False):
            if token.text == name and after.text == "(" and token.line != line:
                if before is not None and before.text == "await":
                    continue
                if code.indent(token.line):
                    return
                changes.append((token.start, token.start, "await "))
        why = f"Only an `async` function can wait: `{name}` is made one, and its calls are waited for."
        yield edit(code, f"Make `{name}` async", why, *changes)
