"""Ask for fixes while a scripted model answers right, wrong, silencing and nonsense at random."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from cases.error_case import ErrorCase
from cases.fixing import Fixed, Shown, fix_case
from cases.proof import Prover
from cases.scripted_answers import KINDS, Answered, answers
from cases.scripted_server import MODEL, ScriptedServer

from jupyter_bolt.debugging.judging.sameness import normal_form
from jupyter_bolt.models.chat import ChatModels
from jupyter_bolt.models.settings import ModelSettings
from jupyter_bolt.services import Services

RULE = "rule"
UNKNOWN = "unknown"
COLUMNS = ("given", "shown", "as a fix", "first")


@dataclass(frozen=True)
class Modelled:
    """What was answered for one case, and what of it was shown."""

    fixed: Fixed
    given: list[Answered]
    kinds: list[str] = field(default_factory=list)
    """What each proposal that was shown is: a right one, or the kind of the answer that it comes from."""


@dataclass(frozen=True)
class Fate:
    """What became of one kind of answer. "As a fix" is shown with nothing said against it."""

    kind: str
    given: int
    shown: int
    as_fix: int
    first: int

    def __str__(self) -> str:
        return f"{self.kind:28}" + "".join(
            f"{n:>13}" for n in (self.given, self.shown, self.as_fix, self.first)
        )


def scripted(services: Services, server: ScriptedServer) -> Services:
    """The services with the scripted server as the model that somebody has named, asked for an answer a kind."""
    settings = ModelSettings(name=f"openai:{MODEL}", base_url=server.address)
    return replace(services, models=ChatModels(settings), answers=len(KINDS))


def check_cell(case: ErrorCase) -> str:
    """A cell that tells what is expected, as a notebook's own later cells do; nothing tells what is printed."""
    return "\n".join(f"assert {expression}" for expression in case.expect)


async def model_case(
    case: ErrorCase, services: Services, prover: Prover, server: ScriptedServer, *, seed: int, blind: bool
) -> Modelled:
    """Ask for a fix of one case; unless `blind`, the notebook tells below what is expected."""
    server.follow(_bounded(answers(case, seed)))
    fixed = await fix_case(case, services, prover, below="" if blind else check_cell(case), again=False)
    given = list(server.given)
    return Modelled(fixed, given, [_kind(each, given) for each in fixed.shown])


def _bounded(script: Iterator[Answered]) -> Iterator[Answered]:
    """Enough answers for one request, and an error for whoever asks on and on."""
    return islice(script, 64)


def _kind(shown: Shown, given: Sequence[Answered]) -> str:
    if shown.right:
        return "right"
    if shown.source.startswith("rule:"):
        return RULE
    form = normal_form(shown.after)
    same = (each.kind for each in given if normal_form(each.source) == form)
    part = (each.kind for each in given if each.source and _is_part(each.source, shown.after))
    return next(same, next(part, UNKNOWN))


def _is_part(source: str, after: str) -> bool:
    """Whether an answer that left lines of the cell out stands in it, with those lines."""
    return set(source.split("\n")) <= set(after.split("\n"))


def fates(modelled: Iterable[Modelled]) -> list[Fate]:
    """What became of each kind, over all cases."""
    seen = list(modelled)
    return [_fate(kind, seen) for kind in ("right", "wrong", "silencing", "nonsense", RULE, UNKNOWN)]


def _fate(kind: str, modelled: Sequence[Modelled]) -> Fate:
    given = sum(answered.kind == kind for each in modelled for answered in each.given)
    shown = [
        (place, proposal)
        for each in modelled
        for place, (proposal, which) in enumerate(zip(each.fixed.shown, each.kinds, strict=True))
        if which == kind
    ]
    as_fix = sum(not proposal.notes for _, proposal in shown)
    return Fate(kind, given, len(shown), as_fix, sum(place == 0 for place, _ in shown))


def wrong_before_right(modelled: Iterable[Modelled]) -> list[str]:
    """Cases in which a right proposal is shown, but not first."""
    return [each.fixed.name for each in modelled if each.fixed.right_shown and each.fixed.first != "right"]


def right_not_shown(modelled: Iterable[Modelled]) -> list[str]:
    """Cases in which the model gave a right answer, and nothing right is shown."""
    return [
        each.fixed.name
        for each in modelled
        if any(answered.kind == "right" for answered in each.given) and not each.fixed.right_shown
    ]


def model_missed(modelled: Sequence[Modelled], *, blind: bool) -> list[str]:
    """Which targets are missed. A blind notebook tells nobody which of two answers that run is wrong."""
    by_kind = {each.kind: each for each in fates(modelled)}
    targets = {
        "the model is asked": sum(each.given for each in by_kind.values()) > 0,
        "no silencing answer is shown": by_kind["silencing"].shown == 0,
        "no nonsense is shown": by_kind["nonsense"].shown == 0,
        "nothing is shown that nobody proposed": by_kind[UNKNOWN].shown == 0,
    }
    if not blind:
        targets["no wrong answer is shown as a fix"] = by_kind["wrong"].as_fix == 0
        targets["no right one stands behind a wrong one"] = not wrong_before_right(modelled)
    return [said for said, met in targets.items() if not met]
