"""An answer that can't be understood as a change of the cell."""

from __future__ import annotations


class Unusable(Exception):
    """Says what the answer was instead: `it was cut off`."""
