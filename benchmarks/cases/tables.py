"""Tables of what came of cases, and whether the targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from cases.fixing import Fixed

RIGHT_FIRST, WRONG_FIRST, P50_S = 0.75, 0.03, 0.300


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    name: str
    cases: int
    right_first: int
    wrong_first: int
    right_shown: int
    none: int

    @classmethod
    def of(cls, name: str, fixed: Sequence[Fixed]) -> Row:
        first = [each.first for each in fixed]
        return cls(
            name,
            len(fixed),
            first.count("right"),
            first.count("wrong"),
            sum(each.right_shown for each in fixed),
            first.count("none"),
        )

    def __str__(self) -> str:
        numbers = (self.cases, self.right_first, self.wrong_first, self.right_shown, self.none)
        return f"{self.name:28}" + "".join(f"{number:>13}" for number in numbers)


HEAD = f"{'':28}" + "".join(
    f"{word:>13}" for word in ("cases", "right first", "wrong first", "right shown", "none")
)


def percentile(values: Iterable[float | None], which: int) -> float:
    known = [each for each in values if each is not None]
    if len(known) < 2:
        return known[0] if known else 0.0
    return quantiles(known, n=100, method="inclusive")[which - 1]


def rows_by(fixed: Sequence[Fixed], key: str) -> list[Row]:
    names = sorted({str(getattr(each, key)) for each in fixed})
    return [Row.of(name, [each for each in fixed if str(getattr(each, key)) == name]) for name in names]


def show(fixed: Sequence[Fixed]) -> None:
    for key in ("kind", "cause"):
        print(f"{HEAD}\n" + "\n".join(map(str, rows_by(fixed, key))) + "\n")
    within = [each for each in fixed if not each.beyond_rules]
    beyond = [each for each in fixed if each.beyond_rules]
    batches = [replace(row, name=f"batch {row.name}") for row in rows_by(fixed, "batch")]
    print(HEAD)
    for row in (Row.of("a rule may know it", within), Row.of("beyond rules", beyond), *batches):
        print(row)
    print(Row.of("all", fixed))
    for said, seconds in times(fixed).items():
        print(f"{said}: p50 {seconds['p50'] * 1e3:.0f} ms, p95 {seconds['p95'] * 1e3:.0f} ms")


def times(fixed: Sequence[Fixed]) -> dict[str, dict[str, float]]:
    """Seconds from the request to the first proposal that was seen to run."""
    found = {
        "first request in a kernel": [each.first_s for each in fixed],
        "later requests": [each.again_s for each in fixed],
    }
    return {
        said: {"p50": percentile(values, 50), "p95": percentile(values, 95)} for said, values in found.items()
    }


def missed(fixed: Sequence[Fixed]) -> list[str]:
    """Which targets are missed."""
    row, p50 = Row.of("all", fixed), times(fixed)["first request in a kernel"]["p50"]
    targets = {
        f"right first ≥ {RIGHT_FIRST:.0%}: {row.right_first / row.cases:.1%}": row.right_first / row.cases
        >= RIGHT_FIRST,
        f"wrong first ≤ {WRONG_FIRST:.0%}: {row.wrong_first / row.cases:.1%}": row.wrong_first / row.cases
        <= WRONG_FIRST,
        f"p50 ≤ {P50_S * 1e3:.0f} ms: {p50 * 1e3:.0f} ms": p50 <= P50_S,
    }
    return [said for said, met in targets.items() if not met]
