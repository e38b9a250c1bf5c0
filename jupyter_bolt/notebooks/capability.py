"""The capability that reads a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..capability import capability
from .cells import Notebook, NotebookRef

if TYPE_CHECKING:
    from ..services import Services


@capability("notebooks.read", permission="viewer", effect="reads", since="0.1.0", cli=True)
async def read_notebook(request: NotebookRef, services: Services) -> Notebook:
    """Read a notebook's cells with their ids, as whoever has it open sees them."""
    return await services.notebooks.read(request)
