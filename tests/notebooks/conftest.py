"""Notebooks in all the forms in which they are found."""

from __future__ import annotations

import nbformat
import pytest

FIRST = "total = 0\nprint('é😀', total)"
SECOND = "tottal"


def make_notebook() -> nbformat.NotebookNode:
    """A notebook with everything that an edit must keep."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "ir", "display_name": "R"}, "theirs": {"z": 1, "a": [1.50]}}
    )
    image = nbformat.v4.new_output("display_data", data={"image/png": "aGk=\n", "text/plain": "a\nb"})
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Tïtle", attachments={"a.png": {"image/png": "aGk="}}, id="title"),
        nbformat.v4.new_code_cell(FIRST, outputs=[image], execution_count=3, id="first"),
        nbformat.v4.new_code_cell(SECOND, metadata={"tags": ["x"], "theirs": None}, id="second"),
        nbformat.v4.new_raw_cell("", id="raw"),
    ]
    return notebook


@pytest.fixture
def notebook_text() -> str:
    """The notebook as Jupyter writes it."""
    return nbformat.writes(make_notebook()) + "\n"
