"""Search for changes with which a failing cell runs: propose, try side by side, go on from what got further."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from ..notebooks.cells import Cell, Notebook
from ..services import Kernel, Services
from ..trials.evidence import CellError, Evidence, TrialLimits
from ..trials.trial import ASKED_ABOVE_S, Trial
from .judging.sameness import normal_form
from .judging.silencing import silenced_by
from .request import FixStep
from .rules.catalogue import RULES
from .rules.cell_code import MOST_CHARACTERS
from .rules.rule import Candidate, Rule

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

MOST_ROUNDS = 3
"""Errors in one cell that are mended one after the other."""
MOST_BASES = 3
"""Candidates that got further and are gone on from in the next round."""
MOST_TRIALS = 24
MOST_PROPOSED = 8
"""Trials of candidates that do not come from rules, beside those."""
LONGEST_SEARCH = 2.0
"""Times a trial's own limit, after which no further round begins."""
INSTALLS = "installing `{}` needs the network, which a trial does not have"


@dataclass(frozen=True)
class Attempt:
    """A candidate and what was seen when it ran."""

    candidate: Candidate
    evidence: Evidence


@dataclass(frozen=True)
class Base:
    """A state of the cell with the error that it raises, and the candidate that led to it."""

    source: str
    error: CellError
    candidate: Candidate | None = None


class Search:
    """One search for one cell. Nothing is tried twice. `found` hears of what ran as soon as it did."""

    def __init__(
        self,
        notebook: Notebook,
        cell: Cell,
        *,
        kernel: Kernel | None,
        services: Services,
        limits: TrialLimits,
        replay_s: float = ASKED_ABOVE_S,
        rules: Sequence[Rule] = RULES,
        found: Callable[[Attempt], None] = lambda _: None,
    ) -> None:
        self._notebook = notebook
        self._cell = cell
        self._kernel = kernel
        self._services = services
        self._limits = limits
        self._replay_s = replay_s
        self._rules = rules
        self._found = found
        self._places = asyncio.Semaphore(max(1, services.parallel))
        self._seen: set[tuple[str, tuple[str, ...]]] = set()
        self._given_up = False
        self.tried = 0
        self.attempts: list[Attempt] = []
        """What was tried, in the order in which it ended."""
        self.untried: list[Attempt] = []
        """Candidates that a trial can't show: they reach out."""
        self.broken: list[str] = []
        """Rules that failed themselves, each once."""

    @property
    def is_too_long(self) -> bool:
        """Whether the cell is longer than what rules look at, and than what can be judged."""
        return len(self._cell.source) > MOST_CHARACTERS

    async def run(self, error: CellError) -> list[Attempt]:
        """Return the candidates of rules that ran, as they were proposed. Cancelling ends all trials."""
        return await self._run([Base(self._cell.source, error)])

    async def run_proposed(self, error: CellError, proposed: AsyncIterable[Candidate]) -> list[Attempt]:
        """The same for candidates that come from elsewhere: each is tried as it comes, side by side.

        What got further than the error is gone on from by the rules, where nothing ran.
        """
        base, tasks = Base(self._cell.source, error), []
        try:
            async with asyncio.TaskGroup() as group:
                async for candidate in proposed:
                    has_place = self.tried < MOST_TRIALS + MOST_PROPOSED
                    if has_place and await self._aside(self._is_new, candidate, base):
                        self.tried += 1
                        tasks.append(group.create_task(self._try(candidate)))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        attempts = [task.result() for task in tasks]
        ran = [each for each in attempts if each.evidence.outcome == "ran"]
        further = [found for each in attempts if (found := _further(base, each)) is not None]
        return ran or await self._run(further[:MOST_BASES])

    async def _run(self, bases: list[Base]) -> list[Attempt]:
        started = time.monotonic()
        for _ in range(MOST_ROUNDS):
            if time.monotonic() - started > LONGEST_SEARCH * self._limits.time_s:
                break
            attempts = [pair for base in bases for pair in await self._try_all(base)]
            ran = [attempt for _, attempt in attempts if attempt.evidence.outcome == "ran"]
            if ran:
                return ran
            bases = [base for pair in attempts if (base := _further(*pair)) is not None][:MOST_BASES]
        return []

    async def _aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Think in a thread: other requests go on meanwhile. Cancelling returns at once."""
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        except asyncio.CancelledError:
            self._given_up = True
            raise

    async def _try_all(self, base: Base) -> list[tuple[Base, Attempt]]:
        candidates = await self._aside(self._candidates, base)
        self._tell_of(len(candidates))
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._try(each)) for each in candidates]
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return [(base, task.result()) for task in tasks]

    async def _try(self, candidate: Candidate) -> Attempt:
        async with self._places:
            trial = Trial(
                self._notebook,
                self._cell.cell_id,
                candidate.after,
                limits=self._limits,
                replay_s=self._replay_s,
                plain=True,
                first=tuple(self._notebook.cell(each).source for each in candidate.first),
            )
            evidence = await self._services.trials.run(self._kernel, trial)
        attempt = Attempt(candidate, evidence)
        self.attempts.append(attempt)
        if evidence.outcome == "ran":
            self._found(attempt)
        return attempt

    def _tell_of(self, count: int) -> None:
        if count:
            message = f"Trying {count} change{'' if count == 1 else 's'}"
            step = FixStep(step="trying", message=message, count=count, tried=self.tried - count)
            self._services.progress.tell(step)

    def _candidates(self, base: Base) -> list[Candidate]:
        """What the rules propose for a state of the cell, without what has been tried already."""
        cell = self._cell.model_copy(update={"source": base.source})
        fresh = []
        if len(base.source) > MOST_CHARACTERS:
            return []
        for rule in self._rules:
            if self._given_up:
                return []
            for candidate in self._proposed_by(rule, cell, base.error):
                if not self._is_new(candidate, base):
                    continue
                if candidate.installs:
                    self.untried.append(_untried(_joined(base.candidate, candidate)))
                elif self.tried < MOST_TRIALS:
                    self.tried += 1
                    fresh.append(_joined(base.candidate, candidate))
        return fresh

    def _proposed_by(self, rule: Rule, cell: Cell, error: CellError) -> Sequence[Candidate]:
        """What one rule proposes. A rule that fails is a bug, which keeps no other from trying, and is said."""
        try:
            return rule.candidates(cell, error, self._notebook)
        except Exception:
            log.exception("Rule %s failed", rule.name)
            if rule.name not in self.broken:
                self.broken.append(rule.name)
            return []

    def _is_new(self, candidate: Candidate, base: Base) -> bool:
        """Whether a candidate is worth a trial: none like it was tried, and it does more than silence."""
        if len(candidate.after) > MOST_CHARACTERS:
            return False
        if not self._seen:
            self._seen.add((normal_form(self._cell.source), ()))
        same = (normal_form(candidate.after), candidate.first)
        if same in self._seen:
            return False
        self._seen.add(same)
        above = self._notebook.above(self._cell.cell_id)
        ran = (each.source for each in above if each.executed)
        try:
            return not silenced_by(base.source, candidate.after, base.error, ran=ran)
        except RecursionError:
            return False  # So deep an expression that it can be read, but not written.


def _untried(candidate: Candidate) -> Attempt:
    reason = INSTALLS.format(candidate.installs)
    return Attempt(candidate, Evidence(outcome="not_tried", how="none", reason=reason))


def _joined(first: Candidate | None, then: Candidate) -> Candidate:
    """One candidate that stands for both changes."""
    if first is None:
        return then
    return replace(
        then,
        title=f"{first.title}, {then.title[:1].lower()}{then.title[1:]}",
        explanation=f"{first.explanation} {then.explanation}",
        source=first.source if first.source == then.source else f"{first.source}, {then.source}",
        first=tuple(dict.fromkeys((*first.first, *then.first))),
    )


def _further(base: Base, attempt: Attempt) -> Base | None:
    """The attempt as a new base, where it got past the error and met another."""
    error, source = attempt.evidence.error, attempt.candidate.after
    if attempt.evidence.outcome != "failed" or error is None:
        return None
    if (error.name, error.message) == (base.error.name, base.error.message):
        return None
    added = source.count("\n") - base.source.count("\n")
    if _line(error) < _line(base.error) + added:
        return None
    return Base(source, error, attempt.candidate)


def _line(error: CellError) -> int:
    """The line of the cell's own that was running, even where the error was raised far inside."""
    return next((frame.line for frame in error.frames if frame.file == "cell"), 0)
