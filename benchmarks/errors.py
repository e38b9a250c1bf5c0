"""Measure fixes: how many real failing cells get a right fix first, with rules alone, and how soon it is there.

Each case under `benchmarks/errors/` has a kernel of its own, in which its cells have run and its last one has
failed. What is shown is proven in a fresh run against what the case expects. Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles

from cases.error_case import ErrorCase, load_cases
from cases.fixing import Fixed, fix_case
from cases.proof import Prover

from jupyter_bolt.doors.cli import build_services

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


async def measure(cases: Iterable[ErrorCase], *, verbose: bool) -> list[Fixed]:
    services, fixed = build_services(), []
    with Prover() as prover:
        for case in cases:
            if reason := case.why_not_here():
                print(f"not run: {case.name}: {reason}", file=sys.stderr)
                continue
            fixed.append(await fix_case(case, services, prover))
            if verbose:
                show_one(fixed[-1])
    return fixed


def show_one(fixed: Fixed) -> None:
    print(f"{fixed.first:6} {fixed.name}: {fixed.outcome}", flush=True)
    for shown in fixed.shown:
        why_not = "" if shown.right else f" [{shown.why_not}]"
        print(f"       {'+' if shown.right else '-'} {shown.title} ({shown.source}){why_not}")
    print("".join(f"         {line}\n" for line in fixed.changed.splitlines()), end="", flush=True)


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
    print(HEAD)
    for row in (Row.of("a rule may know it", within), Row.of("beyond rules", beyond), Row.of("all", fixed)):
        print(row)
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
    row = Row.of("all", fixed)
    targets = {
        f"right first ≥ {RIGHT_FIRST:.0%}: {row.right_first / row.cases:.1%}": row.right_first / row.cases
        >= RIGHT_FIRST,
        f"wrong first ≤ {WRONG_FIRST:.0%}: {row.wrong_first / row.cases:.1%}": row.wrong_first / row.cases
        <= WRONG_FIRST,
        f"p50 ≤ {P50_S * 1e3:.0f} ms": times(fixed)["first request in a kernel"]["p50"] <= P50_S,
    }
    return [said for said, met in targets.items() if not met]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--kind", default="", help="only cases of this exception")
    parser.add_argument("--case", default="", help="only cases whose name holds this text")
    parser.add_argument("-v", "--verbose", action="store_true", help="say of each case what was proposed")
    options = parser.parse_args()
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    cases = [each for each in load_cases(options.case) if options.kind in ("", each.kind)]
    fixed = asyncio.run(measure(cases, verbose=options.verbose and not options.json))
    if not fixed:
        print("No such case.", file=sys.stderr)
        return 2
    if options.json:
        print(
            json.dumps(
                {"cases": [asdict(each) for each in fixed], "times": times(fixed), "missed": missed(fixed)}
            )
        )
    else:
        show(fixed)
        print("\n".join(f"MISSED {each}" for each in missed(fixed)) or "All targets are met.")
    return 1 if missed(fixed) else 0


if __name__ == "__main__":
    sys.exit(main())
