"""What lacks an attribute, by the dotted names of its module or of its types."""

from __future__ import annotations

import ast
from types import ModuleType
from typing import TYPE_CHECKING

from .bounded import clean
from .missing_names import missing_attribute
from .positions import nearest, nodes_of
from .traces import trace_value

if TYPE_CHECKING:
    from .cell_text import CellText
    from .traces import Trace

MOST_OWNERS = 12


def owners(error: BaseException, trace: Trace, cell: CellText) -> list[str]:
    """A module's name; a class and its bases; of any other object its type and the bases of that."""
    if not isinstance(error, AttributeError):
        return []
    owner = getattr(error, "obj", None)
    if owner is None:
        owner = evaluated(error, trace, cell)
    if isinstance(owner, ModuleType):
        return [clean(owner.__name__)]
    kind = owner if isinstance(owner, type) else type(owner)
    return [clean("%s.%s" % (each.__module__, each.__qualname__)) for each in kind.__mro__[:MOST_OWNERS]]


def evaluated(error: AttributeError, trace: Trace, cell: CellText) -> object:
    """The object whose attribute the cell asked for."""
    at = trace.position()
    name = missing_attribute(error, trace, cell)
    nodes = (each for each in nodes_of(cell.tree, ast.Attribute) if each.attr == name)
    node = nearest(nodes, at) if at else None
    return trace_value(node.value, trace) if node else None
