"""The one shape in which a door says that something went wrong."""

from __future__ import annotations

from pydantic import BaseModel, Field, ValidationError

from ..errors import BoltError, Invalid

SHOWN_PROBLEMS = 3


class FailureDetail(BaseModel):
    """What happened, and what to do next."""

    type: str = Field(description="The error's class: `CellChanged`, `Invalid`, `Forbidden`, …")
    message: str = Field(description="What happened, in one sentence for the user.")
    hint: str = Field(description="What the user can do about it.")


class Failure(BaseModel):
    """The body of every answer that is not 200."""

    error: FailureDetail


def describe_failure(error: BoltError) -> Failure:
    return Failure(error=FailureDetail(type=error.type, message=error.message, hint=error.hint))


def describe_bug() -> Failure:
    """Say no more than that it was ours: what was raised may hold a user's code."""
    return describe_failure(BoltError("Something went wrong inside Bolt."))


def describe_problems(error: ValidationError) -> Invalid:
    """Say in words what a request lacks, without repeating what was in it."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    shown = [_problem(each["loc"], each["msg"]) for each in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        shown.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
    return Invalid("The request makes no sense: " + "; ".join(shown) + ".")


def _problem(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(str(part) for part in place)
    return f"`{where}`: {message}" if where else message
