"""What is generated and committed is what the code would generate now."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from jupyter_bolt.capabilities import CAPABILITIES, build_registry
from jupyter_bolt.doors.openapi import describe_api, render_api

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "docs" / "openapi.json"
TYPES = ROOT / "labextension" / "src" / "client" / "types.ts"
GENERATOR = ROOT / "labextension" / "node_modules" / ".bin" / "openapi-typescript"


def test_the_committed_description_is_fresh() -> None:
    assert OPENAPI.read_text(encoding="utf-8") == render_api(build_registry()), (
        "docs/openapi.json is stale: run `python -m jupyter_bolt.doors.openapi`."
    )


def test_the_committed_types_are_fresh(tmp_path: Path) -> None:
    if not GENERATOR.exists():
        pytest.skip("openapi-typescript is not installed: run `npm install` in labextension/.")
    fresh = tmp_path / "types.ts"
    command = [str(GENERATOR), str(OPENAPI), "--default-non-nullable=false", "--output", str(fresh)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT / "labextension", timeout=120)
    assert TYPES.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), (
        "labextension/src/client/types.ts is stale: run `npm run types` in labextension/."
    )


def test_each_operation_says_who_may_call_it_and_what_it_does() -> None:
    paths = describe_api(build_registry())["paths"]
    for each in CAPABILITIES:
        operation = paths[f"/bolt/api/{each.group}/{each.verb}"]["post"]
        assert operation["operationId"] == each.name
        assert operation["x-permission"] == each.permission
        assert operation["x-effect"] == each.effect
        assert operation["summary"]


def test_a_default_may_be_left_out_of_a_request_and_is_always_in_a_response() -> None:
    schemas = describe_api(build_registry())["components"]["schemas"]
    assert schemas["TryRequest"]["required"] == ["notebook", "cell_id"]
    evidence = schemas["Evidence"]
    assert set(evidence["required"]) == set(evidence["properties"])
