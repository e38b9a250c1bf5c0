"""Evidence: what a trial showed. Untrusted: it comes from the code that was tried."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


class TrialLimits(BaseModel):
    """How much one trial may use."""

    time_s: float = Field(default=30.0, gt=0, le=600, description="Seconds until it is ended.")
    memory_bytes: int = Field(
        default=2 * 1024**3, gt=0, description="Bytes that it may use beyond what the kernel has."
    )
    output_bytes: int = Field(default=1024**2, gt=0, description="Bytes of output that are kept.")
    files_bytes: int = Field(default=512 * 1024**2, gt=0, description="Bytes that it may write.")
    processes: int = Field(default=128, gt=0, description="Processes that may live at once.")


class StreamOutput(BaseModel):
    """Text that was printed."""

    output_type: Literal["stream"] = "stream"
    name: Literal["stdout", "stderr"]
    text: str


class DisplayOutput(BaseModel):
    """A displayed object or the cell's value, as a MIME bundle; images are base64."""

    output_type: Literal["display_data", "execute_result"]
    data: dict[str, str] = Field(description="Text or base64 by MIME type; JSON types as JSON text.")


Output = Annotated[StreamOutput | DisplayOutput, Field(discriminator="output_type")]


class Frame(BaseModel):
    """One frame of a traceback, outermost first."""

    file: str = Field(
        description="A file's path, or `cell` for the cell that was tried. `first cell`: one that was run "
        "before it as part of the trial and failed."
    )
    line: int
    function: str
    text: str = Field(default="", description="The source line, stripped.")


class LiveValue(BaseModel):
    """What an expression in the failing line was when the error was raised."""

    source: str = Field(description="The expression: a name, or a chain of attributes and simple keys.")
    type: str = Field(description="Its type's name.")
    bases: list[str] = Field(default_factory=list, description="Qualified names of the type and its bases.")
    size: str = Field(default="", description="In the type's own measure, as for variables.")
    repr: str = Field(default="", description="At most 200 characters.")
    cell_line: int | None = Field(default=None, description="Line in the cell where it stands, from 1.")
    keys: list[str] = Field(
        default_factory=list, description="Keys or columns, as they are written in code. The first 200."
    )
    rows: list[str] = Field(default_factory=list, description="Labels of rows likewise. The first 200.")
    levels: list[str] = Field(default_factory=list, description="Names of the levels of the index.")


class Place(BaseModel):
    """Where an expression stands in the cell."""

    line: int = Field(description="From 1.")
    column: int | None = Field(
        default=None, description="Character offset from 0; unknown before Python 3.11."
    )
    end_line: int
    end_column: int | None = Field(default=None, description="Exclusive, in the last line.")


class FileFacts(BaseModel):
    """The file that an error speaks of: what is there instead of a path, or what was read."""

    path: str | None = Field(default=None, description="The path that is missing, or that was read.")
    found: list[str] = Field(
        default_factory=list,
        description="Files with a like name, relative to the working folder; folders end with `/`. A missing "
        "path that exists once `~` is expanded is among them. At most 220.",
    )
    kind: str | None = Field(
        default=None, description="What was read: text, json, json lines, excel, parquet, gzip, empty, …"
    )
    encoding: str | None = Field(default=None, description="Its encoding, where its bytes leave no doubt.")
    separator: str | None = Field(default=None, description="What separates its columns.")
    skipped: int = Field(default=0, description="Lines that stand above its table.")
    decimal: str | None = Field(default=None, description="A comma, where numbers are written with one.")


class Parameter(BaseModel):
    """What a callable takes under one name."""

    name: str
    kind: Literal["positional", "either", "keyword"] = Field(description="How it can be passed.")
    default: str = Field(default="", description="As Python writes it; empty where there is none.")


class Called(BaseModel):
    """What was called, of a call whose arguments were wrong."""

    source: str = Field(description="The expression that was called.")
    function: str = Field(default="", description="Module and name of it, as `pandas.DataFrame.drop`.")
    parameters: list[Parameter] = Field(
        default_factory=list, description="What it takes, in its order, without `self`. At most 400."
    )
    others: list[str] = Field(
        default_factory=list,
        description="Keywords of what it passes them on to, where the message names that. At most 400.",
    )


class Table(BaseModel):
    """A table or data frame that a text in the failing line can speak of."""

    name: str
    columns: list[str] = Field(default_factory=list, description="At most 300.")


class ErrorFacts(BaseModel):
    """What was live where the error was raised: what rules compare names against."""

    name: str | None = Field(default=None, description="The missing name, attribute, key or module.")
    owner_type: str | None = Field(default=None, description="Type of the object that lacks it.")
    owner_source: str | None = Field(default=None, description="The expression that gave that object.")
    known: list[str] = Field(
        default_factory=list,
        description="Names, attributes or keys that are there instead. At most 5,000.",
    )
    importable: list[str] = Field(
        default_factory=list,
        description="Modules that could be imported there, for an undefined name; the submodule that a "
        "missing attribute names. At most 5,000.",
    )
    line: int | None = Field(default=None, description="Line in the cell, from 1.")
    column: int | None = Field(default=None, description="Character offset in that line, from 0.")
    end_column: int | None = None
    expression: Place | None = Field(
        default=None, description="The expression that raised, in the innermost frame of the cell."
    )
    values: list[LiveValue] = Field(
        default_factory=list, description="What stands in the failing line, in its order. At most 20."
    )
    files: FileFacts = Field(default_factory=FileFacts)
    homes: list[str] = Field(
        default_factory=list, description="Modules of a package that have the name which the package lacks."
    )
    folders: list[str] = Field(
        default_factory=list, description="Folders near the working folder in which a missing module lies."
    )
    conda: bool = Field(default=False, description="Whether the kernel's environment is one of conda's.")
    owners: list[str] = Field(
        default_factory=list,
        description="The module that lacks an attribute, or the object's type and its bases. At most 12.",
    )
    called: Called | None = Field(default=None, description="What was called with wrong arguments.")
    tables: list[Table] = Field(
        default_factory=list,
        description="Tables of the database, or frames, for an error in SQL or in `query`. At most 100.",
    )


class CellError(BaseModel):
    """An exception that ended the cell."""

    name: str = Field(description="The exception's class name.")
    message: str
    frames: list[Frame] = Field(default_factory=list)
    traceback: list[str] = Field(
        default_factory=list, description="As the kernel prints it, with ANSI colours."
    )
    facts: ErrorFacts = Field(default_factory=ErrorFacts)


class LaterError(BaseModel):
    """The first of the cells run after the tried one that failed."""

    number: int = Field(description="Which one, from 0, in the order in which they were given.")
    name: str = Field(description="The exception's class name.")
    message: str = ""


class VariableChange(BaseModel):
    """A variable that the code made, changed or removed."""

    name: str
    change: Literal["made", "changed", "removed"]
    type: str = ""
    size: str = Field(default="", description="In the type's own measure: `3 rows × 2 columns`, `5 items`.")
    repr: str = Field(default="", description="At most 200 characters.")


class FileChange(BaseModel):
    """A file that the code would have made, changed or deleted."""

    path: str = Field(description="Relative to the working folder, or absolute outside it.")
    change: Literal["made", "changed", "deleted"]
    size_bytes: int = 0


class Evidence(BaseModel):
    """What was seen when the code ran in a throw-away copy."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    schema_version: Literal[1] = 1
    outcome: Literal["ran", "failed", "not_tried"] = Field(
        description="`ran`: to its end without an exception. `failed`: an exception, a crash or a limit. "
        "`not_tried`: it could not be tried for a reason that is not the code's."
    )
    how: Literal["fork", "replay", "none"] = Field(description="Where it was run.")
    reason: str = Field(
        default="", description="Why it was not tried, was replayed instead of forked, or was ended."
    )
    outputs: list[Output] = Field(default_factory=list)
    error: CellError | None = None
    variables: list[VariableChange] = Field(default_factory=list)
    files: list[FileChange] = Field(default_factory=list)
    seconds: float = Field(
        default=0.0, description="The code's own time, without that of cells run before or after it."
    )
    overhead_s: float = Field(default=0.0, description="Time that the trial took beyond that.")
    busy_s: float = Field(default=0.0, description="Time for which the user's kernel was held up.")
    memory_bytes: int = Field(default=0, description="Most memory used beyond the kernel's own.")
    later: LaterError | None = Field(
        default=None, description="What failed of the cells that were run after it, if any were."
    )
    expected_s: float | None = Field(
        default=None,
        description="Seconds that a replay is expected to take. With `not_tried`: it waits to be asked for.",
    )
    truncated: bool = Field(default=False, description="Whether output, variables or files were cut.")
