"""How a fixed notebook reads on a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..notebooks.cells import CellEdit
from ..proposals.proposal import Proposal
from ..trials.evidence import Evidence, StreamOutput
from .badge import badge
from .explain.explanation import Explanation

if TYPE_CHECKING:
    from .notebooks_request import NotebookFix

SHOWN_LINES = 20


def report(response: NotebookFix) -> str:
    """The diff, what was seen, and what to do next."""
    return "\n".join(_lines(response)) + "\n"


def _lines(response: NotebookFix) -> Iterator[str]:
    place = f"{response.path}, cell {response.cell_number}" if response.cell_number else response.path
    fix = response.fix
    if fix is None or fix.error is None:
        yield f"{place if fix else response.path}: {response.message}"
        return
    message = fix.error.message.partition("\n")[0]
    yield f"{place} (id {response.cell_id}): {fix.error.name}: {message}"
    if fix.explanation is not None:
        yield from _explained(fix.explanation)
    if fix.model_error and fix.proposals:
        yield f"  {fix.model_error}"
    if not fix.proposals:
        yield response.message
        return
    yield ""
    yield from _proposal(fix.proposals[0], place)
    yield from _others(fix.proposals[1:])
    yield ""
    yield _ending(response, fix.proposals[0])


def _ending(response: NotebookFix, proposal: Proposal) -> str:
    if response.applied:
        return f"Written into {response.path}."
    unchanged = f"{response.path} is unchanged."
    if proposal.evidence.outcome == "not_tried":
        return f"{unchanged} Only what was tried is written into it."
    if response.outcome != "fixed":
        return f"{unchanged} A change that breaks a later cell is not written into it."
    if proposal.first:
        return (
            f"{unchanged} Move what runs first above cell {response.cell_number}: no cell is moved for you."
        )
    return f"{unchanged} Add --apply to write this into it."


def _explained(explanation: Explanation) -> Iterator[str]:
    yield f"  {explanation.where}"
    if explanation.cause:
        yield f"  {explanation.cause}"


def _proposal(proposal: Proposal, place: str) -> Iterator[str]:
    yield proposal.title
    yield proposal.explanation
    yield ""
    for edit in proposal.edits:
        if edit.after != edit.before:
            yield from _diff(edit, place)
            yield ""
    yield badge(proposal.evidence)
    yield from (f"  But: {note}" for note in proposal.notes)
    yield from _evidence(proposal.evidence)


def _diff(edit: CellEdit, place: str) -> Iterator[str]:
    return difflib.unified_diff(
        edit.before.splitlines(), edit.after.splitlines(), place, f"{place}, proposed", lineterm=""
    )


def _evidence(evidence: Evidence) -> Iterator[str]:
    """What the badge says only in short: outputs, variables and files."""
    shown = [
        line
        for each in evidence.outputs
        for line in (
            each.text if isinstance(each, StreamOutput) else each.data.get("text/plain", "")
        ).splitlines()
    ]
    yield from (f"  {line}" for line in shown[:SHOWN_LINES])
    if len(shown) > SHOWN_LINES:
        yield f"  … {len(shown) - SHOWN_LINES} more lines"
    for variable in evidence.variables:
        about = ", ".join(part for part in (variable.type, variable.size.strip()) if part)
        yield f"  {variable.change} {variable.name}: {about}"
    for file in evidence.files:
        yield f"  would leave {file.path} {file.change}, {file.size_bytes:,} bytes"


def _others(proposals: list[Proposal]) -> Iterator[str]:
    for heading, tried in (("Also ran:", True), ("Not tried:", False)):
        shown = [each for each in proposals if (each.evidence.outcome == "ran") is tried]
        if shown:
            yield ""
            yield heading
            for each in shown:
                yield f"  {each.title}  ({badge(each.evidence)})"
                yield from (f"    But: {note}" for note in each.notes)
