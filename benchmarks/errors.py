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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from cases.error_case import ErrorCase, load_cases
from cases.fixing import Fixed, fix_case
from cases.modelled import (
    COLUMNS,
    Modelled,
    check_cell,
    fates,
    model_case,
    model_missed,
    right_not_shown,
    scripted,
    wrong_before_right,
)
from cases.proof import Prover
from cases.scripted_server import ScriptedServer
from cases.tables import missed, show, times

from jupyter_bolt.doors.cli import build_services


async def measure(cases: Iterable[ErrorCase], *, verbose: bool) -> list[Fixed]:
    services, fixed = replace(build_services(), models=None), []
    with Prover() as prover:
        for case in cases:
            fixed.append(await fix_case(case, services, prover))
            if verbose:
                show_one(fixed[-1])
    return fixed


async def measure_model(cases: Iterable[ErrorCase], options: argparse.Namespace) -> list[Modelled]:
    modelled = []
    with Prover() as prover, ScriptedServer() as server:
        services = scripted(build_services(), server)
        for case in (each for each in cases if options.blind or check_cell(each)):
            seen = await model_case(case, services, prover, server, seed=options.seed, blind=options.blind)
            modelled.append(seen)
            if options.verbose and not options.json:
                show_one(seen.fixed, seen.kinds)
    return modelled


def runnable(cases: Iterable[ErrorCase]) -> Iterator[ErrorCase]:
    """The cases that can be run here; of others it is said why not."""
    for case in cases:
        if reason := case.why_not_here():
            print(f"not run: {case.name}: {reason}", file=sys.stderr)
        else:
            yield case


def show_one(fixed: Fixed, kinds: Sequence[str] = ()) -> None:
    seconds = "" if fixed.first_s is None else f" in {fixed.first_s:.2f} s"
    print(f"{fixed.first:6} {fixed.name}: {fixed.outcome}{seconds}", flush=True)
    for place, shown in enumerate(fixed.shown):
        why_not = "" if shown.right else f" [{shown.why_not}]"
        kind = f" {kinds[place]}" if kinds else ""
        notes = f" NOTED {shown.notes}" if shown.notes else ""
        how = f" REPLAYED {shown.replayed}" if shown.replayed else ""
        print(
            f"       {'+' if shown.right else '-'}{kind} {shown.title} ({shown.source}){why_not}{notes}{how}"
        )
    print("".join(f"         {line}\n" for line in fixed.changed.splitlines()), end="", flush=True)


def show_model(modelled: Sequence[Modelled]) -> None:
    print(f"{'':28}" + "".join(f"{word:>13}" for word in COLUMNS))
    print("\n".join(map(str, fates(modelled))))
    for said, names in (
        ("a right one is shown, and not first", wrong_before_right(modelled)),
        ("a right answer was given, and none is shown", right_not_shown(modelled)),
    ):
        print(f"{said}: {len(names)}  {' '.join(names)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--kind", default="", help="only cases of this exception")
    parser.add_argument("--case", default="", help="only cases whose name holds this text")
    parser.add_argument("--batch", type=int, default=0, help="only cases that were written together")
    parser.add_argument("-v", "--verbose", action="store_true", help="say of each case what was proposed")
    parser.add_argument(
        "--model",
        action="store_true",
        help="have a scripted model answer right, wrong, silencing and nonsense",
    )
    parser.add_argument(
        "--blind", action="store_true", help="with --model: no cell below tells what is expected"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the model's answers")
    options = parser.parse_args()
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    named = (each for each in load_cases(options.case) if options.kind in ("", each.kind))
    cases = [*runnable(each for each in named if options.batch in (0, each.batch))]
    if not cases:
        print("No such case.", file=sys.stderr)
        return 2
    return judge_model(cases, options) if options.model else judge_rules(cases, options)


def judge_rules(cases: Sequence[ErrorCase], options: argparse.Namespace) -> int:
    fixed = asyncio.run(measure(cases, verbose=options.verbose and not options.json))
    if options.json:
        print(
            json.dumps(
                {"cases": [asdict(each) for each in fixed], "times": times(fixed), "missed": missed(fixed)}
            )
        )
    else:
        show(fixed)
    return say_missed(missed(fixed), options)


def judge_model(cases: Sequence[ErrorCase], options: argparse.Namespace) -> int:
    modelled = asyncio.run(measure_model(cases, options))
    unmet = model_missed(modelled, blind=options.blind)
    if options.json:
        rows = [asdict(each) for each in fates(modelled)]
        print(json.dumps({"cases": [asdict(each) for each in modelled], "answers": rows, "missed": unmet}))
    else:
        show_model(modelled)
    return say_missed(unmet, options)


def say_missed(unmet: Sequence[str], options: argparse.Namespace) -> int:
    if not options.json:
        print("\n".join(f"MISSED {each}" for each in unmet) or "All targets are met.")
    return 1 if unmet else 0


if __name__ == "__main__":
    sys.exit(main())
