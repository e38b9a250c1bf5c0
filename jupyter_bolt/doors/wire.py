"""How a door writes a model as JSON."""

from __future__ import annotations

import json

from pydantic import BaseModel


def to_json(model: BaseModel, *, indent: int | None = None) -> str:
    """Write a model as ASCII JSON.

    What tried code printed may hold half a surrogate pair, which UTF-8 can't carry and an escape can.
    """
    return json.dumps(model.model_dump(mode="json"), indent=indent, allow_nan=False)
