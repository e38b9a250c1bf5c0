"""Read what a trial's processes tell. Untrusted: the code that is tried can forge any of it."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError, field_validator
from pydantic_core.core_schema import ValidationInfo, ValidatorFunctionWrapHandler

from ..inside.wire import Frame as Told
from .evidence import (
    Called,
    CellError,
    ErrorFacts,
    FileChange,
    FileFacts,
    Frame,
    LaterError,
    LiveValue,
    Parameter,
    Place,
    Table,
    VariableChange,
)

MOST_VARIABLES, MOST_FILES = 100, 1_000
MOST_NAMED = 20
"""Hosts, and paths that were refused."""
MOST_KNOWN, MOST_FOUND = 5_000, 220
MOST_VALUES, MOST_BASES, MOST_KEYS = 20, 12, 200
MOST_PARAMETERS = 400
MOST_TABLES, MOST_COLUMNS = 100, 300
MOST_LINES = 200
"""Frames of a traceback, and its texts."""
REPR, NAME, SENTENCE, PATH, MESSAGE, TEXT = 200, 200, 300, 4_096, 4_096, 20_000
MOST_JSON_INT = 2**53 - 1
Item = TypeVar("Item", bound=BaseModel)


def clean(text: str) -> str:
    """The text as UTF-8 can carry it: without lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def sentence(text: object) -> str:
    """At most `SENTENCE` characters on one line, with nothing in them that can't be seen."""
    return "".join(each if each.isprintable() else " " for each in str(text)[:SENTENCE]).strip()


def cut(most: int) -> BeforeValidator:
    """Keep that many characters of a text."""
    return BeforeValidator(lambda value: clean(value[:most])[:most] if isinstance(value, str) else value)


def cut_bytes(value: object) -> object:
    """Keep `MESSAGE` bytes of a text."""
    if not isinstance(value, str):
        return value
    return clean(value[:MESSAGE]).encode("utf-8")[:MESSAGE].decode("utf-8", "ignore")


def each_of(kind: Any, most: int) -> BeforeValidator:
    """Keep that many of a list's items, and only those that are of this kind."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def keep(value: object) -> object:
        kept: list[Any] = []
        for each in value if isinstance(value, list) else ():
            try:
                kept.append(adapter.validate_python(each))
            except ValidationError:
                continue
            if len(kept) == most:
                break
        return kept

    return BeforeValidator(keep)


Name = Annotated[str, cut(NAME)]
Sentence = Annotated[str, BeforeValidator(lambda value: sentence(value) if isinstance(value, str) else value)]
Count = Annotated[int, Field(ge=0, le=MOST_JSON_INT)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Path = Annotated[str, cut(PATH)]
Names = Annotated[list[Name], each_of(Name, MOST_KNOWN)]
Sentences = Annotated[list[Sentence], each_of(Sentence, MOST_NAMED)]


class _Lenient(BaseModel):
    """Leaves out what does not fit a field that can be left out."""

    @field_validator("*", mode="wrap")
    @classmethod
    def _leave_out(cls, value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        try:
            return read(value)
        except ValidationError:
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)


class _Variable(_Lenient, VariableChange):
    name: Name
    type: Name = ""
    size: Name = ""
    repr: Annotated[str, cut(REPR)] = ""


class _File(_Lenient, FileChange):
    path: Annotated[str, cut(PATH)]
    size_bytes: Count = 0


class _Frame(_Lenient, Frame):
    file: Annotated[str, cut(PATH)]
    line: Count
    function: Name
    text: Name = ""


class _Value(_Lenient, LiveValue):
    source: Name
    type: Name = ""
    bases: Annotated[list[Name], each_of(Name, MOST_BASES)] = []
    size: Name = ""
    repr: Annotated[str, cut(REPR)] = ""
    cell_line: Count | None = None
    keys: Annotated[list[str], each_of(Name, MOST_KEYS)] = []
    rows: Annotated[list[str], each_of(Name, MOST_KEYS)] = []
    levels: Annotated[list[str], each_of(Name, MOST_KEYS)] = []


class _Place(_Lenient, Place):
    line: Count
    column: Count | None = None
    end_line: Count
    end_column: Count | None = None


class _FileFacts(_Lenient, FileFacts):
    path: Path | None = None
    found: Annotated[list[str], each_of(Path, MOST_FOUND)] = []
    kind: Name | None = None
    encoding: Annotated[str | None, Field(pattern=r"^[a-z][a-z0-9_-]{2,19}$")] = None
    separator: Annotated[str | None, Field(pattern=r"^[;|,\t]$")] = None
    skipped: Annotated[int, Field(ge=0, le=200)] = 0
    decimal: Annotated[str | None, Field(pattern="^,$")] = None


class _Parameter(_Lenient, Parameter):
    name: Name
    default: Name = ""


class _Called(_Lenient, Called):
    source: Name
    function: Name = ""
    parameters: Annotated[list[Parameter], each_of(_Parameter, MOST_PARAMETERS)] = []
    others: Annotated[list[Name], each_of(Name, MOST_PARAMETERS)] = []


class _Table(_Lenient, Table):
    name: Name
    columns: Annotated[list[str], each_of(Name, MOST_COLUMNS)] = []


class _Facts(_Lenient, ErrorFacts):
    name: Name | None = None
    owner_type: Name | None = None
    owner_source: Name | None = None
    known: Names = []
    importable: Names = []
    line: Count | None = None
    column: Count | None = None
    end_column: Count | None = None
    expression: _Place | None = None
    values: Annotated[list[LiveValue], each_of(_Value, MOST_VALUES + 1)] = []
    files: _FileFacts = _FileFacts()
    homes: Annotated[list[str], each_of(Name, MOST_NAMED)] = []
    folders: Annotated[list[str], each_of(Path, MOST_NAMED)] = []
    conda: bool = False
    owners: Annotated[list[Name], each_of(Name, MOST_BASES)] = []
    called: _Called | None = None
    tables: Annotated[list[Table], each_of(_Table, MOST_TABLES)] = []


class _Error(_Lenient):
    name: Name = "Error"
    message: Annotated[str, BeforeValidator(cut_bytes)] = "The error could not be read."
    frames: Annotated[list[_Frame], each_of(_Frame, MOST_LINES)] = []
    traceback: Annotated[list[str], each_of(Annotated[str, cut(TEXT)], MOST_LINES)] = []
    facts: _Facts = _Facts()


class _Later(_Lenient, LaterError):
    number: Count
    name: Name = "Error"
    message: Annotated[str, BeforeValidator(cut_bytes)] = ""


class TrialFrame(_Lenient):
    """A frame of any kind, without what is no part of one, and within bounds."""

    kind: Name = ""
    reason: Sentence = ""
    msg_type: Name = ""
    content: dict[str, Any] = {}
    seconds: Seconds | None = None
    busy_s: Seconds = 0.0
    label: Sentence = ""
    status: Annotated[int, Field(ge=0, le=0xFFFF)] | None = None
    error: Annotated[_Error | None, BeforeValidator(lambda value: value or None)] = _Error()
    hosts: Sentences = []
    denied: Sentences = []
    refused: Sentence = ""
    variables: Annotated[list[_Variable], each_of(_Variable, MOST_VARIABLES + 1)] = []
    files: Annotated[list[_File], each_of(_File, MOST_FILES + 1)] = []
    memory_bytes: Count = 0
    later: _Later | None = None
    truncated: bool = False

    def cell_error(self) -> CellError | None:
        return None if self.error is None else CellError.model_validate(self.error.model_dump())

    def later_error(self, count: int) -> LaterError | None:
        """The error of one of so many later cells."""
        if self.later is None or self.later.number >= count:
            return None
        return LaterError.model_validate(self.later.model_dump())

    def variable_changes(self) -> list[VariableChange]:
        return _plain(VariableChange, self.variables[:MOST_VARIABLES])

    def file_changes(self) -> list[FileChange]:
        return _plain(FileChange, self.files[:MOST_FILES])

    @property
    def was_cut(self) -> bool:
        """Whether there was more, here or where the frame was made."""
        return self.truncated or len(self.variables) > MOST_VARIABLES or len(self.files) > MOST_FILES


def read_frame(told: Told) -> TrialFrame:
    """Read a frame. Never raises: a part that is malformed is left out."""
    return TrialFrame.model_validate({"error": None, **told} if isinstance(told, dict) else {"error": None})


def _plain(kind: type[Item], told: list[Any]) -> list[Item]:
    return [kind.model_validate(each.model_dump()) for each in told]
