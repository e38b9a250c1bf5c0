"""Tell a fix from a change that only makes the error invisible.

A candidate that leaves out what failed always runs, so that running says nothing for it. The checks go by
the syntax tree, before anything is tried: what the failing statement was, and what became of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from ...trials.evidence import CellError
from ..rules.cell_code import CellCode
from ..rules.syntax.shell_commands import is_command
from .constants import is_constant, is_spelling_of
from .likeness import LIKE_ENOUGH, likeness
from .lost_checks import loses_check
from .lost_lines import loses_code
from .put_behind import put_behind, puts_off
from .repeated_drops import harmless_ignores
from .silencers import SILENCERS, asks_with_default, swallowing_handlers
from .statements import Statement, failing_statement, statements

WORD = re.compile(r"[^\W\d]\w*")
LOOP = re.compile(r"(async )?for |while ")
TEST = re.compile(r"(orelse of )?if ")


def silenced_by(before: str, after: str, error: CellError, *, ran: Iterable[str] = ()) -> str:
    """Say how a change silences an error instead of fixing it, or "" where it does not.

    `ran`: sources of the cells above that have run.
    """
    old, new = CellCode(before), CellCode(after)
    if new.tree is None:
        return ""
    return _silencer(old, new, error, ran) or _fate(old, new, error) or _lost(old, new, error)


def _silencer(old: CellCode, new: CellCode, error: CellError, ran: Iterable[str]) -> str:
    """What the change adds that can only silence."""
    if _is_more(
        old,
        new,
        len(swallowing_handlers(new.tree, error)),
        len(swallowing_handlers(old.tree, error)),
        "except",
    ):
        return "the error is caught and nothing is done about it"
    harmless = harmless_ignores(new.tree, error, ran)
    for silencer in SILENCERS:
        if _is_more(old, new, silencer.count(new.tree, harmless), silencer.count(old.tree), silencer.word):
            return silencer.reason
    return asks_with_default(new.tree, error)


def _lost(old: CellCode, new: CellCode, error: CellError) -> str:
    """How what stands there still does not do its work any more."""
    if loses_check(old, new, error):
        return "the check that failed is left out"
    if puts_off(old, new):
        return "what failed is put into a function instead of being computed"
    return put_behind(old, new, error) or _invented(old, new)


def _invented(old: CellCode, new: CellCode) -> str:
    """Whether a constant is now what another statement had computed, which made what failed."""
    if old.tree is None or new.tree is None:
        return ""
    before, after = list(statements(old.tree)), list(statements(new.tree))
    kept = {each.text for each in after}
    computed = [
        each for each in before if each.text not in kept and each.targets and not is_constant(each.value)
    ]
    constants = [
        each for each in after if each.targets and each.value is not None and is_constant(each.value)
    ]
    known = {each.text for each in before}
    if any(
        now.targets == then.targets and not _had(then.value, now.value)
        for now in constants
        if now.text not in known
        for then in computed
    ):
        return "a constant stands for what was computed"
    return ""


def _had(computed: ast.expr | None, constant: ast.expr | None) -> bool:
    """Whether a constant was a part of what was computed, or only misspelt in it."""
    if computed is None or constant is None:
        return False
    parts = (ast.dump(each) for each in ast.walk(computed))
    return ast.dump(constant) in parts or is_spelling_of(computed, constant)


def _is_more(old: CellCode, new: CellCode, now: int, then: int, word: str) -> bool:
    """Whether there is more of something; a cell that can't be parsed is searched for its word."""
    if old.tree is None:
        return now > 0 and new.source.count(word) > old.source.count(word)
    return now > then


def _fate(old: CellCode, new: CellCode, error: CellError) -> str:
    """What became of the failing statement, where that is no good."""
    if old.tree is None or new.tree is None:
        return _fate_of_line(old, new, error)
    failing = failing_statement(old.tree, error)
    if failing is None or _is_command_now(old, new):
        return ""
    after = list(statements(new.tree))
    kept = [each for each in after if each.text == failing.text]
    if kept:
        # Behind `try` it still runs; what its handlers do has been looked at.
        guards = _added_guards(kept[0], failing)
        if _only_choose_turns(kept[0], failing, guards):
            return ""  # By what they go is looked at where it is known what changes from turn to turn.
        return f"what failed is only put behind `{guards[0]}`" if guards else ""
    known = {each.text for each in statements(old.tree)}
    return _fate_of_changed(failing, [each for each in after if each.text not in known])


def _added_guards(now: Statement, then: Statement) -> list[str]:
    """What a statement stands behind only now; a loop that ends sooner over the same is no guard of its own."""
    gone = [guard for guard in then.guards if guard not in now.guards]
    added = [guard for guard in now.guards if guard not in (*then.guards, "try")]
    return [guard for guard in added if not any(_is_same_loop(guard, old) for old in gone)]


def _only_choose_turns(now: Statement, then: Statement, added: list[str]) -> bool:
    """Whether all that a statement stands behind only now are more tests within a loop."""
    if any(TEST.match(guard) and guard not in now.guards for guard in then.guards):
        return False
    first = next((at for at, guard in enumerate(now.guards) if LOOP.match(guard)), len(now.guards))
    return all(TEST.match(guard) and now.guards.index(guard) > first for guard in added)


def _is_same_loop(guard: str, old: str) -> bool:
    words, old_words = WORD.findall(guard), WORD.findall(old)
    return words[:1] == old_words[:1] and words[:1] != ["if"] and set(old_words) <= set(words)


def _is_command_now(old: CellCode, new: CellCode) -> bool:
    """Whether a line that is a shell's command was made one: `ls -la`, which Python takes for a difference."""
    commands = {line.strip() for line in old.lines if is_command(line)}
    return any(line.strip()[:1] in {"!", "%"} and line.strip()[1:] in commands for line in new.lines)


def _fate_of_changed(failing: Statement, fresh: list[Statement]) -> str:
    replaced = max(fresh, key=lambda each: _statement_likeness(failing, each), default=None)
    if replaced is None or _statement_likeness(failing, replaced) < LIKE_ENOUGH:
        used = {name for each in fresh for name in each.names}
        return "" if failing.names & used else "what failed is left out"
    if is_constant(failing.value) or not is_constant(replaced.value):
        return ""
    if is_spelling_of(failing.value, replaced.value):
        return ""
    return "a constant stands for what was computed"


def _statement_likeness(one: Statement, other: Statement) -> float:
    if one.targets and one.targets == other.targets:
        return 1.0
    return likeness(one.text, other.text)


def _fate_of_line(old: CellCode, new: CellCode, error: CellError) -> str:
    """The same for a cell with a syntax error: by its lines, above all the one that can't be read."""
    if loses_code(old.lines, new.lines):
        return "what failed is left out"
    line = error.facts.line
    if line is None or not 1 <= line <= len(old.lines) or not (failing := old.lines[line - 1].strip()):
        return ""
    if failing.startswith(("#", "//", "```", "~~~")):
        return ""  # A comment where a block is missing, or what marks code in a text: no code is lost.
    known = set(map(str.strip, old.lines))
    code = [text.partition("#")[0].strip() for text in new.lines]
    fresh = [text for text in code if text and (text not in known or text == failing)]
    if any(likeness(failing, text) >= LIKE_ENOUGH or text in failing for text in fresh):
        return ""
    # The line before it may be what is mended: a bracket that was not closed, a colon that was left out.
    return "" if failing in code else "what failed is left out"
