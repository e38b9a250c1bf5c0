"""Proposals on real files: what is applied, once, and taken back."""
# ruff: noqa: ASYNC240 -- what lies on the disk is looked at between the steps.

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import nbformat
import pytest

from jupyter_bolt.errors import (
    CellChanged,
    CellNotFound,
    Conflict,
    OtherNotebook,
    ProposalClosed,
    ProposalNotFound,
)
from jupyter_bolt.notebooks.cells import AppliedEdits, Cell, CellEdit, NotebookRef
from jupyter_bolt.notebooks.files import FileNotebooks
from jupyter_bolt.proposals.capability import accept_proposal, reject_proposal, undo_proposal
from jupyter_bolt.proposals.ledger import Ledger
from jupyter_bolt.proposals.proposal import Proposal, Status
from jupyter_bolt.proposals.request import ProposalRequest
from jupyter_bolt.sandbox.kernels import LocalKernels
from jupyter_bolt.services import EventName, Services, Trials
from jupyter_bolt.trials.evidence import DisplayOutput, Evidence

EDITS = [
    CellEdit(cell_id="one", before="a", after="b"),
    CellEdit(cell_id="two", before="x", after="y"),
    CellEdit(cell_id="one", before="b", after="c"),
]
REF = NotebookRef(path="a.ipynb")


class SeenEvents:
    """Keeps what was emitted."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str | int | float | bool]] = []

    def emit(self, event: EventName, data: dict[str, str | int | float | bool]) -> None:
        assert event == "proposal"
        self.seen.append(data)


class SlowNotebooks(FileNotebooks):
    """Notebook files that let the caller hold an edit up."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def edit(self, ref: NotebookRef, edits: Sequence[CellEdit]) -> AppliedEdits:
        await self.go_on.wait()
        return await super().edit(ref, edits)


@pytest.fixture
def file(folder: Path) -> Path:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("a", id="one"), nbformat.v4.new_code_cell("x", id="two")]
    path = folder / "a.ipynb"
    path.write_text(nbformat.writes(notebook) + "\n")
    return path


@pytest.fixture
def events() -> SeenEvents:
    return SeenEvents()


@pytest.fixture
def services(file: Path, events: SeenEvents) -> Services:
    return Services(
        kernels=LocalKernels(),
        notebooks=SlowNotebooks(file.parent),
        trials=cast("Trials", None),  # no decision on a proposal runs anything
        proposals=Ledger(),
        events=events,
    )


@pytest.fixture
def proposal(services: Services) -> Proposal:
    return add(services.proposals)


def add(ledger: Ledger, *, owner: str = "", plot_bytes: int = 0) -> Proposal:
    plot = DisplayOutput(output_type="display_data", data={"image/png": "x" * plot_bytes})
    evidence = Evidence(outcome="ran", how="fork", outputs=[plot])
    return ledger.add(
        path="a.ipynb", title="Fix", source="rule:names", edits=EDITS, evidence=evidence, owner=owner
    )


def ask(proposal: Proposal, ref: NotebookRef = REF) -> ProposalRequest:
    return ProposalRequest(proposal_id=proposal.proposal_id, notebook=ref)


def sources(file: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(file, as_version=4).cells]


async def test_accept_applies_all_edits_and_undo_takes_them_back(
    services: Services, proposal: Proposal, file: Path, events: SeenEvents
) -> None:
    before = file.read_bytes()
    accepted = await accept_proposal.run(ask(proposal), services)
    assert (accepted.proposal.status, accepted.proposal.edits) == ("accepted", EDITS)
    assert accepted.applied is not None
    assert accepted.applied.applied_by == "server"
    assert sources(file) == ["c", "y"]
    undone = await undo_proposal.run(ask(proposal), services)
    assert undone.proposal.status == "undone"
    assert file.read_bytes() == before
    assert [event["status"] for event in events.seen] == ["accepted", "undone"]
    assert all(event == {"status": event["status"], "source": "rule:names"} for event in events.seen)


async def test_reject_changes_nothing_and_closes(services: Services, proposal: Proposal, file: Path) -> None:
    before = file.read_bytes()
    rejected = await reject_proposal.run(ask(proposal), services)
    assert (rejected.proposal.status, rejected.applied) == ("rejected", None)
    assert file.read_bytes() == before
    for decide in (accept_proposal, reject_proposal, undo_proposal):
        with pytest.raises(ProposalClosed):
            await decide.run(ask(proposal), services)


async def test_a_changed_cell_makes_it_stale_and_nothing_is_applied(
    services: Services, proposal: Proposal, file: Path, events: SeenEvents
) -> None:
    file.write_text(file.read_text().replace('"x"', '"changed"'))
    with pytest.raises(CellChanged):
        await accept_proposal.run(ask(proposal), services)
    assert sources(file) == ["a", "changed"]
    assert services.proposals.get(proposal.proposal_id).status == "stale"
    assert [event["status"] for event in events.seen] == ["stale"]
    with pytest.raises(ProposalClosed):
        await accept_proposal.run(ask(proposal), services)


async def test_a_proposal_is_not_written_into_another_notebook(
    services: Services, proposal: Proposal, file: Path
) -> None:
    other = file.with_name("b.ipynb")
    other.write_bytes(file.read_bytes())
    with pytest.raises(OtherNotebook):
        await accept_proposal.run(ask(proposal, NotebookRef(path="b.ipynb")), services)
    assert (sources(file), sources(other)) == (["a", "x"], ["a", "x"])
    assert (await accept_proposal.run(ask(proposal), services)).proposal.status == "accepted"


async def test_a_removed_cell_makes_it_stale(services: Services, proposal: Proposal, file: Path) -> None:
    file.write_text(file.read_text().replace('"two"', '"three"'))
    with pytest.raises(CellNotFound):
        await accept_proposal.run(ask(proposal), services)
    assert services.proposals.get(proposal.proposal_id).status == "stale"


async def test_undo_after_a_further_change_is_refused_and_can_be_tried_again(
    services: Services, proposal: Proposal, file: Path
) -> None:
    await accept_proposal.run(ask(proposal), services)
    accepted = file.read_text()
    file.write_text(accepted.replace('"y"', '"mine"'))
    with pytest.raises(CellChanged):
        await undo_proposal.run(ask(proposal), services)
    assert sources(file) == ["c", "mine"]
    file.write_text(accepted)
    await undo_proposal.run(ask(proposal), services)
    assert sources(file) == ["a", "x"]


async def test_what_is_noted_late_keeps_what_was_decided_meanwhile(
    services: Services, proposal: Proposal, file: Path
) -> None:
    before = file.read_bytes()
    await accept_proposal.run(ask(proposal), services)
    noted = services.proposals.note(proposal, ["Cell 2 fails after it."])
    assert (noted.status, noted.notes) == ("accepted", ["Cell 2 fails after it."])
    undone = await undo_proposal.run(ask(proposal), services)
    assert (undone.proposal.status, file.read_bytes()) == ("undone", before)


async def test_undo_needs_an_accepted_proposal(services: Services, proposal: Proposal) -> None:
    with pytest.raises(Conflict):
        await undo_proposal.run(ask(proposal), services)
    assert services.proposals.get(proposal.proposal_id).status == "pending"


async def test_of_two_accepts_at_once_the_second_is_refused(
    services: Services, proposal: Proposal, file: Path
) -> None:
    results = await asyncio.gather(
        *(accept_proposal.run(ask(proposal), services) for _ in range(2)), return_exceptions=True
    )
    assert [type(result).__name__ for result in results] == ["ProposalResponse", "ProposalClosed"]
    assert sources(file) == ["c", "y"]


async def test_an_accept_once_begun_is_finished_when_its_caller_leaves(
    services: Services, proposal: Proposal, file: Path
) -> None:
    notebooks = cast("SlowNotebooks", services.notebooks)
    notebooks.go_on.clear()
    accepting = asyncio.create_task(accept_proposal.run(ask(proposal), services))
    await asyncio.sleep(0)
    accepting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await accepting
    with pytest.raises(ProposalClosed):
        await reject_proposal.run(ask(proposal), services)
    notebooks.go_on.set()
    async with asyncio.timeout(30):
        while services.proposals.get(proposal.proposal_id).status == "pending":
            await asyncio.sleep(0.01)
    assert sources(file) == ["c", "y"]


async def test_an_open_tab_is_told_what_to_apply(services: Services, proposal: Proposal, file: Path) -> None:
    before = file.read_bytes()
    tab = NotebookRef(
        path="a.ipynb", cells=[Cell(cell_id="one", source="a"), Cell(cell_id="two", source="x")]
    )
    accepted = await accept_proposal.run(ask(proposal, tab), services)
    assert accepted.applied == AppliedEdits(applied_by="tab", edits=EDITS)
    after = NotebookRef(
        path="a.ipynb", cells=[Cell(cell_id="one", source="c"), Cell(cell_id="two", source="y")]
    )
    undone = await undo_proposal.run(ask(proposal, after), services)
    assert undone.applied is not None
    assert undone.applied.edits == [edit.reversed() for edit in reversed(EDITS)]
    assert file.read_bytes() == before


def kept(ledger: Ledger, proposals: Sequence[Proposal]) -> list[bool]:
    """Which of these are still there."""

    def is_kept(proposal: Proposal) -> bool:
        with contextlib.suppress(ProposalNotFound):
            return bool(ledger.get(proposal.proposal_id))
        return False

    return [is_kept(each) for each in proposals]


async def decide(ledger: Ledger, proposal: Proposal, after: Status) -> Proposal:
    async def nothing(_: Proposal) -> None: ...

    return (await ledger.decide(proposal.proposal_id, after, nothing))[0]


PLOT_BYTES = 1_000_000
ROOM_FOR_TEN = 10_500_000


def test_the_oldest_make_room_by_their_bytes_and_ids_can_not_be_guessed() -> None:
    ledger = Ledger(most_bytes=ROOM_FOR_TEN)
    proposals = [add(ledger, plot_bytes=PLOT_BYTES) for _ in range(25)]
    ids = {each.proposal_id for each in proposals}
    assert len(ids) == 25
    assert all(len(each) >= 20 for each in ids)
    assert kept(ledger, proposals) == [False] * 15 + [True] * 10


def test_many_small_ones_are_bounded_too() -> None:
    ledger = Ledger(most_bytes=1_000_000)
    assert sum(kept(ledger, [add(ledger) for _ in range(300)])) < 150


def test_what_is_larger_than_all_room_can_be_accepted() -> None:
    ledger = Ledger(most_bytes=1)
    assert kept(ledger, [add(ledger), add(ledger, plot_bytes=PLOT_BYTES)]) == [False, True]


def test_who_keeps_the_most_makes_room_for_all() -> None:
    ledger = Ledger(most_bytes=ROOM_FOR_TEN)
    adas = [add(ledger, owner="ada", plot_bytes=PLOT_BYTES) for _ in range(4)]
    eves = [add(ledger, owner="eve", plot_bytes=PLOT_BYTES) for _ in range(40)]
    assert kept(ledger, adas) == [True] * 4
    assert kept(ledger, eves) == [False] * 34 + [True] * 6
    adas += [add(ledger, owner="ada", plot_bytes=PLOT_BYTES)]
    assert kept(ledger, adas) == [True] * 5
    assert sum(kept(ledger, eves)) == 5


async def test_closed_ones_then_left_out_ones_then_pending_ones_make_room_for_accepted_ones() -> None:
    ledger = Ledger(most_bytes=ROOM_FOR_TEN)
    accepted, _, left_out, rejected = proposals = [add(ledger, plot_bytes=PLOT_BYTES) for _ in range(4)]
    await decide(ledger, accepted, "accepted")
    await decide(ledger, rejected, "rejected")
    ledger.leave_out([left_out.proposal_id])
    seen = [kept(ledger, proposals)]
    for _ in range(12):
        add(ledger, plot_bytes=PLOT_BYTES)
        if (now := kept(ledger, proposals)) != seen[-1]:
            seen.append(now)
    # What was rejected is small by now: it goes together with the next.
    assert seen == [[True] * 4, [True, True, False, False], [True, False, False, False]]
    assert (await decide(ledger, accepted, "undone")).status == "undone"


async def test_what_is_decided_on_is_answered_whole_and_kept_without_its_outputs() -> None:
    ledger = Ledger()
    proposal = add(ledger, plot_bytes=PLOT_BYTES)
    accepted = await decide(ledger, proposal, "accepted")
    assert accepted.evidence == proposal.evidence
    bare = ledger.get(proposal.proposal_id)
    assert (bare.edits, bare.status) == (EDITS, "accepted")
    assert (bare.evidence.outcome, bare.evidence.outputs, bare.evidence.truncated) == ("ran", [], True)


async def test_what_is_being_accepted_does_not_make_room() -> None:
    ledger, go_on = Ledger(most_bytes=ROOM_FOR_TEN), asyncio.Event()
    proposal = add(ledger, plot_bytes=PLOT_BYTES)

    async def wait(_: Proposal) -> None:
        await go_on.wait()

    accepting = asyncio.create_task(ledger.decide(proposal.proposal_id, "accepted", wait))
    await asyncio.sleep(0)
    for _ in range(20):
        add(ledger, plot_bytes=PLOT_BYTES)
    go_on.set()
    await accepting
    assert ledger.get(proposal.proposal_id).status == "accepted"
