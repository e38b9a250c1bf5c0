"""Answers of models, in all the shapes in which they come, and what is made of them."""

from __future__ import annotations

import json
import subprocess
import sys
from difflib import SequenceMatcher

import pytest

from jupyter_bolt.debugging.model.answer import read_answer
from jupyter_bolt.debugging.model.snippets import find_opening
from jupyter_bolt.debugging.model.unusable import Unusable
from jupyter_bolt.debugging.rules.rule import Candidate
from jupyter_bolt.notebooks.cells import Cell, Notebook
from jupyter_bolt.trials.evidence import CellError, ErrorFacts, Frame

ABOVE = "import pandas as pd\ndf = pd.read_csv('prices.csv')\ndf = df.dropna()"
BELOW = "report = summary.to_html()\nprint(report)"
CELL = """\
# Prices by kind
by_kind = df.groupby("kind")
summary = by_kind["pric"].mean()
print(summary)"""
FIXED = CELL.replace('"pric"', '"price"')
FENCED = f"```python\n{FIXED}\n```"
LINE = 'summary = by_kind["price"].mean()'

FUNCTION = """\
import math

def area(radius):
    width = 2
    return math.pi * radius ** 2 * widht

def double(value):
    return value * 2

print(area(double(3)))"""
FUNCTION_FIXED = FUNCTION.replace("widht", "width")
MAGIC = "%%time\n%matplotlib inline\nprint(lenght)"


def read(answer: str, source: str = CELL, line: int = 3) -> Candidate:
    cells = [
        Cell(cell_id="a", source=ABOVE),
        Cell(cell_id="b", source=source),
        Cell(cell_id="c", source=BELOW),
    ]
    frames = [Frame(file="cell", line=line, function="<module>")]
    error = CellError(name="KeyError", message="'pric'", frames=frames, facts=ErrorFacts(line=line))
    return read_answer(answer, cells[1], error, Notebook(path="a.ipynb", cells=cells), model="openai:m")


def search_replace(old: str, new: str) -> str:
    return f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE"


DIFF = f"""\
--- a/cell
+++ b/cell
@@ -2,3 +2,3 @@
 by_kind = df.groupby("kind")
-summary = by_kind["pric"].mean()
+{LINE}
 print(summary)
"""
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Prices"]},
            {"cell_type": "code", "source": ABOVE.splitlines(keepends=True)},
            {"cell_type": "code", "source": FIXED},
            {"cell_type": "code", "source": BELOW},
        ],
        "nbformat": 4,
    }
)

UNDERSTOOD = [
    # Fences
    pytest.param(FENCED, id="fence"),
    pytest.param(f"Here is the fix:\n\n{FENCED}\n\nHope this helps!", id="prefixed-fence"),
    pytest.param(f"```\n{FIXED}\n```", id="fence-without-language"),
    pytest.param(f"```py\n{FIXED}\n```", id="fence-py"),
    pytest.param(f"```Python\n{FIXED}\n```", id="fence-capital"),
    pytest.param(f'```python title="cell 2"\n{FIXED}\n```', id="fence-with-title"),
    pytest.param(f"~~~python\n{FIXED}\n~~~", id="tildes"),
    pytest.param(f"````python\n{FIXED}\n````", id="four-backticks"),
    pytest.param("1. Do this:\n" + "\n".join(f"   {line}" for line in FENCED.split("\n")), id="fence-in-list"),
    pytest.param(f"Fix: ```python\n{FIXED}\n```", id="fence-behind-words"),
    pytest.param(FENCED.replace("\n", "\r\n"), id="crlf"),
    pytest.param(f"```python\n{FIXED}", id="fence-not-closed-but-whole"),
    pytest.param(f"Before:\n```python\n{CELL}\n```\nAfter:\n{FENCED}", id="before-and-after"),
    pytest.param(f"{FENCED}\nIt then prints:\n```text\nkind\nA   1.0\n```", id="with-expected-output"),
    pytest.param(f"```bash\npip install pandas\n```\n{FENCED}", id="with-other-language"),
    pytest.param(f"{FENCED}\n{FENCED}", id="twice"),
    # Without fences
    pytest.param(FIXED, id="code-alone"),
    pytest.param(f"python\n{FIXED}", id="leading-python"),
    pytest.param(f"Here is the fix:\n\n{FIXED}", id="prefixed-code"),
    pytest.param(f"Here is the fix:\n{FIXED}", id="prefixed-code-without-blank"),
    pytest.param(f"{FIXED}\n\nThe column is called price.", id="code-then-words"),
    pytest.param("The fix:\n\n" + "\n".join(f"    {line}" for line in FIXED.split("\n")), id="indented-code"),
    pytest.param(f"Use `{LINE}` in line 3.", id="words-with-the-line"),
    pytest.param(f'Replace `summary = by_kind["pric"].mean()` by `{LINE}`.', id="words-with-both-lines"),
    # What stands around the code
    pytest.param(f"<think>\n```python\nx = 1\n```\nhm</think>\n{FENCED}", id="thoughts"),
    pytest.param(f"It is the column.</think>\n{FENCED}", id="thoughts-without-opening"),
    pytest.param(f"<thinking>a</thinking><think>b</think>{FENCED}", id="thoughts-twice"),
    pytest.param("\n".join(f"... {line}" if at else f">>> {line}" for at, line in enumerate(FIXED.split("\n"))), id="prompts"),
    pytest.param("```\nIn [4]: " + FIXED.replace("\n", "\n   ...: ") + "\nOut[4]: 1.5\n```", id="ipython-prompts"),
    pytest.param("```\n" + "\n".join(f"{at:>3} | {line}" for at, line in enumerate(FIXED.split("\n"), 1)) + "\n```", id="line-numbers"),
    pytest.param("\n".join(f"{at}: {line}" for at, line in enumerate(FIXED.split("\n"), 1)), id="line-numbers-colon"),
    pytest.param(FENCED.replace("= by", "=\u00a0by\u200b"), id="unseen-characters"),
    # JSON
    pytest.param(json.dumps({"code": FIXED}), id="json"),
    pytest.param("```json\n" + json.dumps({"explanation": "x", "fixed_code": FIXED}) + "\n```", id="json-in-fence"),
    pytest.param(json.dumps({"source": FIXED.splitlines(keepends=True)}), id="json-lines"),
    pytest.param(json.dumps([{"cell": FIXED}]), id="json-list"),
    # Parts
    pytest.param(f"```python\n{LINE}\n```", id="changed-line"),
    pytest.param(LINE, id="changed-line-alone"),
    pytest.param(f"```python\n{LINE}\nprint(summary)\n```", id="changed-lines"),
    pytest.param(f"```python\n# ... same as before\n{LINE}\n# rest of the cell unchanged\n```", id="left-out"),
    pytest.param(f"```python\n...\n{LINE}\n...\n```", id="ellipses"),
    pytest.param("```python\n" + "\n".join(FIXED.split("\n")[1:]) + "\n```", id="without-the-comment"),
    pytest.param(f"```diff\n{DIFF}```", id="diff"),
    pytest.param(DIFF, id="diff-alone"),
    pytest.param(f'```diff\n-summary = by_kind["pric"].mean()\n+{LINE}\n```', id="diff-without-hunk"),
    pytest.param(DIFF.replace("-2,3 +2,3", "-90,7 +91,7"), id="diff-with-wrong-numbers"),
    pytest.param(DIFF.replace("\n by", "\nby").replace("\n print", "\nprint"), id="diff-without-margin"),
    pytest.param(search_replace('summary = by_kind["pric"].mean()', LINE), id="search-replace"),
    pytest.param("```\n" + search_replace('  summary = by_kind["pric"].mean()', f"  {LINE}") + "\n```", id="search-replace-indented"),
    # More than the cell
    pytest.param(f"```python\n{ABOVE}\n\n{FIXED}\n\n{BELOW}\n```", id="whole-notebook"),
    pytest.param(f"```python\n# %%\n{ABOVE}\n# %%\n{FIXED}\n# %%\n{BELOW}\n```", id="whole-script"),
    pytest.param(f"# In[1]:\n{ABOVE}\n\n# In[2]:\n{FIXED}", id="exported-script"),
    pytest.param(f"```python\n{ABOVE}\n```\n{FENCED}\n```python\n{BELOW}\n```", id="all-cells"),
    pytest.param(NOTEBOOK, id="notebook-file"),
    pytest.param(f"```json\n{NOTEBOOK}\n```", id="notebook-file-in-fence"),
    pytest.param(f"```python\n{ABOVE}\n\n{FIXED}\n```", id="with-the-cell-above"),
]  # fmt: skip


@pytest.mark.parametrize("answer", UNDERSTOOD)
def test_answers_of_all_shapes_are_understood(answer: str) -> None:
    after = read(answer).after
    assert [line for line in after.split("\n") if line != "# Prices by kind"] == FIXED.split("\n")[1:]


REFUSED = [
    pytest.param("", "words", id="empty"),
    pytest.param("The column is misspelt: it should be price.", "words", id="prose"),
    pytest.param("I'm sorry, I can't help with that.", "words", id="apology"),
    pytest.param("<think>The column is", "thinking", id="unfinished-thoughts"),
    pytest.param(f"```python\n{CELL}\n```", "repeated", id="repeats"),
    pytest.param(f"```python\n{CELL}  # fixed\n\n```", "repeated", id="repeats-with-comment"),
    pytest.param("```python\n# Here the column should be fixed\n```", "without code", id="comment-alone"),
    pytest.param("```javascript\nconsole.log(summary);\n```", "javascript", id="other-language"),
    pytest.param("```r\nsummary <- mean(df$price)\n```", "not in Python", id="r"),
    pytest.param(json.dumps({"name": "edit_cell", "arguments": {"code": FIXED}}), "tool", id="tool-call"),
    pytest.param(json.dumps({"tool_calls": [{"function": {"name": "fix", "arguments": "{}"}}]}), "tool", id="tool-calls"),
    pytest.param('<tool_call>\n{"name": "fix"}\n</tool_call>', "tool", id="tool-tag"),
    pytest.param("```json\n" + json.dumps({"name": "run", "parameters": {}}) + "\n```", "tool", id="tool-in-fence"),
    pytest.param('<function=edit_cell><parameter=code>print(1)</parameter></function>', "tool", id="tool-xml"),
    pytest.param("```python\nby_kind = df.groupby('kind')\nsummary = by_kind['pri", "cut off", id="cut-off"),
    pytest.param("```python\nsummary = by_kind['price'", "cut off", id="cut-off-line"),
    pytest.param("```python\nx = (1,\n```", "told|Python", id="no-python"),
    pytest.param(f"```python\n{ABOVE}\n```", "another cell", id="another-cell"),
    pytest.param(f"```python\n{ABOVE}\n{BELOW}\n```", "told|whole notebook", id="all-but-this-cell"),
    pytest.param("```python\nmodel = train(everything)\nmodel.save('x')\n```", "told", id="unrelated-code"),
    pytest.param(f"```python\n!pip install pricing\n{FIXED}\n```", "shell", id="shell-command"),
    pytest.param(f"```python\n%pip install pricing\n{FIXED}\n```", "shell", id="magic-command"),
    pytest.param(search_replace("not there", LINE), "does not have", id="search-not-there"),
    pytest.param(DIFF.replace('by_kind["pric"]', 'by_kind["cost"]'), "does not have", id="diff-of-another-cell"),
    pytest.param("```diff\n+import os\n```", "does not have", id="diff-without-a-place"),
    pytest.param("\x00\x01\xff\ufffd" * 500, "words", id="binary"),
    pytest.param("[" * 60_000, "words", id="deep-json"),
    pytest.param("(" * 60_000, "words", id="deep-code"),
    pytest.param("`" * 60_000, "words", id="backticks"),
    pytest.param("```python\n" + "x\n" * 24_000 + "```", "long", id="very-many-lines"),
    pytest.param("a b c. " * 9_000, "words", id="endless-prose"),
    pytest.param("```python\nprint(summary)\nprint(summary)\nby_kind\n```", "told", id="lines-in-disorder"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "reason"), REFUSED)
def test_what_can_not_be_understood_is_refused(answer: str, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        read(answer)


PARTS = [
    pytest.param(
        FUNCTION, "```python\ndef area(radius):\n    width = 2\n    return math.pi * radius ** 2 * width\n```",
        FUNCTION_FIXED, 5, id="function",
    ),
    pytest.param(
        FUNCTION, "```python\nreturn math.pi * radius ** 2 * width\n```", FUNCTION_FIXED, 5, id="line-of-function",
    ),
    pytest.param(
        FUNCTION, "```python\nimport math\n\ndef area(radius):\n    width = 2\n    return math.pi * radius ** 2 * width\n\n# ... rest of the code unchanged\n```",
        FUNCTION_FIXED, 5, id="head-then-left-out",
    ),
    pytest.param("x = np.zeros(3)\nprint(x)", "```python\nimport numpy as np\n```", "import numpy as np\nx = np.zeros(3)\nprint(x)", 1, id="import-alone"),
    pytest.param(
        "y = 1\nx = np.zeros(3)\nprint(x)\nprint(y)", "```python\nimport numpy as np\nx = np.zeros(3)\n```",
        "import numpy as np\ny = 1\nx = np.zeros(3)\nprint(x)\nprint(y)", 2, id="import-and-line",
    ),
    pytest.param("import os\nimport pandsa as pd\npd.Series()", "import pandas as pd", "import os\nimport pandas as pd\npd.Series()", 2, id="import-replaced"),
    pytest.param("!ls\ncp a b\nprint(1)", "!ls\n!cp a b\nprint(1)", "!ls\n!cp a b\nprint(1)", 2, id="command-marked-as-one"),
    pytest.param("lenght", "```python\nlength\n```", "length", 1, id="one-name"),
    pytest.param("total = 0\nfor x in xs:\n    total += x\nprint(total)", "```python\ntotal = sum(map(float, xs))\nprint(total)\n```", "total = sum(map(float, xs))\nprint(total)", 3, id="shorter-but-whole"),
    pytest.param("a = 1\nb = '2'\nprint(a + b)\nprint(a + b)", "print(a + int(b))", "a = 1\nb = '2'\nprint(a + int(b))\nprint(a + b)", 3, id="the-failing-one-of-two"),
    pytest.param(MAGIC, "```python\nprint(length)\n```", "%%time\n%matplotlib inline\nprint(length)", 3, id="magics-left-out"),
    pytest.param(MAGIC, "```python\n%%time\n%matplotlib inline\nprint(length)\n```", "%%time\n%matplotlib inline\nprint(length)", 3, id="magics-kept"),
    pytest.param("for x in xs:\n    if x:\n        prnt(x)", "print(x)", "for x in xs:\n    if x:\n        print(x)", 3, id="line-moved-in"),
    pytest.param("if True:\nprint(1)", "```python\nif True:\n    print(1)\n```", "if True:\n    print(1)", 2, id="cell-that-is-no-python"),
    pytest.param(
        "class A:\n    @property\n    def x(self):\n        return self._y\n\nprint(A().x)", "```python\nclass A:\n    @property\n    def x(self):\n        return 1 + 1\n```",
        "class A:\n    @property\n    def x(self):\n        return 1 + 1\n\nprint(A().x)", 6, id="class",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "answer", "after", "line"), PARTS)
def test_a_part_is_put_in_its_place(source: str, answer: str, after: str, line: int) -> None:
    assert read(answer, source, line).after == after


def test_a_candidate_says_where_it_comes_from_and_how_much_it_changes() -> None:
    candidate = read(f"Sure! The column is called **price**, not `pric`.\n{FENCED}")
    assert (candidate.source, candidate.title) == ("model:openai:m", "Change line 3")
    assert candidate.explanation == "The column is called price, not `pric`."


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("Here is the corrected code:", "Proposed by openai:m."),
        ("Visit https://example.com/fix for the real fix.", "Proposed by openai:m."),
        ("[The column](https://example.com) was misspelt.", "The column was misspelt."),
        ("The column\u202e was\x1b[31m misspelt.", "The column was [31m misspelt."),
        ("<script>alert(1)</script>The column was misspelt.", "alert(1)The column was misspelt."),
        ("The " + "very " * 100 + "long one.", ("The " + "very " * 100)[:199].rstrip() + "…"),
    ],
)
def test_its_explanation_is_one_short_plain_sentence(prose: str, shown: str) -> None:
    assert read(f"{prose}\n\n{FENCED}").explanation == shown


READ = """
from jupyter_bolt.debugging.model.snippets import snippets
from jupyter_bolt.debugging.rules.cell_code import MAGIC_VALUE

text = {text}
snippets(text)
MAGIC_VALUE.match(text)
"""


@pytest.mark.parametrize(
    "text",
    [
        "'`' * 300_000 + ' a`'",
        "'```py' + ' ' * 300_000 + 'x'",
        "'~' * 300_000 + '`'",
        "' ' * 300_000 + 'x'",
    ],
)
def test_the_time_to_read_a_line_grows_no_faster_than_the_line(text: str) -> None:
    """In a process of its own: a pattern that backtracks for minutes lets nothing else end it."""
    subprocess.run([sys.executable, "-c", READ.format(text=text)], check=True, timeout=60)


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("```python", ("", "```", "python")),
        ("  - ~~~~ Py", ("  - ", "~~~~", "py")),
        ("Here: ````c++ title", ("Here: ", "````", "c++")),
        ("a ``` b ~~~ c", ("a ", "```", "b")),
        ("a ` b ~~~ c", ("a ` b ", "~~~", "c")),
        ("~~~ a `b`", None),
        ("``` a ``", None),
        ("``a", None),
    ],
)
def test_a_line_opens_a_piece_at_its_last_fence(line: str, opening: tuple[str, str, str] | None) -> None:
    assert find_opening(line) == opening


def test_lines_that_share_few_letters_are_not_compared_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_bolt.debugging.model import places

    compared: list[str] = []

    class Counting(SequenceMatcher):  # type: ignore[type-arg]
        def ratio(self) -> float:
            compared.append(self.a)
            return super().ratio()

    monkeypatch.setattr(places, "SequenceMatcher", Counting)
    lines = [f"first_{at} = 'abcdefgh'" for at in range(200)]
    assert not places.any_like(lines, [f"{at} * (XYZW + {at})" for at in range(200)])
    assert compared == []
    assert not places.any_like(["abcdefghij"] * 200, [f"jihgfedcba{at}" for at in range(200)])
    assert len(compared) == places.MOST_PAIRS
    assert places.any_like(["x = df['pric']"], ["y = 1", "x = df['price']"])
