"""A server whose authorizer grants exactly what a test says, and remembers what it was asked."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

Pair = tuple[str, str]


class SelectiveAuthorizer(Authorizer):
    """Grants all but the refused pairs of action and resource."""

    refused: ClassVar[set[Pair]] = set()
    asked: ClassVar[list[Pair]] = []

    async def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        self.asked.append((action, resource))
        return (action, resource) not in self.refused


@pytest.fixture
def authorizer() -> type[SelectiveAuthorizer]:
    SelectiveAuthorizer.refused.clear()
    SelectiveAuthorizer.asked.clear()
    return SelectiveAuthorizer


@pytest.fixture
def jp_server_config(
    jp_server_config: dict[str, Any], authorizer: type[SelectiveAuthorizer]
) -> dict[str, Any]:
    jp_server_config["ServerApp"]["authorizer_class"] = authorizer
    jp_server_config["BoltApp"] = {"notebook_bytes": 10_000}
    return jp_server_config
