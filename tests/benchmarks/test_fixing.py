"""How a fix of a case is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cases.error_case import ErrorCase, load_cases
from cases.fixing import Fixed, Shown, fix_case
from cases.proof import Prover

from jupyter_bolt.doors.cli import build_services


@pytest.fixture
def prover() -> Iterator[Prover]:
    with Prover() as prover:
        yield prover


@pytest.fixture
def misspelt() -> ErrorCase:
    return next(load_cases("NameError/variable_misspelt"))


async def test_a_right_fix_is_told_with_its_time(misspelt: ErrorCase, prover: Prover) -> None:
    fixed = await fix_case(misspelt, build_services(), prover)
    assert (fixed.first, fixed.right_shown, fixed.outcome) == ("right", True, "fixed")
    assert fixed.first_s is not None
    assert "+share = north_revenue / total_revenue" in fixed.changed


async def test_a_fix_that_runs_is_wrong_where_the_expectation_does_not_hold(
    misspelt: ErrorCase, prover: Prover
) -> None:
    other = misspelt.model_copy(update={"expect": ["share == 2"]})
    fixed = await fix_case(other, build_services(), prover)
    assert (fixed.first, fixed.right_shown) == ("wrong", False)
    assert fixed.shown[0].why_not == "share == 2"


def test_nothing_shown_is_none(misspelt: ErrorCase) -> None:
    nothing = Fixed(misspelt.name, "NameError", "implementation", 1, False, "no_candidate")
    second = replace(nothing, shown=[Shown("a", "rule:a", "x", False), Shown("b", "rule:b", "y", True)])
    assert (nothing.first, nothing.right_shown) == ("none", False)
    assert (second.first, second.right_shown) == ("wrong", True)
