"""What is told to a model of the changes that were tried: without values, no word that the notebook does not spell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...notebooks.cells import Notebook
from ..search import Attempt

MOST_FINDINGS = 8
SHOWN = 200
WORD = re.compile(r"\w+")
QUOTED = re.compile(r"`([^`]*)`|\"([^\"]*)\"|'([^']*)'")


def findings(tried: Sequence[Attempt], notebook: Notebook, *, values: bool) -> list[str]:
    """One line of each change that was tried: what it was, and how it failed."""
    shown = tried[:MOST_FINDINGS]
    if values:
        return [f"{each.candidate.title[:SHOWN]}: {_outcome(each)}" for each in shown]
    text = "\n".join(cell.source for cell in notebook.cells)
    words = set(WORD.findall(text))
    return [f"{_title(each, text, words)}: {_bare_outcome(each)}" for each in shown]


def _title(attempt: Attempt, text: str, words: set[str]) -> str:
    """The title, or the rule alone where a change brings in what may be somebody's data."""
    title = attempt.candidate.title[:SHOWN]
    quoted = ["".join(each) for each in QUOTED.findall(title)]
    spelt = words.issuperset(WORD.findall(attempt.candidate.after)) and all(each in text for each in quoted)
    return title if spelt else f"A change by {attempt.candidate.source[:SHOWN]}"


def _bare_outcome(attempt: Attempt) -> str:
    """How it ended. An error's message may quote a value: its class alone is told."""
    error = attempt.evidence.error
    match attempt.evidence.outcome:
        case "ran":
            return "it ran"
        case "failed" if error is not None:
            return error.name[:SHOWN]
        case "failed":
            return "it was ended"
    return "it could not be tried"


def _outcome(attempt: Attempt) -> str:
    evidence = attempt.evidence
    match evidence.outcome:
        case "ran":
            return "it ran"
        case "failed" if evidence.error is not None:
            return f"{evidence.error.name}: {' '.join(evidence.error.message[:SHOWN].split())}"
    return evidence.reason[:SHOWN] or "it was ended"
