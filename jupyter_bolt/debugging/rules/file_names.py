"""Which of the files that are there somebody may have meant by a path."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from .similar import edits, similar

PACKED = (".gz", ".bz2", ".xz", ".zip", ".zst")
ALIKE = (
    frozenset({".csv", *(".csv" + each for each in PACKED)}),
    frozenset({".tsv", ".tab", *(".tsv" + each for each in PACKED)}),
    frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"}),
    frozenset({".parquet", ".pq"}),
    frozenset({".json", ".json.gz"}),
    frozenset({".pkl", ".pickle"}),
    frozenset({".h5", ".hdf5", ".hdf"}),
    frozenset({".yml", ".yaml"}),
    frozenset({".xlsx", ".xls", ".xlsm"}),
)
"""Extensions that the same function reads."""
MOST_MEANT = 2
ESCAPED = {ord(control): "/" + letter for control, letter in zip("\a\b\f\n\r\t\v", "abfnrtv", strict=True)}
"""What a backslash before a letter has become in a literal that is not raw."""


def meant(path: str, found: Sequence[str], *, folders: bool = False) -> list[str]:
    """The paths that may be meant, likeliest first; none where two are equally likely.

    A name that is there as it was written, in another folder, goes before one in other case, one with
    another extension, and a misspelt one.
    """
    asked = spelled(path)
    there = [each.rstrip("/") for each in found if each.endswith("/") is folders]
    name, (stem, ends) = posixpath.basename(asked), _parts(posixpath.basename(asked))
    groups = [
        [each for each in there if spelled(each) == asked and each != path],
        [each for each in there if posixpath.basename(each) == name and each != path],
        [each for each in there if posixpath.basename(each).casefold() == name.casefold()],
        [each for each in there if _parts(posixpath.basename(each))[0] == stem and _reads(each, ends)],
        _misspelt(stem, ends, there),
    ]
    chosen = [best for group in groups if (best := _nearest(asked, group))]
    return [each for each in dict.fromkeys(chosen) if each != path][:MOST_MEANT]


def spelled(path: str) -> str:
    """The path without what is a slip around it: spaces, quotes, backslashes, a leading slash."""
    plain = re.sub(r"[\\/]+", "/", path.strip("'\" \t\n").translate(ESCAPED))
    return re.sub(r"^(?:[A-Za-z]:)?(?:/|\./)+", "", plain)


def _parts(name: str) -> tuple[str, str]:
    """The stem and the extension, `.csv.gz` being one."""
    packed = next((each for each in PACKED if name.lower().endswith(each)), "")
    stem, ends = posixpath.splitext(name[: len(name) - len(packed)])
    return stem, (ends + packed).lower()


def _reads(path: str, ends: str) -> bool:
    other = _parts(posixpath.basename(path))[1]
    if other == ends or any(ends in group and other in group for group in ALIKE):
        return True
    # Left out, or misspelt: `.jsn`, which is no extension of anything.
    return not ends or (not any(ends in group for group in ALIKE) and edits(ends, other, most=1) == 1)


def _misspelt(stem: str, ends: str, there: list[str]) -> list[str]:
    stems: dict[str, list[str]] = {}
    for each in there:
        if _reads(each, ends):
            stems.setdefault(_parts(posixpath.basename(each))[0], []).append(each)
    likely = similar(stem, stems, closed=True)
    return stems[likely[0]] if likely else []


def _nearest(asked: str, group: list[str]) -> str | None:
    """The one whose folders agree best with those asked for, then the least far away; None for a tie."""
    ranked = sorted({(-_agreeing(asked, each), _steps(asked, each), each) for each in group})
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return ranked[0][2]


def _agreeing(asked: str, other: str) -> int:
    """How many folders, counted from the file, have the same name."""
    one, two = asked.split("/")[-2::-1], other.split("/")[-2::-1]
    count = 0
    while count < min(len(one), len(two)) and one[count] == two[count]:
        count += 1
    return count


def _steps(asked: str, other: str) -> int:
    """Folders to go up and down; the folder that was asked for is the least."""
    if posixpath.dirname(asked) == posixpath.dirname(spelled(other)):
        return 0
    folders = other.split("/")[:-1]
    return 1 + len(folders) + folders.count("..")
