"""An error in plain words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from ...trials.evidence import LiveValue


class Origin(BaseModel):
    """The statement that gave a name its value."""

    name: str
    cell_id: str
    cell_number: int = Field(description="Its place among the notebook's cells, from 1.")
    line: int = Field(description="Line in that cell, from 1.")
    text: str = Field(description="The statement's first line, at most 200 characters.")


class Explanation(BaseModel):
    """What went wrong, where, with which values, and why, as far as it can be told."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    kind: str = Field(description="What this kind of error means, in one sentence.")
    what: str = Field(description="What happened here, in one sentence.")
    where: str = Field(description="Where it happened: the line, and what was called from it.")
    line: int | None = Field(default=None, description="Line in the cell, from 1.")
    cause: str = Field(default="", description="The likely cause; empty where none can be told.")
    values: list[LiveValue] = Field(
        default_factory=list, description="What stood in the failing line, without modules and functions."
    )
    made_by: list[Origin] = Field(
        default_factory=list, description="The statements that gave those names their values."
    )
