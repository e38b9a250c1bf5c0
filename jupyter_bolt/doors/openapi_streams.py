"""How streams of server-sent events stand in the description of the HTTP interface.

OpenAPI 3.1 has no schema for a sequence: each schema here is that of one event, as OpenAPI 3.2 writes
it, with `data` parsed.
"""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]


def describe_events(data: dict[str, JsonObject]) -> JsonObject:
    """One event of a stream, from the schema of each event's data by the event's name."""
    return {"oneOf": [_event({"const": name}, schema) for name, schema in data.items()]}


def describe_resume(failure: JsonObject) -> JsonObject:
    """The operation that goes on with a stream; `failure` is its answer when it can't."""
    event = _event({"type": "string"}, {"type": "object"})
    return {
        "operationId": "streams.follow",
        "tags": ["streams"],
        "summary": "Go on with one of your own streams, from any offset.",
        "parameters": [
            {"name": "stream_id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "after", "in": "query", "schema": _offset("Send the events after this one.")},
            {"name": "Last-Event-ID", "in": "header", "schema": _offset("Instead of `after`.")},
        ],
        "responses": {
            "200": {
                "description": "The events of the capability that it was opened for.",
                "content": {"text/event-stream": {"schema": event}},
            },
            "default": failure,
        },
    }


def _event(name: JsonObject, data: JsonObject) -> JsonObject:
    return {
        "type": "object",
        "required": ["id", "event", "data"],
        "properties": {"id": _offset("Its offset in the stream."), "event": name, "data": data},
    }


def _offset(description: str) -> JsonObject:
    return {"type": "integer", "minimum": 0, "description": description}
