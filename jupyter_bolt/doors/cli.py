"""Door `cli`: `jupyter bolt <group> <verb>`, without a server."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pydantic import BaseModel, ValidationError

from ..capabilities import build_registry
from ..capability import AnyCapability, Registry
from ..errors import BoltError
from .arguments import add_arguments, given_values
from .failure import describe_problems
from .model_arguments import add_model_arguments, model_settings
from .progress import TerminalProgress
from .terminal import show_error, show_response

if TYPE_CHECKING:
    from ..models.settings import ModelSettings
    from ..services import Progress, Services

BAD_USE = 2
BAD_USE_STATUSES = (404, 422)
STOPPED = 130


@runtime_checkable
class Judged(Protocol):
    """A response that says by itself how the command ends."""

    @property
    def exit_code(self) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run `jupyter bolt` and return its exit code: 0, 1 when it came to nothing, 2 for bad use."""
    arguments = build_parser(build_registry()).parse_args(argv)
    try:
        settings = model_settings(arguments)
        return run_command(arguments.capability, arguments, lambda: build_services(settings))
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be flushed into the pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def build_parser(registry: Registry) -> argparse.ArgumentParser:
    """Build the parser of every capability that the command line serves."""
    parser = argparse.ArgumentParser(
        prog="jupyter bolt", description="Fix and try notebook cells, in a copy, from the shell."
    )
    groups = parser.add_subparsers(metavar="GROUP", required=True)
    verbs: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for each in (each for each in registry if each.cli):
        if each.group not in verbs:
            group = groups.add_parser(each.group, help=f"Work with {each.group}.")
            verbs[each.group] = group.add_subparsers(metavar="VERB", required=True)
        _add_verb(verbs[each.group], each)
    return parser


def _add_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], capability: AnyCapability) -> None:
    parser = verbs.add_parser(
        capability.verb,
        help=capability.summary.replace("%", "%%"),
        description=capability.description.replace("%", "%%"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser, capability.request)
    if capability.models:
        add_model_arguments(parser)
    parser.add_argument("--json", dest="as_json", action="store_true", help="Print the response as JSON.")
    parser.set_defaults(capability=capability)


def run_command(
    capability: AnyCapability, arguments: argparse.Namespace, services: Callable[[], Services]
) -> int:
    """Run one capability, print its response or its error, and return the exit code."""
    progress = TerminalProgress(as_json=arguments.as_json)
    try:
        request = read_request(capability, arguments)
        with progress:
            response = asyncio.run(_perform(capability, request, services, progress))
    except BoltError as error:
        show_error(error)
        return BAD_USE if error.status in BAD_USE_STATUSES else 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.stderr.write("Stopped.\n")
        return STOPPED
    show_response(response, as_json=arguments.as_json)
    return response.exit_code if isinstance(response, Judged) else 0


def read_request(capability: AnyCapability, arguments: argparse.Namespace) -> BaseModel:
    """Make the request of what was given. Raises `Invalid`."""
    model: type[BaseModel] = capability.request
    try:
        return model.model_validate(given_values(arguments, model))
    except ValidationError as error:
        raise describe_problems(error) from error


async def _perform(
    capability: AnyCapability, request: BaseModel, services: Callable[[], Services], progress: Progress
) -> BaseModel:
    """Await the capability; a signal cancels it, so that it ends its kernels before the command ends."""
    task = asyncio.current_task()
    assert task is not None
    # Ctrl+C is asyncio.run's own. Windows has no handlers of this kind.
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    response: BaseModel = await capability.run(request, replace(services(), progress=progress))
    return response


def build_services(settings: ModelSettings | None = None) -> Services:
    """Put together what capabilities ask for where no server runs: files, and kernels of the command's own.

    A model is asked only where one is named.
    """
    from ..events.record import LoggedEvents
    from ..models.chat import ChatModels
    from ..notebooks.files import FileNotebooks
    from ..proposals.ledger import Ledger
    from ..sandbox.kernels import LocalKernels
    from ..services import Services
    from ..trials.executor import LocalExecutor
    from ..trials.runner import TrialRunner

    notebooks = FileNotebooks()
    return Services(
        kernels=LocalKernels(),
        notebooks=notebooks,
        trials=TrialRunner(LocalExecutor(), notebooks.folder),
        proposals=Ledger(),
        events=LoggedEvents(),
        models=ChatModels(settings) if settings is not None else None,
        parallel=os.cpu_count() or 1,
    )
