"""The scripted model: what it answers, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from cases.error_case import ErrorCase, load_cases
from cases.fixing import Fixed, Shown
from cases.modelled import Modelled, check_cell, fates, model_missed, scripted, wrong_before_right
from cases.proof import Prover
from cases.scripted_answers import KINDS, Answered, answers, ways_to_silence
from cases.scripted_server import ScriptedServer

from jupyter_bolt.doors.cli import build_services
from jupyter_bolt.services import Prompt

DOES_IT_ANYWAY = {
    "FileExistsError/folder_made_twice",
    "KeyError/dropped_twice",
    "OperationalError/table_is_there",
}
"""Run a second time, what fails in them can as well be left out: its work is done."""


@pytest.fixture
def misspelt() -> ErrorCase:
    return next(load_cases("KeyError/column_misspelt"))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="module")
def prover() -> Iterator[Prover]:
    with Prover() as prover:
        yield prover


def test_a_seed_gives_the_same_answers_of_every_kind(misspelt: ErrorCase) -> None:
    once, again = (list(islice(answers(misspelt, 7), 8)) for _ in range(2))
    assert once == again
    assert once != list(islice(answers(misspelt, 8), 8))
    assert {each.kind for each in once} == set(KINDS)


def test_the_ways_keep_what_fails_where_nothing_comes_of_it(misspelt: ErrorCase) -> None:
    ways = ways_to_silence(misspelt)
    assert set(ways) == {
        *("deleted", "caught", "told", "suppressed", "put aside", "constant", "zero"),
        *("suppressed by another name", "suppressed unseen", "caught in a group", "caught for another"),
        *("caught for nothing", "in a function", "in a method", "in a loop", "in a case", "in a lambda"),
        *("conditional", "short-circuited", "over nothing"),
    }
    for source in ways.values():
        compile(source, "cell", "exec")


def test_no_answer_knows_what_only_the_author_can() -> None:
    (lost,) = (case for case in load_cases("FileNotFoundError/gone") if case.right.why)
    assert {each.kind for each in islice(answers(lost, 1), 8)} == set(KINDS) - {"right"}


@pytest.mark.parametrize("case", load_cases("KeyError/"), ids=lambda case: case.name)
def test_silencing_meets_no_expectation(case: ErrorCase, prover: Prover) -> None:
    ways = ways_to_silence(case)
    assert "caught" in ways
    met = [way for way, source in ways.items() if prover.see(case, source).met]
    assert met == [] or case.name in DOES_IT_ANYWAY


async def test_the_models_room_reads_what_the_script_gives(
    misspelt: ErrorCase, server: ScriptedServer
) -> None:
    services = scripted(build_services(), server)
    server.follow(each for each in answers(misspelt, 1) if each.text)
    assert services.models is not None
    read = [each async for each in services.models.answers(Prompt("", "fix it"), count=3)]
    assert sorted(read) == sorted(each.text for each in server.given)
    assert len(read) == 3


def test_the_cell_below_fails_after_a_wrong_answer(misspelt: ErrorCase, prover: Prover) -> None:
    right, wrong = (answer.applied_to(misspelt.failing) for answer in (misspelt.right, misspelt.wrong[0]))
    assert prover.see(misspelt, f"{right}\n{check_cell(misspelt)}").error == ""
    assert prover.see(misspelt, f"{wrong}\n{check_cell(misspelt)}").error == "AssertionError"


def test_what_is_shown_is_counted_by_its_kind() -> None:
    shown = [
        Shown("a", "openai:scripted", "x = 1", False, notes=["Cell 3 fails after it."]),
        Shown("b", "openai:scripted", "x = 2", True),
    ]
    fixed = Fixed("KeyError/a", "KeyError", "implementation", 1, False, "fixed", shown)
    given = [Answered("wrong", "x = 1", "x = 1"), Answered("right", "x = 2", "x = 2")]
    modelled = [Modelled(fixed, given, ["wrong", "right"])]
    counts = {each.kind: (each.given, each.shown, each.as_fix, each.first) for each in fates(modelled)}
    assert (counts["wrong"], counts["right"]) == ((1, 1, 0, 1), (1, 1, 1, 0))
    assert wrong_before_right(modelled) == ["KeyError/a"]
    assert model_missed(modelled, blind=False) == ["no right one stands behind a wrong one"]
    assert model_missed(modelled, blind=True) == []
    assert "the model is asked" in model_missed([], blind=True)
