"""Bolt for Jupyter: fixes that have been run before you see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import BoltApp


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-bolt"}]


def _jupyter_server_extension_points() -> list[dict[str, str | type[BoltApp]]]:
    from .app import BoltApp

    return [{"module": "jupyter_bolt.app", "app": BoltApp}]
