"""Request, events and response of fixing notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..proposals.bare import bare_error, bare_evidence, bare_proposal
from .request import AskModel, FixResponse

NotebookOutcome = Literal["fixed", "nothing_to_fix", "not_fixed", "unreadable"]

WORDS: dict[NotebookOutcome, str] = {
    "fixed": "fixed",
    "nothing_to_fix": "with nothing to fix",
    "not_fixed": "not fixed",
    "unreadable": "could not be read",
}


class FixNotebooksRequest(BaseModel):
    """Run notebooks, each in a kernel of its own, and fix the first cell that fails in each."""

    paths: list[str] = Field(
        min_length=1,
        description="Notebooks, and folders in which all are meant; hidden folders, environments and "
        "node_modules are left out.",
    )
    cell: str | None = Field(
        default=None, description="Id of the cell to fix, in one notebook; the cells above it are run first."
    )
    apply: bool = Field(default=False, description="Write the first proposal into the notebook.")
    time_s: float = Field(default=120.0, gt=0, le=600, description="Seconds that one cell may take.")
    ask_model: AskModel = None
    jobs: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Notebooks that are run side by side. A server may allow fewer.",
    )


class NotebookFix(BaseModel):
    """What came of one notebook."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    path: str
    outcome: NotebookOutcome
    message: str = Field(description="One sentence for the user: what happened and what to do next.")
    cell_id: str | None = Field(default=None, description="The cell that failed.")
    cell_number: int | None = Field(default=None, description="Its place among the notebook's cells, from 1.")
    fix: FixResponse | None = None
    applied: bool = Field(default=False, description="Whether the first proposal was written.")

    def to_text(self) -> str:
        from .report import report

        return report(self)


class NotebookStep(BaseModel):
    """Tells what is being done with one notebook."""

    kind: Literal["progress"] = "progress"
    message: str = Field(description="One short sentence, with the notebook's path.")
    path: str
    done: int = Field(description="Notebooks that are done.")
    total: int


class NotebookDone(BaseModel):
    """Tells what came of one notebook as soon as it is known."""

    kind: Literal["notebook"] = "notebook"
    notebook: NotebookFix
    done: int = Field(description="Notebooks that are done, this one included.")
    total: int

    @property
    def message(self) -> str:
        words = WORDS[self.notebook.outcome]
        return f"{_place(self.done, self.total)}{self.notebook.path}: {words}"

    def to_text(self) -> str:
        text = self.notebook.to_text()
        return f"{text}\n" if self.total > 1 else text


class FixSummary(BaseModel):
    """How many notebooks came to what. Told as an event when the work is stopped before its end."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    kind: Literal["summary"] = "summary"
    fixed: int
    nothing_to_fix: int
    not_fixed: int
    unreadable: int
    not_reached: int = Field(description="Notebooks whose turn never came, or never ended.")
    seconds: float

    @property
    def message(self) -> str:
        counts = {words: getattr(self, outcome) for outcome, words in WORDS.items()}
        counts["not reached"] = self.not_reached
        total = sum(counts.values())
        parts = [f"{count} {words}" for words, count in counts.items() if count]
        return f"{total} notebook{'' if total == 1 else 's'}: {', '.join(parts)} · {self.seconds:.1f} s"

    def to_text(self) -> str:
        return self.message


class FixNotebooksResponse(BaseModel):
    """What came of each notebook, in the order in which they were named and found."""

    notebooks: list[NotebookFix] = Field(
        description="Outputs, variables, files and live facts are cut from those that were done when there were "
        "16 MB of them; the event of each notebook has them whole."
    )
    summary: FixSummary

    @property
    def exit_code(self) -> int:
        return 1 if any(each.outcome in ("not_fixed", "unreadable") for each in self.notebooks) else 0

    def to_text(self) -> str:
        """The end of what the events have told already: a summary, where there is more than one notebook."""
        return self.summary.to_text() if len(self.notebooks) > 1 else ""


def summarise(notebooks: Sequence[NotebookFix], *, total: int, seconds: float) -> FixSummary:
    """Count what came of notebooks out of a total."""
    outcomes = [each.outcome for each in notebooks]
    return FixSummary(
        fixed=outcomes.count("fixed"),
        nothing_to_fix=outcomes.count("nothing_to_fix"),
        not_fixed=outcomes.count("not_fixed"),
        unreadable=outcomes.count("unreadable"),
        not_reached=total - len(outcomes),
        seconds=round(seconds, 1),
    )


def bare_notebook_fix(fix: NotebookFix) -> NotebookFix:
    """The same outcome, words and edits, without what makes them large."""
    if fix.fix is None:
        return fix
    bare = {
        "error": bare_error(fix.fix.error),
        "proposals": [bare_proposal(each) for each in fix.fix.proposals],
        "evidence": bare_evidence(fix.fix.evidence),
    }
    return fix.model_copy(update={"fix": fix.fix.model_copy(update=bare)})


def step(path: str, message: str, *, done: int, total: int) -> NotebookStep:
    """Say what is being done with a notebook, and how far all have come where there are several."""
    return NotebookStep(message=f"{_place(done, total)}{path}: {message}", path=path, done=done, total=total)


def _place(done: int, total: int) -> str:
    return f"{done}/{total} " if total > 1 else ""
