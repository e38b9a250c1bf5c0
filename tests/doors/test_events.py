"""Events: valid for their schemas, and never a danger to the work that they report."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

import pytest
from jupyter_events import EventLogger

from jupyter_bolt.debugging.request import FixOutcome
from jupyter_bolt.events.record import LoggedEvents, ServerEvents, schema_id
from jupyter_bolt.services import EventName

EXAMPLES: dict[EventName, dict[str, str | int | float | bool]] = {
    "trial": {"outcome": "ran", "how": "fork", "seconds": 0.25, "busy_s": 0.004},
    "fix": {"outcome": "fixed", "candidates": 3, "seconds": 1.5},
    "proposal": {"status": "accepted", "source": "rule:names"},
}


async def record(event: EventName, data: dict[str, str | int | float | bool]) -> list[dict[str, Any]]:
    """Emit one event on a logger with a listener, and return what the listener heard."""
    heard: list[dict[str, Any]] = []

    async def listen(logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:
        heard.append(data)

    logger = EventLogger()
    events = ServerEvents(logger)
    logger.add_listener(schema_id=schema_id(event), listener=listen)
    events.emit(event, data)
    await logger.gather_listeners()
    return heard


@pytest.mark.parametrize("event", get_args(EventName))
async def test_a_listener_hears_an_event(event: EventName) -> None:
    assert await record(event, EXAMPLES[event]) == [EXAMPLES[event]]


@pytest.mark.parametrize("outcome", get_args(FixOutcome))
async def test_whatever_a_fix_comes_to_can_be_recorded(outcome: FixOutcome) -> None:
    assert len(await record("fix", {**EXAMPLES["fix"], "outcome": outcome})) == 1


@pytest.mark.parametrize("event", get_args(EventName))
async def test_an_event_has_no_room_for_code(event: EventName, caplog: pytest.LogCaptureFixture) -> None:
    assert await record(event, {**EXAMPLES[event], "code": "import os"}) == []
    assert "could not be recorded" in caplog.text


async def test_a_listener_that_raises_fails_nothing() -> None:
    logger = EventLogger()
    events = ServerEvents(logger)

    async def fall_over(logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:
        raise RuntimeError

    logger.add_listener(schema_id=schema_id("trial"), listener=fall_over)
    events.emit("trial", EXAMPLES["trial"])
    await logger.gather_listeners()


def test_without_a_running_loop_nothing_is_raised(caplog: pytest.LogCaptureFixture) -> None:
    logger = EventLogger()
    events = ServerEvents(logger)

    async def listen(logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None: ...

    logger.add_listener(schema_id=schema_id("trial"), listener=listen)
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    events.emit("trial", EXAMPLES["trial"])
    assert "could not be recorded" in caplog.text


def test_a_command_logs_its_events(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        LoggedEvents().emit("trial", EXAMPLES["trial"])
    assert "trial" in caplog.text
