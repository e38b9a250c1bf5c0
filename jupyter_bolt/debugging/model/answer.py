"""Make a candidate of a model's answer, or say why it can't be one."""

from __future__ import annotations

from difflib import SequenceMatcher

from ...notebooks.cells import Cell, Notebook
from ...trials.evidence import CellError
from ..judging.sameness import normal_form
from ..rules.cell_code import MAGIC_LINE, CellCode
from ..rules.rule import Candidate
from .cleaning import clean_code, without_thoughts
from .merging import merged
from .other_cells import belongs_elsewhere, own_part, similarity
from .patches import is_diff, is_replacement, with_diff, with_replacements
from .places import likeness, significant
from .sentence import reason_in
from .snippets import Snippet, snippets
from .unfenced import unfenced
from .unusable import Unusable
from .whole import is_whole

MOST_CHARACTERS = 50_000
MOST_LINES = 2_000
MOST_SNIPPETS = 8


def read_answer(answer: str, cell: Cell, error: CellError, notebook: Notebook, *, model: str) -> Candidate:
    """The cell as an answer wants it. Raises `Unusable` for what can't be understood as a change of it.

    The answer is untrusted; nothing is known of the candidate until it has been tried.
    """
    text = without_thoughts(answer[:MOST_CHARACTERS].replace("\r\n", "\n"))
    found, prose = snippets(text)
    after = _best(found or unfenced(text, cell.source), _Reader(cell, error, notebook))
    return Candidate(
        title=_title(cell.source, after),
        explanation=reason_in(prose) or f"Proposed by {model}.",
        source=f"model:{model}",
        after=after,
    )


def _best(found: list[Snippet], reader: _Reader) -> str:
    """The change that leaves most of the cell as it is; what only quotes the cell is none."""
    afters: list[str] = []
    refused: list[Unusable] = []
    for snippet in found[:MOST_SNIPPETS]:
        try:
            afters.append(reader.read(snippet))
        except Unusable as reason:
            refused.append(reason)
    if not afters:
        raise refused[-1]
    return max(afters, key=lambda each: similarity(each, reader.cell.source))


class _Reader:
    """Reads one piece of code as a change of one cell."""

    def __init__(self, cell: Cell, error: CellError, notebook: Notebook) -> None:
        self.cell = cell
        self._notebook = notebook
        cell_frames = [frame.line for frame in error.frames if frame.file == "cell"]
        self._failing_line = error.facts.line or next(iter(cell_frames), None)

    def read(self, snippet: Snippet) -> str:
        """The whole cell with the change. Raises `Unusable`."""
        source = self.cell.source
        if is_replacement(snippet.code):
            after = with_replacements(snippet.code, source)
        elif is_diff(snippet.code, snippet.language):
            after = with_diff(snippet.code, source)
        else:
            after = self._changed(snippet)
        return self._checked(after)

    def _changed(self, snippet: Snippet) -> str:
        code, source = clean_code(snippet.code), self.cell.source
        if code.count("\n") > MOST_LINES or source.count("\n") > MOST_LINES:
            raise Unusable("it is too long")
        if belongs_elsewhere(code, self.cell, self._notebook):
            raise Unusable("it answered with another cell")
        code = own_part(code, self.cell, self._notebook)
        if not any(map(significant, code.split("\n"))):
            raise Unusable("it answered without code")
        if not snippet.closed and not _is_finished(code, source):
            raise Unusable("it was cut off")
        with_magics = _with_magics(code, source)
        if is_whole(with_magics, source):
            return with_magics
        return merged(code, source, self._failing_line)

    def _checked(self, after: str) -> str:
        source = self.cell.source
        if normal_form(after) == normal_form(source):
            raise Unusable("it only repeated the cell")
        if CellCode(after).tree is None:
            raise Unusable("what it makes of the cell is no Python")
        if _adds_command(after, source):
            raise Unusable("it adds a command of the shell")
        return after


def _adds_command(after: str, source: str) -> bool:
    """Whether there is a magic or a shell's command that the cell does not have, marked as one or not."""
    known = set(map(str.strip, source.split("\n")))
    commands = (line.strip() for line in after.split("\n") if line.strip()[:1] in {"!", "%"})
    return any(each not in known and each.lstrip("!%") not in known for each in commands)


def _is_finished(code: str, source: str) -> bool:
    """Whether code without a closing fence has come to the cell's last line."""
    ends = [[line for line in text.split("\n") if significant(line)][-1:] for text in (code, source)]
    return CellCode(code).tree is not None and likeness("".join(ends[0]), "".join(ends[1])) >= 0.6


def _with_magics(code: str, source: str) -> str:
    """The code below the magics at the cell's top, which models like to leave out."""
    top: list[str] = []
    for line in source.split("\n"):
        if line.strip() and not line.startswith(("#|",)) and not MAGIC_LINE.match(line):
            break
        top.append(line)
    kept = [line for line in top if line.strip()]
    have = set(map(str.strip, code.split("\n")))
    if not kept or any(line.strip() in have for line in kept):
        return code
    return "\n".join([*top, code])


def _title(before: str, after: str) -> str:
    """`Change line 3`, `Add 2 lines`, `Change 4 lines`."""
    old, new = before.split("\n"), after.split("\n")
    changed = removed = added = 0
    first = 0
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            first = first or start + 1
            shared = min(end - start, new_end - new_start)
            changed += shared
            removed += end - start - shared
            added += new_end - new_start - shared
    return _counted(changed, removed, added, first)


def _counted(changed: int, removed: int, added: int, first: int) -> str:
    if changed == 1 and not removed and not added:
        return f"Change line {first}"
    verb = "Add" if not changed and not removed else "Remove" if not changed and not added else "Change"
    count = changed + removed + added
    return f"{verb} {count} line{'' if count == 1 else 's'}"
