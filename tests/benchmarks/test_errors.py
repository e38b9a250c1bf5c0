"""The failing cells that fixes are measured with: well-formed, failing as they say, and with expectations that tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from cases.error_case import ErrorCase, load_cases, load_sources
from cases.proof import Prover

CASES = list(load_cases())
MOST_PROSE = 120


@pytest.fixture(scope="module")
def prover() -> Iterator[Prover]:
    with Prover() as prover:
        yield prover


def test_the_set_is_as_large_as_is_said() -> None:
    assert len(CASES) >= 100
    assert len({case.kind for case in CASES}) >= 24
    assert len({case.cause for case in CASES}) == 6
    for batch in {case.batch for case in CASES}:
        beyond = [case.beyond_rules for case in CASES if case.batch == batch]
        assert sum(beyond) >= 0.15 * len(beyond)


def test_no_two_cases_are_the_same() -> None:
    assert [text for text, count in Counter(case.failing for case in CASES).items() if count > 1] == []


def test_every_source_is_used_and_known() -> None:
    assert {case.source for case in CASES} == set(load_sources())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_whole(case: ErrorCase) -> None:
    assert [cell.fails for cell in case.cells].count(True) == 1
    assert len(case.mistake) <= MOST_PROSE
    assert case.right.installs or case.expect or case.printed
    assert case.right.installs or case.wrong
    assert all(not case.cells[number - 1].run for number in case.right.first) or "del " in "".join(case.ran)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_expectations_tell_right_from_wrong(case: ErrorCase, prover: Prover) -> None:
    if reason := case.why_not_here():
        pytest.skip(reason)
    failing = prover.see(case, case.failing)
    assert (failing.setup_error, failing.error) == ("", case.kind), failing
    if case.right.installs:
        assert failing.error in {"ModuleNotFoundError", "ImportError"}
        return
    assert failing.unmet
    right = prover.see_answer(case, case.right)
    assert right.met, right
    for answer in case.wrong:
        wrong = prover.see_answer(case, answer)
        assert (wrong.setup_error, wrong.error) == ("", ""), wrong
        assert wrong.unmet, answer
