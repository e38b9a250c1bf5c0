"""Notebooks as text: what is read, and that an edit touches nothing else."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import nbformat
import pytest

from jupyter_bolt.errors import AmbiguousCell, CellChanged, CellNotFound, UnreadableNotebook
from jupyter_bolt.notebooks.cells import CellEdit
from jupyter_bolt.notebooks.ipynb import edit_ipynb, read_ipynb

FIRST = "total = 0\nprint('é😀', total)"
SECOND = "tottal"
FIX = CellEdit(cell_id="second", before=SECOND, after="total\n\n# 😀 done")

LINES = [
    "",
    "\n",
    "a",
    "é",
    "😀",
    '"',
    "\\",
    "\t",
    "\u2028",
    "\x0b",
    "\r\n",
    "print(1)\n",
    "[",
    '"source": []',
]


def test_reads_cells_and_kernel(notebook_text: str) -> None:
    notebook = read_ipynb(notebook_text, "a.ipynb")
    assert [cell.cell_id for cell in notebook.cells] == ["title", "first", "second", "raw"]
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code", "raw"]
    assert notebook.cell("first").source == FIRST
    assert (notebook.kernel_name, notebook.path) == ("ir", "a.ipynb")


def test_without_kernel_metadata_it_is_python() -> None:
    notebook = read_ipynb('{"cells": [], "nbformat": 4, "nbformat_minor": 5}', "a.ipynb")
    assert (notebook.kernel_name, notebook.language) == ("python3", "python")


def test_an_edit_gives_what_jupyter_would_write(notebook_text: str) -> None:
    edited = edit_ipynb(notebook_text, "a.ipynb", [FIX])
    expected = nbformat.reads(notebook_text, as_version=4)
    expected.cells[2].source = FIX.after
    assert edited == nbformat.writes(expected) + "\n"


FORMS = [
    pytest.param({}, id="compact"),
    pytest.param({"indent": 2}, id="two spaces"),
    pytest.param({"indent": "\t", "ensure_ascii": False}, id="tabs"),
    pytest.param({"separators": (",", ":")}, id="no spaces"),
]


@pytest.mark.parametrize("form", FORMS)
def test_edits_and_undos_touch_nothing_but_sources(notebook_text: str, form: dict[str, Any]) -> None:
    rng = random.Random(0)
    text = json.dumps(json.loads(notebook_text), **form)
    start, undo = text, list[CellEdit]()
    for _ in range(60):
        cell = rng.choice(read_ipynb(text, "a.ipynb").cells)
        after = "".join(rng.choices(LINES, k=rng.randrange(6)))
        edit = CellEdit(cell_id=cell.cell_id, before=cell.source, after=after)
        text = edit_ipynb(text, "a.ipynb", [edit])
        assert read_ipynb(text, "a.ipynb").cell(cell.cell_id).source == after
        assert without_sources(text) == without_sources(start)
        undo.append(edit.reversed())
    for edit in reversed(undo):
        text = edit_ipynb(text, "a.ipynb", [edit])
    assert without_sources(text) == without_sources(start)
    assert read_ipynb(text, "a.ipynb") == read_ipynb(start, "a.ipynb")


STRING = r'"(?:\\.|[^"\\])*"'
SOURCE = re.compile(rf'"source":\s*(?:{STRING}|\[\s*(?:{STRING}\s*,?\s*)*\])')


def without_sources(text: str) -> str:
    """The text with each cell's source cut out."""
    return SOURCE.sub("", text)


def test_a_file_that_jupyter_wrote_comes_back_byte_by_byte(notebook_text: str) -> None:
    rng, text, undo = random.Random(1), notebook_text, list[CellEdit]()
    for _ in range(60):
        cell = rng.choice(read_ipynb(text, "a.ipynb").cells)
        after = "".join(rng.choices(LINES, k=rng.randrange(6)))
        undo.append(CellEdit(cell_id=cell.cell_id, before=after, after=cell.source))
        text = edit_ipynb(text, "a.ipynb", [undo[-1].reversed()])
        assert json.loads(text) == json.loads(nbformat.writes(nbformat.reads(text, as_version=4)))
    for edit in reversed(undo):
        text = edit_ipynb(text, "a.ipynb", [edit])
    assert text == notebook_text


def test_later_edits_stand_on_earlier_ones(notebook_text: str) -> None:
    chain = [FIX, CellEdit(cell_id="second", before=FIX.after, after="total")]
    text = edit_ipynb(notebook_text, "a.ipynb", chain)
    assert read_ipynb(text, "a.ipynb").cell("second").source == "total"


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (CellEdit(cell_id="second", before="other", after="x"), CellChanged),
        (CellEdit(cell_id="gone", before="", after="x"), CellNotFound),
    ],
)
def test_an_edit_of_something_else_is_refused_with_all_others(
    notebook_text: str, edit: CellEdit, error: type[Exception]
) -> None:
    with pytest.raises(error):
        edit_ipynb(notebook_text, "a.ipynb", [FIX, edit])


def test_cells_without_ids_are_named_by_place_and_get_no_id(notebook_text: str) -> None:
    notebook = json.loads(notebook_text)
    for cell in notebook["cells"]:
        del cell["id"]
    text = json.dumps({**notebook, "nbformat_minor": 4}, indent=1) + "\n"
    read = read_ipynb(text, "a.ipynb")
    assert [cell.cell_id for cell in read.cells] == [f"index-{index}" for index in range(4)]
    edit = CellEdit(cell_id="index-2", before=SECOND, after="total")
    edited = edit_ipynb(text, "a.ipynb", [edit])
    assert '"id"' not in edited
    assert edit_ipynb(edited, "a.ipynb", [edit.reversed()]) == text


def test_cells_with_one_id_can_be_read_but_not_used(notebook_text: str) -> None:
    text = notebook_text.replace('"first"', '"second"')
    assert len(read_ipynb(text, "a.ipynb").cells) == 4
    with pytest.raises(AmbiguousCell):
        edit_ipynb(text, "a.ipynb", [FIX])


def test_a_source_with_a_lone_surrogate_is_kept(notebook_text: str) -> None:
    edit = CellEdit(cell_id="second", before=SECOND, after="'\ud83d'")
    text = edit_ipynb(notebook_text, "a.ipynb", [edit])
    assert text.encode()
    assert read_ipynb(text, "a.ipynb").cell("second").source == edit.after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "\ufeff{}",
        '{"cells": [',
        '{"cells": [}',
        '{"cells": [], "nbformat": 4} x',
        "[]",
        "3",
        "{}",
        '{"cells": {}, "nbformat": 4}',
        '{"cells": [1], "nbformat": 4}',
        '{"cells": [], "nbformat": "4"}',
        '{"worksheets": [], "nbformat": 3}',
        '{"cells": [{"source": ' + "[" * 100_000,
        '{"nbformat": 4, "cells": [], "n": ' + "9" * 10_000 + "}",
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnreadableNotebook):
        read_ipynb(text, "a.ipynb")


@pytest.mark.parametrize("source", [None, 3, {}, [1, None]])
def test_a_source_of_another_kind_reads_as_empty(source: object) -> None:
    cell = {"id": "x", "cell_type": "code", "source": source}
    notebook = read_ipynb(json.dumps({"cells": [cell], "nbformat": 4}), "a.ipynb")
    assert notebook.cell("x").source == ""


EXECUTE_INPUT, REPLY = "iopub.execute_input", "shell.execute_reply"


@pytest.mark.parametrize(
    ("metadata", "seconds"),
    [
        ({"execution": {EXECUTE_INPUT: "2026-11-24T09:00:00.5Z", REPLY: "2026-11-24T09:00:02Z"}}, 1.5),
        ({"execution": {EXECUTE_INPUT: "2026-11-24T09:00:00", REPLY: "2026-11-24T09:01:00.25"}}, 60.25),
        ({"execution": {EXECUTE_INPUT: "2026-11-24T09:00:02Z", REPLY: "2026-11-24T09:00:00Z"}}, None),
        ({"execution": {EXECUTE_INPUT: "2026-11-24T09:00:02Z", REPLY: "2026-11-24T09:00:03"}}, None),
        ({"execution": {EXECUTE_INPUT: "2026-11-24T09:00:02Z"}}, None),
        ({"execution": {EXECUTE_INPUT: "soon", REPLY: 5}}, None),
        ({"execution": [1]}, None),
        ({}, None),
        ("none", None),
    ],
)
def test_what_a_cell_took_is_read_where_it_is_recorded(metadata: object, seconds: float | None) -> None:
    cell = {"cell_type": "code", "id": "a", "source": "1", "metadata": metadata}
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    assert read_ipynb(text, "a.ipynb").cell("a").seconds == seconds
