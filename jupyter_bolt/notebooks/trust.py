"""Keep a notebook trusted over an edit: Jupyter trusts a notebook by a signature of its content."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat.sign import NotebookNotary


class Trust:
    """Asks and tells a server's notary which notebooks the user trusts."""

    def __init__(self, notary: NotebookNotary) -> None:
        self._notary = notary

    async def holds(self, text: str) -> bool:
        """Whether the user trusts the notebook with this content."""
        signature = await asyncio.to_thread(self._sign, text)
        # On this thread: the notary's database belongs to it.
        return bool(signature and self._notary.store.check_signature(signature, self._notary.algorithm))

    async def renew(self, text: str) -> None:
        """Trust the notebook with this content too."""
        if signature := await asyncio.to_thread(self._sign, text):
            self._notary.store.store_signature(signature, self._notary.algorithm)

    def _sign(self, text: str) -> str | None:
        """The content's signature, or nothing for a notebook that Jupyter could not sign either."""
        from nbformat import ValidationError, reader

        try:
            return str(self._notary.compute_signature(reader.reads(text)))
        except (ValidationError, AttributeError, KeyError, TypeError, ValueError):
            return None
