"""Door `openapi`: the HTTP interface, described from the models themselves.

`python -m jupyter_bolt.doors.openapi` writes it to `docs/openapi.json`, from which the TypeScript
types are generated.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from pydantic_core import core_schema

from ..capabilities import build_registry
from ..capability import AnyCapability, Registry
from .event_stream import StopStreamRequest, StopStreamResponse, StreamStarted
from .failure import Failure
from .openapi_streams import describe_events, describe_resume

JsonObject: TypeAlias = dict[str, Any]
Schemas: TypeAlias = dict[tuple[type[BaseModel], JsonSchemaMode], JsonObject]

PATH = "docs/openapi.json"
REFERENCES = "#/components/schemas/{model}"
INFO = {
    "title": "Bolt for Jupyter",
    "description": "Paths are relative to the Jupyter server's base URL. Closing a request cancels its work; "
    "one that asks for events by `Accept: text/event-stream` can be resumed, and is stopped by streams.stop.",
    "version": "1",
    "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
}
TOKEN = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "`token …`. A browser sends its cookie and the header X-XSRFToken instead.",
}


class _ApiSchema(GenerateJsonSchema):
    """Fields with a default may be left out of a request, and always stand in a response."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)


def describe_api(registry: Registry) -> JsonObject:
    """Describe every capability as an OpenAPI 3.1 document."""
    schemas, components = _model_schemas(registry)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "security": [{"token": []}],
        "paths": {
            **{route(each): {"post": _operation(each, schemas)} for each in registry},
            "/bolt/api/streams/{stream_id}": {"get": describe_resume(_failure(schemas))},
            "/bolt/api/streams/stop": {"post": _stop(schemas)},
        },
        "components": {"securitySchemes": {"token": TOKEN}, "schemas": components},
    }


def route(capability: AnyCapability) -> str:
    """The path under the server's base URL at which a capability is served."""
    return f"/bolt/api/{capability.group}/{capability.verb}"


def _model_schemas(registry: Registry) -> tuple[Schemas, JsonObject]:
    used: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {
        (Failure, "serialization"): None,
        (StreamStarted, "serialization"): None,
        (StopStreamRequest, "validation"): None,
        (StopStreamResponse, "serialization"): None,
    }
    for each in registry:
        used[each.request, "validation"] = None
        used.update({(model, "serialization"): None for model in (each.response, *each.events)})
    schemas, definitions = models_json_schema(
        list(used), ref_template=REFERENCES, schema_generator=_ApiSchema
    )
    return {pair: schemas[pair] for pair in used}, definitions["$defs"]


def _operation(capability: AnyCapability, schemas: Schemas) -> JsonObject:
    return {
        "operationId": capability.name,
        "tags": [capability.group],
        "summary": capability.summary,
        "description": capability.description,
        "x-permission": capability.permission,
        "x-effect": capability.effect,
        "x-stability": capability.stability,
        "x-since": capability.since,
        "requestBody": {"required": True, **_json_body(schemas[capability.request, "validation"])},
        "responses": {
            "200": {
                "description": f"{capability.response.__name__}, or the events of its stream.",
                "content": {
                    **_json_body(schemas[capability.response, "serialization"])["content"],
                    "text/event-stream": {"schema": describe_events(_events(capability, schemas))},
                },
            },
            "default": _failure(schemas),
        },
    }


def _events(capability: AnyCapability, schemas: Schemas) -> dict[str, JsonObject]:
    """The schema of each event's data, by the event's name, in the order in which they come."""
    told: dict[str, type[BaseModel]] = {
        str(each.model_fields["kind"].default): each for each in capability.events
    }
    models: dict[str, type[BaseModel]] = {
        "started": StreamStarted,
        **told,
        "result": capability.response,
        "error": Failure,
    }
    return {name: schemas[model, "serialization"] for name, model in models.items()}


def _stop(schemas: Schemas) -> JsonObject:
    return {
        "operationId": "streams.stop",
        "tags": ["streams"],
        "summary": "Stop the work of one of your own streams at once.",
        "requestBody": {"required": True, **_json_body(schemas[StopStreamRequest, "validation"])},
        "responses": {
            "200": {
                "description": "StopStreamResponse",
                **_json_body(schemas[StopStreamResponse, "serialization"]),
            },
            "default": _failure(schemas),
        },
    }


def _failure(schemas: Schemas) -> JsonObject:
    return {
        "description": "What went wrong, and what to do next.",
        **_json_body(schemas[Failure, "serialization"]),
    }


def _json_body(schema: JsonObject) -> JsonObject:
    return {"content": {"application/json": {"schema": schema}}}


def render_api(registry: Registry) -> str:
    """Return the document as it stands in the repository."""
    return json.dumps(describe_api(registry), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the document into the checkout that is the working folder."""
    Path(PATH).write_text(render_api(build_registry()), encoding="utf-8")


if __name__ == "__main__":
    main()
