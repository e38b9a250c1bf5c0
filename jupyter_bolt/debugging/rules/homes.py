"""Names that live in another module of the same package, and modules that lie in another folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from .cell_code import CellCode
from .node_edits import end_of, quoted, start_of, statements
from .rule import MOST_CANDIDATES, Candidate
from .usual_imports import MEMBERS

LACKS = re.compile(r"cannot import name '\w+' from '([\w.]+)'")
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class NameOfAnotherModule:
    """`from sklearn import KMeans`, where `sklearn.cluster` has it; a module in `src` or beside the notebook."""

    name = "homes"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        code, facts = CellCode(cell.source), error.facts
        if error.name == "ModuleNotFoundError":
            return list(self._folder(code, error))
        homes = [each for each in facts.homes if DOTTED.fullmatch(each)]
        told = LACKS.match(error.message) if error.name == "ImportError" else None
        asked = told.group(1) if told else ""
        homes = homes or _usual_homes(facts.name or "", asked)
        if len(homes) != 1 or not facts.name:
            return []
        if error.name == "ImportError":
            found = self._imported(code, facts.name, asked, homes[0])
        elif error.name == "AttributeError":
            found = self._attribute(code, facts.name, facts.owner_source, homes[0])
        else:
            return []
        return [
            Candidate(
                title=f"Take `{facts.name}` from `{homes[0]}`",
                explanation=f"`{asked or homes[0].rpartition('.')[0]}` has no `{facts.name}`; `{homes[0]}` has.",
                source=f"rule:{self.name}",
                after=after,
            )
            for after in found
        ][:MOST_CANDIDATES]

    def _imported(self, code: CellCode, name: str, package: str, home: str) -> Iterator[str]:
        """The import split: this name from its home, the others from where they were."""
        for node in statements(code.tree):
            if isinstance(node, ast.ImportFrom) and node.module == package and not node.level:
                moved = [each for each in node.names if each.name == name]
                others = [each for each in node.names if each.name != name]
                if moved:
                    indent = " " * node.col_offset
                    lines = [_written(package, others)] if others else []
                    lines.append(_written(home, moved))
                    text = f"\n{indent}".join(lines)
                    yield code.source[: start_of(code, node)] + text + code.source[end_of(code, node) :]
                    return

    def _attribute(self, code: CellCode, name: str, owner: str | None, home: str) -> Iterator[str]:
        package, _, last = home.rpartition(".")
        for node in statements(code.tree):
            if isinstance(node, ast.Import) and len(node.names) == 1:
                alias = node.names[0]
                if alias.name == package and alias.asname == owner and owner:
                    text = f"import {home} as {owner}"
                    yield code.source[: start_of(code, node)] + text + code.source[end_of(code, node) :]
                    return
        if owner == package:
            spans = list(code.attributes(name, owner))
            if spans:
                yield CellCode(code.replaced(spans, f"{last}.{name}")).with_import(f"import {home}")

    def _folder(self, code: CellCode, error: CellError) -> Iterator[Candidate]:
        """The one folder of the project in which the module lies, put on the path of imports."""
        folders = [each for each in error.facts.folders if each.isprintable()]
        if len(folders) != 1 or folders[0] == "." or not error.facts.name:
            return
        folder = folders[0]
        where = folder if not folder.startswith("..") else f"{folder} (from the working folder)"
        yield Candidate(
            title=f'Import it from "{folder}"',
            explanation=f"The module is there in {where}, where imports do not look.",
            source=f"rule:{self.name}",
            after=code.with_import(f"import sys\nsys.path.insert(0, {quoted(folder)})"),
        )


def _usual_homes(name: str, package: str) -> list[str]:
    """The other modules of the same package from which people usually import a name."""
    top = package.partition(".")[0]
    return [
        module
        for module, names in MEMBERS.items()
        if module != package and module.partition(".")[0] == top and name in names.split()
    ]


def _written(module: str, names: list[ast.alias]) -> str:
    return f"from {module} import {', '.join(ast.unparse(each) for each in names)}"
