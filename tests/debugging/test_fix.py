"""Fixes for cells of a live kernel, each seen to run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import BaseModel

from jupyter_bolt.debugging import outcome
from jupyter_bolt.debugging.capability import fix_cell
from jupyter_bolt.debugging.findings import Findings
from jupyter_bolt.debugging.fix import FixOptions, find_fixes
from jupyter_bolt.debugging.judging.ranking import Ranking
from jupyter_bolt.debugging.outcome import outcome_of
from jupyter_bolt.debugging.request import FixFound, FixRequest, FixResponse, FixStep
from jupyter_bolt.debugging.rules.names import MisspeltName
from jupyter_bolt.debugging.rules.rule import Candidate
from jupyter_bolt.debugging.search import Attempt, Search
from jupyter_bolt.errors import Invalid, KernelUnavailable
from jupyter_bolt.notebooks.cells import Cell, Notebook, NotebookRef
from jupyter_bolt.proposals.ledger import Ledger
from jupyter_bolt.proposals.proposal import Proposal
from jupyter_bolt.services import Kernel, Services
from jupyter_bolt.trials.evidence import CellError, ErrorFacts, Evidence, Frame, TrialLimits
from jupyter_bolt.trials.trial import Trial

LIMITS = TrialLimits(time_s=30)


async def fix(services: Services, setup: str, source: str) -> tuple[FixResponse, str]:
    """Fix a cell after the setup has run in a live kernel; also what the kernel knows afterwards."""
    async with services.kernels.start(
        kernel_name="python3", folder=services.notebooks.folder("a.ipynb")
    ) as kernel:
        kernel.client.execute(setup)
        await kernel.client.get_shell_msg(timeout=60)
        cells = [Cell(cell_id="a", source=setup), Cell(cell_id="b", source=source)]
        request = FixRequest(
            notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="b", kernel_id=kernel.kernel_id
        )
        response = await fix_cell.run(request, services)
        names = await kernel.evaluate_silently("sorted(k for k in globals() if k[0] != '_')", 30)
        return response, str(names)


async def test_a_fix_is_seen_to_run_and_leaves_the_kernel_alone(services: Services) -> None:
    response, names = await fix(services, "length = 6", "area = lenght * 7\nprint(area)")
    assert response.outcome == "fixed"
    proposal = response.proposals[0]
    assert proposal.edits[0].after == "area = length * 7\nprint(area)"
    assert proposal.evidence.outcome == "ran"
    assert proposal.evidence.how == "fork", proposal.evidence.reason
    assert proposal.source == "rule:names"
    assert services.proposals.get(proposal.proposal_id) == proposal
    assert "'area'" not in names
    assert services.events.events[-1][0] == "fix"
    assert services.events.events[-1][1]["outcome"] == "fixed"


async def test_errors_behind_errors_are_fixed_in_one_proposal(services: Services) -> None:
    setup = "import pandas as pd\ndf = pd.DataFrame({'length': [1], 'width': [2]})\nlength = 3"
    response, _ = await fix(services, setup, "x = lenght\ny = df['widht'] + np.ones(1)")
    assert response.outcome == "fixed"
    assert (
        response.proposals[0].edits[0].after == "import numpy as np\nx = length\ny = df['width'] + np.ones(1)"
    )
    assert response.proposals[0].source == "rule:names, rule:keys, rule:imports"


async def test_a_cell_that_runs_has_no_proposals(services: Services) -> None:
    response, _ = await fix(services, "length = 3", "print(length)")
    assert (response.outcome, response.proposals) == ("runs_now", [])


async def test_an_error_that_no_rule_knows_is_said(services: Services) -> None:
    response, _ = await fix(services, "", "1 / 0")
    assert (response.outcome, response.tried) == ("no_candidate", 0)
    assert "ZeroDivisionError" in response.message
    assert response.error is not None


async def test_candidates_that_fail_are_not_shown(services: Services) -> None:
    response, _ = await fix(services, "length = None", "print(lenght + 1)")
    assert (response.outcome, response.proposals, response.tried) == ("none_ran", [], 1)


async def test_the_smallest_change_comes_first(services: Services) -> None:
    response, _ = await fix(services, "prices = 1\nprice_ = 2\nPrice = 3", "print(price)")
    afters = [each.edits[0].after for each in response.proposals]
    assert afters[0] in {"print(price_)", "print(Price)"}
    assert len(afters) == len(set(afters)) == 3


async def test_what_the_answer_leaves_out_was_told_and_can_be_accepted(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "MOST_PROPOSALS", 1)
    trials = ScriptedTrials({f"print({name})": RAN for name in ("prices", "price_", "Price")})
    heard, ledger = Heard(), LeavingOut()
    response = await search(replace(services, progress=heard, proposals=ledger, owner="ada"), trials)
    left_out = heard.proposals() - {each.proposal_id for each in response.proposals}
    assert len(left_out) == 2
    assert set(ledger.left_out) == left_out
    assert ledger.owners == {"ada"}
    assert {ledger.get(each).status for each in left_out} == {"pending"}


async def test_a_fix_by_long_replays_waits_to_be_asked_for(services: Services) -> None:
    cells = [
        Cell(cell_id="a", source="length = 6", seconds=40),
        Cell(cell_id="b", source="print(lenght * 7)"),
    ]
    request = FixRequest(notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="b")
    response = await fix_cell.run(request, services)
    assert (response.outcome, response.evidence.expected_s) == ("not_tried", 41.5)
    assert "a replay is expected to take about 42 s" in response.message
    patient = await fix_cell.run(request.model_copy(update={"replay_s": 60.0}), services)
    assert patient.outcome == "fixed", patient.message
    assert patient.proposals[0].evidence.expected_s == 41.5


async def test_a_fix_says_that_it_waits_for_other_replays(services: Services) -> None:
    class Waiting:
        async def run(self, _kernel: Kernel | None, trial: Trial) -> Evidence:
            trial.waits(True)
            trial.waits(False)
            return Evidence(outcome="not_tried", how="none")

    told: list[str] = []

    class Heard:
        def tell(self, event: BaseModel) -> None:
            assert isinstance(event, FixStep)
            told.append(event.message)

    request = FixRequest(
        notebook=NotebookRef(path="a.ipynb", cells=[Cell(cell_id="a", source="1")]), cell_id="a"
    )
    await fix_cell.run(request, replace(services, trials=Waiting(), progress=Heard()))
    assert told[-2:] == [
        "Running the cell as it is, as soon as other replays have ended",
        "Running the cell as it is",
    ]


async def test_without_a_kernel_candidates_are_replayed(services: Services) -> None:
    cells = [Cell(cell_id="a", source="length = 6"), Cell(cell_id="b", source="print(lenght * 7)")]
    request = FixRequest(notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="b")
    response = await fix_cell.run(request, services)
    assert response.outcome == "fixed", response.message
    assert response.proposals[0].evidence.how == "replay"


async def test_a_markdown_cell_is_refused(services: Services) -> None:
    cells = [Cell(cell_id="a", cell_type="markdown", source="lenght")]
    with pytest.raises(Invalid):
        await fix_cell.run(
            FixRequest(notebook=NotebookRef(path="a.ipynb", cells=cells), cell_id="a"), services
        )


class ScriptedTrials:
    """Answers each code by a script, slowly enough that trials meet."""

    def __init__(self, answers: dict[str, Evidence | Exception]) -> None:
        self.answers = answers
        self.codes: list[str] = []
        self.running = self.most_running = self.cancelled = 0
        self.release = asyncio.Event()
        self.release.set()
        self.stuck = ""

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        code = trial.code
        self.codes.append(code)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await asyncio.sleep(0)
            if code == self.stuck:
                await asyncio.Event().wait()
            if code != "print(price)":
                await self.release.wait()
            answer = self.answers.get(code) or failed("price", ["prices", "price_", "Price"])
            if isinstance(answer, Exception):
                raise answer
            return answer
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1


def failed(name: str, known: list[str], line: int = 1) -> Evidence:
    facts = ErrorFacts(name=name, known=known, line=line, column=6, end_column=6 + len(name))
    frames = [Frame(file="cell", line=line, function="<module>")]
    error = CellError(name="NameError", message=f"name {name!r} is not defined", facts=facts, frames=frames)
    return Evidence(outcome="failed", how="fork", error=error)


RAN = Evidence(outcome="ran", how="fork")


async def search(services: Services, trials: ScriptedTrials, parallel: int = 2) -> FixResponse:
    notebook = Notebook(path="a.ipynb", cells=[Cell(cell_id="a", source="print(price)")])
    return await find_fixes(
        notebook,
        "a",
        kernel=None,
        services=replace(services, trials=trials, parallel=parallel),
        options=FixOptions(LIMITS),
    )


class LeavingOut(Ledger):
    """Remembers what was left out, and whose proposals were added."""

    def __init__(self) -> None:
        super().__init__()
        self.left_out: list[str] = []
        self.owners: set[str] = set()

    def add(self, *, owner: str = "", **proposed: Any) -> Proposal:
        self.owners.add(owner)
        return super().add(owner=owner, **proposed)

    def leave_out(self, proposal_ids: Iterable[str]) -> None:
        self.left_out += proposal_ids
        super().leave_out(self.left_out)


@dataclass
class Heard:
    """Keeps what was told, and says when there is a proposal."""

    events: list[BaseModel] = field(default_factory=list)
    found: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: BaseModel) -> None:
        self.events.append(event)
        if isinstance(event, FixFound):
            self.found.set()

    def proposals(self) -> set[str]:
        return {each.proposal.proposal_id for each in self.events if isinstance(each, FixFound)}


async def test_a_proposal_is_told_while_others_are_still_tried(services: Services) -> None:
    heard, trials = Heard(), ScriptedTrials({"print(prices)": RAN})
    trials.stuck = "print(price_)"
    task = asyncio.ensure_future(search(replace(services, progress=heard), trials))
    await asyncio.wait_for(heard.found.wait(), 10)
    (told,) = heard.proposals()
    assert not task.done()
    assert services.proposals.get(told).edits[0].after == "print(prices)"
    task.cancel()


async def test_what_was_told_is_what_is_answered(services: Services) -> None:
    heard = Heard()
    trials = ScriptedTrials({"print(prices)": RAN, "print(price_)": RAN})
    response = await search(replace(services, progress=heard), trials)
    assert heard.proposals() == {each.proposal_id for each in response.proposals}
    steps = [each for each in heard.events if isinstance(each, FixStep)]
    assert [(each.message, each.tried) for each in steps] == [
        ("Running the cell as it is", 0),
        ("Trying 3 changes", 0),
    ]
    assert [(each.step, each.count) for each in steps] == [("running", 0), ("trying", 3)]


@pytest.mark.parametrize("parallel", [1, 2, 8])
async def test_no_more_trials_run_at_once_than_allowed(services: Services, parallel: int) -> None:
    trials = ScriptedTrials({})
    await search(services, trials, parallel)
    assert trials.most_running == min(parallel, 3)


async def test_nothing_is_tried_twice(services: Services) -> None:
    moved = {
        code: failed("prices", ["price", "price_", "Price"]) for code in ("print(prices)", "print(price_)")
    }
    trials = ScriptedTrials(dict(moved))
    response = await search(services, trials)
    assert response.outcome == "none_ran"
    assert len(trials.codes) == len(set(trials.codes))


async def test_cancelling_ends_every_trial(services: Services) -> None:
    trials = ScriptedTrials({})
    trials.release.clear()
    task = asyncio.ensure_future(search(services, trials))
    while trials.running < 2:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (trials.running, trials.cancelled) == (0, 2)


async def test_a_kernel_that_dies_meanwhile_is_said_plainly(services: Services) -> None:
    trials = ScriptedTrials({"print(price_)": KernelUnavailable("It died.")})
    with pytest.raises(KernelUnavailable):
        await search(services, trials)


async def test_a_crash_is_no_candidate(services: Services) -> None:
    crash = Evidence(outcome="failed", how="fork", reason="it was ended by signal 11")
    response = await search(services, ScriptedTrials({"print(price)": crash}))
    assert response.outcome == "no_candidate"
    assert "signal 11" in response.message


async def test_what_could_not_be_tried_borrows_no_badge(services: Services) -> None:
    refused = Evidence(outcome="not_tried", how="none", reason="it reaches out")
    response = await search(services, ScriptedTrials({"print(price)": refused}))
    assert (response.outcome, response.proposals) == ("not_tried", [])
    assert "it reaches out" in response.message


class BrokenRule:
    name = "broken"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> list[Candidate]:
        raise RuntimeError


async def test_a_rule_that_fails_keeps_no_other_from_trying_and_is_said(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    notebook = Notebook(path="a.ipynb", cells=[Cell(cell_id="a", source="print(price)")])
    trials = ScriptedTrials({"print(prices)": RAN})
    error = failed("price", ["prices"]).error
    assert error is not None
    search = Search(
        notebook,
        notebook.cells[0],
        kernel=None,
        services=replace(services, trials=trials),
        limits=LIMITS,
        rules=(BrokenRule(), MisspeltName()),
    )
    assert [each.candidate.after for each in await search.run(error)] == ["print(prices)"]
    assert "RuntimeError" in caplog.text
    findings = Findings(notebook, notebook.cells[0], services)
    response = outcome_of(search, [], findings, failed("price", ["prices"]), error, model_error=None)
    assert "Bolt's own rule `broken` failed. Please report this" in response.message


DEEP = "total = " + " + ".join(["price"] * 900)
"""Python reads it, and can't write it: `ast.unparse` goes down as deep."""


class Deep:
    name = "deep"

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> list[Candidate]:
        return [Candidate("Change it", "", "rule:deep", after) for after in (DEEP, "total = price")]


async def test_a_candidate_too_deep_to_be_judged_keeps_no_other_from_a_trial(services: Services) -> None:
    cell = Cell(cell_id="a", source="total = pricee", executed=True)
    notebook = Notebook(path="a.ipynb", cells=[cell])
    error = CellError(name="NameError", message="", frames=[Frame(file="cell", line=1, function="")])
    trials = ScriptedTrials({"total = price": Evidence(outcome="ran", how="fork")})
    scripted = replace(services, trials=trials)
    search = Search(notebook, cell, kernel=None, services=scripted, limits=TrialLimits(), rules=(Deep(),))
    assert [each.candidate.after for each in await search.run(error)] == ["total = price"]


async def test_what_is_too_deep_is_ranked_too(services: Services) -> None:
    cells = [Cell(cell_id="a", source=DEEP), Cell(cell_id="b", source="print(total)", executed=True)]
    notebook = Notebook(path="a.ipynb", cells=cells)
    ran = Attempt(Candidate("", "", "rule:deep", f"{DEEP}\n"), Evidence(outcome="ran", how="fork"))
    trials = ScriptedTrials({f"{DEEP}\n": ran.evidence})
    ranking = Ranking(
        notebook, cells[0], kernel=None, services=replace(services, trials=trials), limits=TrialLimits()
    )
    assert [each.attempt for each in await ranking.ranked([ran])] == [ran]
