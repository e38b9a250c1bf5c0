"""Request and response of a fix."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..notebooks.cells import NotebookRef
from ..proposals.proposal import Proposal
from ..trials.evidence import CellError, Evidence, TrialLimits
from ..trials.trial import ASKED_ABOVE_S, ReplaySeconds
from .explain.explanation import Explanation

AskModel = Annotated[
    bool | None,
    Field(
        description="Ask the language model that is named: always, never, or, left out, where no rule has a "
        "fix."
    ),
]

FixOutcome = Literal["fixed", "untried", "breaks_later", "runs_now", "no_candidate", "none_ran", "not_tried"]


class FailingCellRequest(BaseModel):
    """What is asked about a failing cell."""

    notebook: NotebookRef
    cell_id: str
    kernel_id: str | None = Field(
        default=None, description="The notebook's running kernel. Without one trials are replayed."
    )
    limits: TrialLimits = Field(default_factory=TrialLimits)
    replay_s: ReplaySeconds = ASKED_ABOVE_S


class FixRequest(FailingCellRequest):
    """Find a fix for a failing cell that was seen to run."""

    ask_model: AskModel = None
    send_values: bool = Field(
        default=False,
        description="Whether a model is also told what the values in the failing line look like.",
    )


class ExplainRequest(FailingCellRequest):
    """Explain why a cell fails."""


class ExplainResponse(BaseModel):
    """What went wrong, or why that could not be seen."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    outcome: Literal["explained", "runs_now", "not_tried"] = Field(
        description="`runs_now`: the cell runs as it is. `not_tried`: it could not be tried, or was ended."
    )
    message: str = Field(description="One sentence for the user: what happened and what to do next.")
    error: CellError | None = Field(default=None, description="The error as the cell raises it now.")
    explanation: Explanation | None = None


class FixStep(BaseModel):
    """Tells how far the search has come."""

    kind: Literal["progress"] = "progress"
    step: Literal["running", "waiting", "trying", "asking"] = Field(
        description="What is being done now, for who says it in other words: the cell is run as it is, waits "
        "until other replays have ended, `count` changes are tried, or `model` is asked."
    )
    message: str = Field(description="What is being done now, in one short sentence.")
    count: int = Field(default=0, description="Candidates that are tried now.")
    model: str = Field(default="", description="The model that is asked now.")
    tried: int = Field(default=0, description="Candidates that have been tried so far.")


class FixFound(BaseModel):
    """Tells of a proposal as soon as it was seen to run; its place among others is not known yet."""

    kind: Literal["proposal"] = "proposal"
    proposal: Proposal


class FixResponse(BaseModel):
    """What came of it: proposals, best first, or why there are none. Those that break a later cell come last."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    outcome: FixOutcome = Field(
        description="`fixed`: at least one proposal was seen to run, and breaks no cell below that ran before. "
        "`untried`: there are proposals, but none that a trial can show. `breaks_later`: with each proposal "
        "that ran, a cell below fails that ran before. `runs_now`: the cell runs as it is. "
        "`no_candidate`: no rule knows this error. `none_ran`: candidates were tried and failed. "
        "`not_tried`: the cell could not be tried."
    )
    message: str = Field(description="One sentence for the user: what happened and what to do next.")
    error: CellError | None = Field(default=None, description="The error as the cell raises it now.")
    explanation: Explanation | None = Field(default=None, description="The error in plain words.")
    proposals: list[Proposal] = Field(default_factory=list)
    tried: int = Field(default=0, description="Candidates that were tried.")
    model_error: str | None = Field(
        default=None,
        description="Why a model that was asked gave nothing that ran, in a sentence for the user.",
    )
    can_ask: str | None = Field(
        default=None,
        description="The model that could still be asked, by its name; none where it has been, or none is named.",
    )
    evidence: Evidence = Field(description="What the cell showed as it is.")
