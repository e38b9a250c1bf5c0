"""What ran is ranked by what else it would break."""

from __future__ import annotations

import time
from difflib import SequenceMatcher

import pytest

from jupyter_bolt.debugging.capability import fix_cell
from jupyter_bolt.debugging.findings import Findings
from jupyter_bolt.debugging.judging.diagnostics import new_diagnostics
from jupyter_bolt.debugging.judging.later import later_cells
from jupyter_bolt.debugging.judging.likeness import MOST_PAIRS, likest
from jupyter_bolt.debugging.judging.lost_lines import loses_code
from jupyter_bolt.debugging.judging.ranking import Ranked
from jupyter_bolt.debugging.judging.sameness import normal_form
from jupyter_bolt.debugging.notebook import is_applicable
from jupyter_bolt.debugging.notebooks_request import NotebookFix
from jupyter_bolt.debugging.outcome import outcome_of
from jupyter_bolt.debugging.request import FixRequest, FixResponse
from jupyter_bolt.debugging.rules.rule import Candidate
from jupyter_bolt.debugging.search import Attempt, Search
from jupyter_bolt.notebooks.cells import Cell, CellEdit, Notebook, NotebookRef
from jupyter_bolt.proposals.proposal import Proposal
from jupyter_bolt.services import Services
from jupyter_bolt.trials.evidence import CellError, Evidence, TrialLimits


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("print(x)", "print(y)", []),
        ("print(x)", "import os\nprint(x)", ["'os' imported but unused"]),
        ("import os\nprint(x)", "import os\nprint(y)", []),
        ("def f():\n    return x", "def f():\n    y = 2\n    return x", ["local variable 'y' is assigned to but never used"]),
        ("x = (1", "x = (1)", []),
        ("%time\nprint(x)", "%time\nprint(x is 3)", ["use ==/!= to compare constant literals (str, bytes, int, float, tuple)"]),
    ],
)  # fmt: skip
def test_only_new_diagnostics_count(before: str, after: str, told: list[str]) -> None:
    assert new_diagnostics(before, after) == told


def test_later_cells_are_those_that_ran_and_use_what_the_cell_makes() -> None:
    sources = [
        "total = 1",
        "print(total)",
        "print(other)",
        "df['a'] = 1",
        "del xs[0]\ndf.plot()",
        "print(df, xs)",
    ]
    cells = [Cell(cell_id=str(at), source=source, executed=True) for at, source in enumerate(sources)]
    notebook = Notebook(path="a.ipynb", cells=cells)

    def numbers(at: int) -> list[str]:
        return [each.cell_id for each in later_cells(notebook, cells[at], cells[at].source)]

    assert numbers(0) == ["1"]
    assert numbers(3) == ["4", "5"]
    assert numbers(4) == ["5"]
    assert numbers(2) == []
    unrun = notebook.model_copy(
        update={"cells": [each.model_copy(update={"executed": False}) for each in cells]}
    )
    assert later_cells(unrun, unrun.cells[0], "total = 1") == []


def test_what_the_cell_itself_would_have_made_counts_as_well() -> None:
    assert later_of("total = x", "sums = y", "print(total)") == ["print(total)"]


@pytest.mark.parametrize(
    ("source", "later"),
    [
        ("df.to_csv('out/scores.csv')", "pd.read_csv('out/scores.csv')"),
        ("df.to_csv('scores.csv')", "open(r'.\\scores.csv').read()"),
        ("df.to_csv(f'{folder}/scores.csv')", "open(other + '/scores.csv')"),
        ("fig.savefig('figures/trend.png')", "print(os.listdir('figures'))"),
        ("os.makedirs('figures')", "Image(f'figures/{name}.png')"),
        ("df.to_csv('out/scores.csv')", "glob.glob('out/*.csv')"),
        ("df.to_csv('scores.csv')", "glob.glob('*.csv')"),
        ("with open(os.path.join('models', 'best'), 'wb') as f:\n    pickle.dump(x, f)", "joblib.load('models/best')"),
    ],
)  # fmt: skip
def test_a_later_cell_that_names_a_file_of_the_cell_depends_on_it(source: str, later: str) -> None:
    others = ["read('other.txt')", "plot(x, 'out of it', 'b.', '.png')", "get('https://a.org/scores.csv')"]
    assert later_of(source, source.replace("scores", "s").replace("trend", "t"), later, *others) == [later]


def test_a_long_text_is_no_path_and_takes_no_time() -> None:
    long = "/" * 50_000 + "\n"
    started = time.monotonic()
    assert later_of("y = x", f"z = {long!r}\nopen({'a' * 400!r})", f"open({'a' * 400!r})") == []
    assert time.monotonic() - started < 1


def test_of_many_rewritten_lines_only_some_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    class Counting(SequenceMatcher):  # type: ignore[type-arg]
        def ratio(self) -> float:
            compared.append(self.a)
            return super().ratio()

    monkeypatch.setattr("jupyter_bolt.debugging.judging.likeness.SequenceMatcher", Counting)
    before = ["rows = [", *(f"    ({at}, 'name {at}' {at * 7})," for at in range(400)), "]"]
    after = [line.replace("' ", "', ") for line in before]
    assert not loses_code(before, after)
    assert 400 <= len(compared) <= MOST_PAIRS
    assert loses_code([*before, "print(rows)", "rows.sort()"], [*after, "x = 1"])


def test_what_is_most_alike_is_found() -> None:
    assert likest("print price", ["x = 1", "print(prize)", "print(price)", "print(price)"]) == 2
    assert likest("print price", ["x = 1", "y + z"]) is None
    assert likest("print price", []) is None


def later_of(source: str, after: str, *later: str) -> list[str]:
    """The sources of later cells that are run after a change from one source to the other."""
    sources = [source, *later]
    cells = [Cell(cell_id=str(at), source=each, executed=True) for at, each in enumerate(sources)]
    return [each.source for each in later_cells(Notebook(path="a.ipynb", cells=cells), cells[0], after)]


def test_spaces_and_comments_make_no_other_candidate() -> None:
    assert normal_form("f( 1 )  # one") == normal_form("f(1)")
    assert normal_form("f(1)") != normal_form("f(2)")
    assert normal_form("%magic x ") == normal_form("%magic x")


async def test_a_fix_after_which_a_later_cell_fails_comes_last_and_says_so(services: Services) -> None:
    cells = [
        Cell(cell_id="a", source="price = 3\nprices = [1, 2]", executed=True),
        Cell(cell_id="b", source="total = pricee", executed=True),
        Cell(cell_id="c", source="print(sum(total))", executed=True),
    ]
    folder = services.notebooks.folder("a.ipynb")
    async with services.kernels.start(kernel_name="python3", folder=folder) as kernel:
        kernel.client.execute(cells[0].source)
        await kernel.client.get_shell_msg(timeout=60)
        reference = NotebookRef(path="a.ipynb", cells=cells)
        request = FixRequest(notebook=reference, cell_id="b", kernel_id=kernel.kernel_id)
        response = await fix_cell.run(request, services)
    assert [(each.edits[0].after, each.notes) for each in response.proposals] == [
        ("total = prices", []),
        ("total = price", ["Cell 3, which ran before, fails after it (TypeError)."]),
    ]


async def test_later_cells_are_run_after_the_cells_that_come_first_too(services: Services) -> None:
    cells = [
        Cell(cell_id="a", source="total = ratio * 2", executed=True),
        Cell(cell_id="b", source="ratio = 3"),
        Cell(cell_id="c", source="print(total[0])", executed=True),
    ]
    folder = services.notebooks.folder("a.ipynb")
    async with services.kernels.start(kernel_name="python3", folder=folder) as kernel:
        reference = NotebookRef(path="a.ipynb", cells=cells)
        request = FixRequest(notebook=reference, cell_id="a", kernel_id=kernel.kernel_id)
        response = await fix_cell.run(request, services)
    assert [(each.first, each.notes) for each in response.proposals] == [
        (["b"], ["Cell 3, which ran before, fails after it (TypeError)."])
    ]
    assert response.outcome == "breaks_later"
    assert "But: Cell 3, which ran before, fails after it (TypeError)." in response.message


async def test_later_cells_are_run_after_a_short_replay_too(services: Services) -> None:
    response = await fix_cell.run(replayed(seconds=0.1), services)
    assert [(each.evidence.how, each.edits[0].after, each.notes) for each in response.proposals] == [
        ("replay", "total = prices", []),
        ("replay", "total = price", ["Cell 3, which ran before, fails after it (TypeError)."]),
    ]


async def test_later_cells_are_not_run_after_a_replay_where_that_takes_long(services: Services) -> None:
    response = await fix_cell.run(replayed(seconds=6.0), services)
    assert [each.notes for each in response.proposals] == [[], []]


def replayed(*, seconds: float) -> FixRequest:
    """A request for a cell without a kernel; a later cell, which one proposal breaks, took so long."""
    cells = [
        Cell(cell_id="a", source="price = 3\nprices = [1, 2]", executed=True, seconds=0.0),
        Cell(cell_id="b", source="total = pricee", executed=True),
        Cell(cell_id="c", source="print(sum(total))", executed=True, seconds=seconds),
    ]
    return FixRequest(notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="b")


BROKEN = "Cell 2, which ran before, fails after it (TypeError)."


def test_what_breaks_a_later_cell_comes_after_all_else_and_is_no_fix(services: Services) -> None:
    assert outcome(services, ran=["", BROKEN], untried=True) == ("fixed", [[], [], [BROKEN]])
    assert outcome(services, ran=[BROKEN], untried=True) == ("untried", [[], [BROKEN]])
    assert outcome(services, ran=[BROKEN], untried=False) == ("breaks_later", [[BROKEN]])


def outcome(services: Services, *, ran: list[str], untried: bool) -> tuple[str, list[list[str]]]:
    """What a search with these came to, and what each proposal's notes are, in order."""
    cells = [Cell(cell_id="a", source="total = pricee"), Cell(cell_id="b", source="total[0]")]
    notebook = Notebook(path="a.ipynb", cells=cells)
    search = Search(notebook, cells[0], kernel=None, services=services, limits=TrialLimits())
    if untried:
        evidence = Evidence(outcome="not_tried", how="none", reason="it needs the network")
        search.untried.append(Attempt(Candidate("Install it", "", "rule:x", "total = 1"), evidence))
    ranked = [
        Ranked(
            Attempt(
                Candidate("Change it", "", "rule:x", f"total = {at}"), Evidence(outcome="ran", how="fork")
            ),
            each,
        )
        for at, each in enumerate(ran)
    ]
    error, shown = CellError(name="NameError", message=""), Evidence(outcome="failed", how="fork")
    findings = Findings(notebook, cells[0], services)
    response = outcome_of(search, ranked, findings, shown, error, model_error=None)
    return response.outcome, [each.notes for each in response.proposals]


def test_the_shell_calls_nothing_a_fix_that_breaks_a_later_cell(services: Services) -> None:
    def proposal(title: str, *notes: str) -> Proposal:
        proposed = services.proposals.add(
            path="a.ipynb",
            title=title,
            source="rule:x",
            edits=[CellEdit(cell_id="a", before="total = pricee", after=title)],
            evidence=Evidence(outcome="ran", how="fork"),
        )
        return services.proposals.note(proposed, notes)

    fix = FixResponse(
        outcome="breaks_later",
        message="",
        error=CellError(name="NameError", message=""),
        proposals=[proposal("one", BROKEN), proposal("two", BROKEN)],
        evidence=Evidence(outcome="failed", how="fork"),
    )
    assert not is_applicable(fix)
    shown = NotebookFix(path="a.ipynb", outcome="not_fixed", message="", cell_id="a", cell_number=1, fix=fix)
    assert shown.to_text().count(f"But: {BROKEN}") == 2
    assert "--apply" not in shown.to_text()
    assert "is not written" in shown.to_text()
