"""Imports whose words are in the wrong order or place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .broken_code import BrokenCode
from .syntax_rule import Edit, SyntaxRule

DOTTED = r"[^\W\d][\w.]*"
DISTRIBUTIONS = {
    "scikit-learn": "sklearn", "scikit-image": "skimage", "python-dateutil": "dateutil", "pyyaml": "yaml",
    "opencv-python": "cv2", "beautiful-soup": "bs4", "python-dotenv": "dotenv",
}  # fmt: skip


class ImportOrder(SyntaxRule):
    """`import a from b`, `from a import b.c`, `import "a"`, `import a-b`, `from a import b,`."""

    name = "import_order"

    def edits(self, code: BrokenCode) -> Iterator[Edit]:
        line = code.lines[code.slip.line - 1]
        for title, why, after in _rewritten(line):
            lines = list(code.lines)
            lines[code.slip.line - 1] = after
            yield Edit(title, why, "\n".join(lines))


def _rewritten(line: str) -> Iterator[tuple[str, str, str]]:
    order = "Python writes `from module import name`."
    if match := re.fullmatch(rf"(\s*)import (.+?) from ['\"]?({DOTTED})['\"]?(\s*)", line):
        indent, names, module, end = match.groups()
        yield (
            f"Write `from {module} import …`",
            order,
            f"{indent}from {module} import {names.strip('{ }')}{end}",
        )
    if match := re.fullmatch(rf"(\s*)from ({DOTTED}) import ({DOTTED})\.(\w+)(.*)", line):
        indent, module, inner, name, end = match.groups()
        yield f"Import from `{module}.{inner}`", order, f"{indent}from {module}.{inner} import {name}{end}"
    if match := re.fullmatch(rf"(\s*)(import|from) (['\"])({DOTTED})\3(.*)", line):
        indent, word, _, module, end = match.groups()
        yield "Remove the quotes", "A module is named without quotes.", f"{indent}{word} {module}{end}"
    if match := re.fullmatch(r"(\s*)(import|from) ([a-zA-Z_]\w*(?:-\w+)+)(.*)", line):
        indent, word, module, end = match.groups()
        name = DISTRIBUTIONS.get(module.lower(), module.replace("-", "_"))
        yield f"Write `{name}`", f"`{module}` is imported as `{name}`.", f"{indent}{word} {name}{end}"
    if match := re.fullmatch(r"(\s*from .+ import .+?),\s*", line):
        yield "Remove the last comma", "A comma is followed by a name.", match.group(1)
    if match := re.fullmatch(r"(\s*)(import .+?|from .+? import .+?) ((?:import|from) .+)", line):
        indent, one, two = match.groups()
        yield (
            "Put the second import into its own line",
            "A line holds one import.",
            f"{indent}{one}\n{indent}{two}",
        )
