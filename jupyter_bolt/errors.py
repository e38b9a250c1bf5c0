"""What can go wrong, and what the user can do about it.

BoltError                      500  a bug of ours unless a subclass says otherwise
├── Invalid                    422  the request makes no sense
│   └── UnreadableNotebook     422  not JSON, not a notebook
├── Forbidden                  403  refused for this user
├── NotFound                   404
│   ├── NotebookNotFound
│   ├── CellNotFound
│   ├── KernelNotFound
│   ├── ProposalNotFound
│   └── StreamNotFound
├── Conflict                   409  somebody else was faster
│   ├── CellChanged
│   ├── AmbiguousCell
│   ├── OtherNotebook
│   └── ProposalClosed
├── Stopped                    410  by its user, or by the server's end
├── TooLarge                   413
├── TooManyStreams             429
├── ModelFailed                502  the model gave no answer that can be used
├── KernelUnavailable          503  dead, restarting, or it does not answer
└── TimedOut                   504
"""

from __future__ import annotations

from typing import ClassVar


class BoltError(Exception):
    """An error with the sentence that says what happened, and the hint that says what to do next."""

    status: ClassVar[int] = 500
    hint: str = "Please report this with the server's log."

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if hint is not None:
            self.hint = hint

    @property
    def type(self) -> str:
        return type(self).__name__


class Invalid(BoltError):
    status = 422
    hint = "Correct the request and send it again."


class UnreadableNotebook(Invalid):
    hint = "Open it in a text editor, or restore it from a checkpoint."

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path!r} could not be read as a notebook: {why}")


class Forbidden(BoltError):
    status = 403
    hint = "Ask the owner of the project for access."


class NotFound(BoltError):
    status = 404
    hint = "Check the name and try again."


class NotebookNotFound(NotFound):
    def __init__(self, path: str) -> None:
        super().__init__(f"There is no notebook {path!r}.")


class CellNotFound(NotFound):
    hint = "The cell may have been deleted. Reload the notebook and try again."

    def __init__(self, cell_id: str) -> None:
        super().__init__(f"The notebook has no cell {cell_id!r}.")


class KernelNotFound(NotFound):
    hint = "Start a kernel for the notebook and run the cell again."

    def __init__(self, kernel_id: str) -> None:
        super().__init__(f"There is no kernel {kernel_id!r}.")


class ProposalNotFound(NotFound):
    hint = "It made room for newer ones, or the server was started anew. Ask for a new one."

    def __init__(self, proposal_id: str) -> None:
        super().__init__(f"There is no proposal {proposal_id!r}.")


class StreamNotFound(NotFound):
    hint = "A stream is kept for a short time after its end. Ask again from the start."

    def __init__(self, stream_id: str) -> None:
        super().__init__(f"There is no stream {stream_id!r}.")


class Conflict(BoltError):
    status = 409
    hint = "Look at what is there now, then ask again."


class CellChanged(Conflict):
    hint = "Nothing was changed. Ask for a new proposal for the cell as it is now."

    def __init__(self, cell_id: str) -> None:
        super().__init__(f"Cell {cell_id!r} has changed in the meantime.")


class AmbiguousCell(Conflict):
    hint = "Save the notebook once in JupyterLab: it gives each cell an id of its own."

    def __init__(self, cell_id: str) -> None:
        super().__init__(f"More than one cell has the id {cell_id!r}.")


class OtherNotebook(Conflict):
    hint = "Nothing was changed. Ask for a new proposal for the notebook that you mean."

    def __init__(self, proposed: str, path: str) -> None:
        super().__init__(f"The proposal is for {proposed!r}, not for {path!r}.")


class ProposalClosed(Conflict):
    hint = "Ask for a new one."

    def __init__(self, proposal_id: str, status: str) -> None:
        super().__init__(f"Proposal {proposal_id!r} is {status} already.")


class TooLarge(BoltError):
    status = 413

    def __init__(self, what: str, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(
            f"{what} has {size_bytes:,} bytes, more than the {limit_bytes:,} that Bolt reads.",
            hint="Clear large outputs, or ask the administrator to raise the limit.",
        )


class Stopped(BoltError):
    status = 410
    hint = "Nothing was changed. Ask again to start over."

    def __init__(self) -> None:
        super().__init__("The work was stopped before it came to an end.")


class TooManyStreams(BoltError):
    status = 429
    hint = "Wait for one of them to end, or stop one."

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} pieces of work are under way for you already.")


class ModelFailed(BoltError):
    status = 502
    hint = "Check the model's name, key and address, or go on without a model."


class KernelUnavailable(BoltError):
    status = 503
    hint = "Restart the kernel and run the cells above again."


class TimedOut(BoltError):
    status = 504
    hint = "Try again when the machine is less busy, or raise the limit."
