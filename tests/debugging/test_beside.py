"""What takes long is thought beside the event loop, and once: other requests go on meanwhile."""

from __future__ import annotations

import ast
import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from jupyter_bolt.debugging.capability import explain_error
from jupyter_bolt.debugging.fix import FixOptions, find_fixes
from jupyter_bolt.debugging.judging.diagnostics import new_diagnostics
from jupyter_bolt.debugging.judging.silencing import silenced_by
from jupyter_bolt.debugging.model.answer import read_answer
from jupyter_bolt.debugging.model.prompt import build_prompt
from jupyter_bolt.debugging.request import ExplainRequest, FixResponse
from jupyter_bolt.debugging.rules import trees
from jupyter_bolt.debugging.rules.cell_code import MOST_CHARACTERS, CellCode
from jupyter_bolt.debugging.rules.names import MisspeltName
from jupyter_bolt.debugging.rules.rule import Candidate, Rule
from jupyter_bolt.debugging.search import Search
from jupyter_bolt.notebooks.cells import Cell, Notebook, NotebookRef
from jupyter_bolt.services import Kernel, Prompt, Services
from jupyter_bolt.trials.evidence import CellError, ErrorFacts, Evidence, Frame, TrialLimits
from jupyter_bolt.trials.trial import Trial

LIMITS = TrialLimits(time_s=30)
SOURCE = "print(price)"
ERROR = CellError(
    name="NameError",
    message="name 'price' is not defined",
    facts=ErrorFacts(name="price", known=["prices"], line=1, column=6, end_column=11),
    frames=[Frame(file="cell", line=1, function="<module>")],
)
PATIENCE_S = 20


class Trials:
    """Only the cell as it was fails."""

    async def run(self, kernel: Kernel | None, trial: Trial) -> Evidence:
        if SOURCE in trial.code:
            return Evidence(outcome="failed", how="fork", error=ERROR)
        return Evidence(outcome="ran", how="fork")


class Models:
    """Answers one thing."""

    name = "scripted"

    def __init__(self) -> None:
        self.asked = 0

    async def answers(self, prompt: Prompt, *, count: int) -> AsyncIterator[str]:
        self.asked += 1
        yield "It was misspelt.\n```python\nprint(2)\n```"


@pytest.fixture
def scripted(services: Services) -> Services:
    return replace(services, trials=Trials(), models=Models())


def notebook_of(source: str = SOURCE) -> Notebook:
    return Notebook(path="a.ipynb", cells=[Cell(cell_id="a", source=source)])


async def fix(services: Services, source: str = SOURCE, **options: Any) -> FixResponse:
    return await find_fixes(
        notebook_of(source), "a", kernel=None, services=services, options=FixOptions(LIMITS, **options)
    )


class Meeting:
    """Work that ends only once the event loop was seen to go on during it."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self._loop = asyncio.get_running_loop()
        self.went_on: list[bool] = []

    def __call__(self, *args: Any, **options: Any) -> Any:
        turned = threading.Event()
        self._loop.call_soon_threadsafe(turned.set)
        self.went_on.append(turned.wait(PATIENCE_S))
        return self._work(*args, **options)


@pytest.mark.parametrize(
    ("place", "work"),
    [
        ("search.silenced_by", silenced_by),
        ("judging.ranking.new_diagnostics", new_diagnostics),
        ("model.asking.build_prompt", build_prompt),
        ("model.asking.read_answer", read_answer),
    ],
)
async def test_the_event_loop_goes_on_while_a_change_is_judged(
    scripted: Services, monkeypatch: pytest.MonkeyPatch, place: str, work: Callable[..., Any]
) -> None:
    meeting = Meeting(work)
    monkeypatch.setattr(f"jupyter_bolt.debugging.{place}", meeting)
    response = await fix(scripted, ask_model=True)
    assert response.outcome == "fixed"
    assert meeting.went_on
    assert all(meeting.went_on)


class Waiting:
    """A rule that proposes nothing, after some work."""

    name = "waiting"

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work

    def candidates(self, cell: Cell, error: CellError, notebook: Notebook) -> list[Candidate]:
        self._work()
        return []


def search_by(services: Services, *rules: Rule) -> Search:
    notebook = notebook_of()
    return Search(notebook, notebook.cells[0], kernel=None, services=services, limits=LIMITS, rules=rules)


async def test_the_event_loop_goes_on_while_rules_look(scripted: Services) -> None:
    meeting = Meeting(lambda: None)
    ran = await search_by(scripted, Waiting(meeting), MisspeltName()).run(ERROR)
    assert [each.candidate.after for each in ran] == ["print(prices)"]
    assert meeting.went_on == [True]


async def test_the_event_loop_goes_on_while_an_error_is_explained(
    scripted: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jupyter_bolt.debugging import fix
    from jupyter_bolt.debugging.explain import explain as explaining

    for module in (fix, explaining):
        meeting = Meeting(module.explain)
        monkeypatch.setattr(module, "explain", meeting)
        if module is fix:
            await find_fixes(notebook_of(), "a", kernel=None, services=scripted, options=FixOptions(LIMITS))
        else:
            ref = NotebookRef(path="a.ipynb", cells=notebook_of().cells)
            await explain_error.run(ExplainRequest(notebook=ref, cell_id="a"), scripted)
        assert meeting.went_on == [True]


async def test_cancelling_waits_for_no_rule_and_the_others_are_left_out(scripted: Services) -> None:
    begun, released, others = asyncio.Event(), threading.Event(), []
    loop = asyncio.get_running_loop()

    def work() -> None:
        loop.call_soon_threadsafe(begun.set)
        released.wait(PATIENCE_S)

    search = search_by(scripted, Waiting(work), Waiting(lambda: others.append(1)))
    task = asyncio.ensure_future(search.run(ERROR))
    await asyncio.wait_for(begun.wait(), PATIENCE_S)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not released.is_set()
    released.set()
    await loop.shutdown_default_executor()
    assert others == []


async def test_a_search_parses_each_source_once_and_keeps_no_tree(
    scripted: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: Counter[str] = Counter()
    parse = ast.parse

    def counting(source: Any, *args: Any, **options: Any) -> Any:
        parsed[source] += 1
        return parse(source, *args, **options)

    monkeypatch.setattr(ast, "parse", counting)
    response = await fix(scripted, ask_model=True)
    assert response.outcome == "fixed"
    assert parsed[SOURCE] == parsed["print(prices)"] == parsed["print(2)"] == 1
    CellCode(SOURCE)
    assert parsed[SOURCE] == 2


def test_the_trees_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = trees.Trees(most=10)
    first = kept.of("a = 1")
    assert kept.of("a = 1") is first
    kept.of("b = 1")
    assert kept.of("a = 1") is first
    kept.of("c = 1")
    assert kept.of("a = 1") is first
    assert kept.of("x = '" + "y" * 20 + "'") is not None
    assert kept.of("a = 1") is not first


async def test_a_cell_that_is_too_long_to_be_looked_at_is_said_to_be(scripted: Services) -> None:
    source = SOURCE + "\n#" + "x" * MOST_CHARACTERS
    response = await fix(scripted, source, ask_model=True)
    assert (response.outcome, response.tried, response.can_ask) == ("no_candidate", 0, None)
    assert "100,000 characters" in response.message
    assert scripted.models is not None
    assert scripted.models.asked == 0  # type: ignore[attr-defined]


async def test_a_change_that_is_too_long_to_be_judged_is_not_tried(scripted: Services) -> None:
    room = MOST_CHARACTERS - len(SOURCE) - len("\n#")
    response = await fix(scripted, f"{SOURCE}\n#{'x' * room}", ask_model=False)
    assert response.tried == 0
    response = await fix(scripted, f"{SOURCE}\n#{'x' * (room - 1)}", ask_model=False)
    assert response.tried == 1
