"""Misspelt keyword arguments, against the live signature of what was called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import Called, CellError
from .cell_code import CellCode
from .edits import Edit, Edits
from .keyword_calls import keyword_call, unexpected_keyword
from .removed_arguments import knows_keyword
from .rule import MOST_CANDIDATES, Candidate
from .similar import similar
from .usual_keywords import SYNONYMS, untold


class MisspeltKeyword:
    """A keyword argument that the function does not take, where it takes a similar one."""

    name = "keywords"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> Sequence[Candidate]:
        wrong, called = unexpected_keyword(error), error.facts.called
        edits = Edits(CellCode(cell.source))
        call = keyword_call(edits, error, wrong) if wrong else None
        if wrong is None or called is None or call is None or knows_keyword(called.function, wrong, call):
            return []
        given = {keyword.arg for keyword in call.keywords}
        return [
            Candidate(
                title=f"Replace `{wrong}=` by `{known}=`",
                explanation=f"`{called.source}` takes no `{wrong}`, but it takes `{known}`.",
                source=f"rule:{self.name}",
                after=edits.replaced(self._edits(edits, call, wrong, known)),
            )
            for known in self._meant(wrong, called)
            if known not in given
        ][:MOST_CANDIDATES]

    def _meant(self, wrong: str, called: Called) -> list[str]:
        own = [each.name for each in called.parameters if each.kind != "positional"]
        known = list(dict.fromkeys([*own, *untold(called.function), *called.others]))
        words = [word for word in SYNONYMS.get(wrong, "").split() if word in known]
        return list(dict.fromkeys([*similar(wrong, known, closed=True), *words[:1]]))

    def _edits(self, edits: Edits, call: ast.Call, wrong: str, known: str) -> Iterator[Edit]:
        for keyword in call.keywords:
            if keyword.arg == wrong:
                start, _ = edits.range(keyword)
                yield Edit(start, start + len(wrong), known)
