"""What a row of the tables says.

A table of names is `{since: {old: new}}`, with dotted names; the owner of a method is its package and
class. `module:Class.method` tells where the module ends, where that is not the last dot. A new name
with braces is a template: it replaces `{owner}.old`, or the whole call where the old name ends in `()`.
In templates stand `{owner}`, `{0}`, `{1}` … for arguments by position, `{args}` for all arguments,
`{arguments}` for those after the ones by position, `{more}` for the same with a comma before them,
`{elements}` for what is in the list that is the first, and a dotted name in braces for what is to be imported. A call that has arguments for which the template has no place is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Argument:
    """A keyword argument, or one value of it, that functions no longer take."""

    package: str
    functions: str
    """Their names, with spaces between."""
    keyword: str
    instead: str
    """`new={value}`, or nothing: the argument had no effect any more. What begins with `.` comes after the call,
    which loses the argument; what has `{owner}` or `{args}` replaces the call, `{args}` being the other arguments."""
    since: str
    value: str = ""
    """The argument's text, where only this one is meant."""


@dataclass(frozen=True)
class Value:
    """A value of an option that libraries call otherwise now."""

    package: str
    functions: str
    """As in the error's message, with spaces between; empty for any."""
    option: str
    old: str
    new: str | float
    since: str
