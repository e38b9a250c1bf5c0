"""Record what was asked, tried and accepted: on the server's event logger, or in a log."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from ..services import EventName

if TYPE_CHECKING:
    from jupyter_events import EventLogger

EventData: TypeAlias = dict[str, str | int | float | bool]

SCHEMAS = Path(__file__).parent / "schemas"

log = logging.getLogger(__name__)


def schema_id(event: EventName) -> str:
    """The id under which an administrator listens for an event."""
    return f"urn:jupyter-bolt:event:{event}"


class ServerEvents:
    """Events for whoever listens on Jupyter Server's event logger; without a listener nothing happens."""

    def __init__(self, logger: EventLogger) -> None:
        self._logger = logger
        for event in get_args(EventName):
            if schema_id(event) not in logger.schemas:
                logger.register_event_schema(SCHEMAS / f"{event}.yaml")

    def emit(self, event: EventName, data: EventData) -> None:
        """Record an event. A listener, a handler or bad data must not fail the work that it reports."""
        try:
            self._logger.emit(schema_id=schema_id(event), data=data)
        except Exception:
            log.exception("The event %s could not be recorded", event)


class LoggedEvents:
    """Events of a command that has no server: lines of its debug log."""

    def emit(self, event: EventName, data: EventData) -> None:
        log.debug("%s %s", event, data)
