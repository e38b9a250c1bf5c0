"""A capability: one thing that Bolt can do, declared once, served by every door."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

if TYPE_CHECKING:
    from .services import Services

Request = TypeVar("Request", bound=BaseModel)
Response = TypeVar("Response", bound=BaseModel)

Permission = Literal["viewer", "editor", "owner"]
Effect = Literal["reads", "changes", "runs", "reaches out"]
Stability = Literal["experimental", "stable", "deprecated"]
Action = Literal["read", "write", "execute"]

ACTIONS: dict[Effect, Action] = {
    "reads": "read",
    "changes": "write",
    "runs": "execute",
    "reaches out": "execute",
}


@dataclass(frozen=True)
class Capability(Generic[Request, Response]):
    """What a door needs to serve one coroutine: its models, who may call it, and what it does."""

    name: str
    run: Callable[[Request, Services], Awaitable[Response]]
    request: type[Request]
    response: type[Response]
    permission: Permission
    effect: Effect
    stability: Stability
    since: str
    cli: bool = False
    """Whether `jupyter bolt` serves it: its required fields must be scalars or lists of them, and it needs no server."""
    events: tuple[type[BaseModel], ...] = ()
    """What it tells through `services.progress` while it works; each has a `kind` of its own."""
    models: bool = False
    """Whether it may ask a language model: the command line then takes its name."""

    @property
    def group(self) -> str:
        return self.name.split(".")[0]

    @property
    def verb(self) -> str:
        return self.name.split(".")[1]

    @property
    def action(self) -> Action:
        """The action that Jupyter Server's authorizer is asked about."""
        return ACTIONS[self.effect]

    @property
    def resource(self) -> str:
        """The resource that Jupyter Server's authorizer is asked about."""
        return f"bolt:{self.permission}"

    @property
    def description(self) -> str:
        return inspect.getdoc(self.run) or ""

    @property
    def summary(self) -> str:
        return self.description.partition("\n")[0]


AnyCapability: TypeAlias = Capability[Any, Any]
"""What a door holds: it pairs each request with its own coroutine, so the models may differ."""


def capability(
    name: str,
    *,
    permission: Permission,
    effect: Effect,
    since: str,
    stability: Stability = "experimental",
    cli: bool = False,
    events: type[BaseModel] | UnionType | None = None,
    models: bool = False,
) -> Callable[[Callable[[Request, Services], Awaitable[Response]]], Capability[Request, Response]]:
    """Declare a coroutine `(request, services) -> response` as a capability named `group.verb`.

    `events` is the model, or the union of models, that it tells while it works.
    """

    def declare(
        run: Callable[[Request, Services], Awaitable[Response]],
    ) -> Capability[Request, Response]:
        from .services import Services

        hints = get_type_hints(run, localns={"Services": Services})
        return Capability(
            name=name,
            run=run,
            request=hints["request"],
            response=hints["return"],
            permission=permission,
            effect=effect,
            stability=stability,
            since=since,
            cli=cli,
            events=get_args(events) or ((events,) if isinstance(events, type) else ()),
            models=models,
        )

    return declare


class Registry:
    """The capabilities of one server or command, by name, in the order in which they were given."""

    def __init__(self, capabilities: Iterable[AnyCapability]) -> None:
        self._by_name = {each.name: each for each in capabilities}

    def __iter__(self) -> Iterator[AnyCapability]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> AnyCapability:
        return self._by_name[name]
