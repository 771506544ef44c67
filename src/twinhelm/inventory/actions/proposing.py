"""Asking for proposals, and what happens in the background until they stand there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from twinhelm.foundation import jobs
from twinhelm.foundation.answers import require
from twinhelm.foundation.events import announce
from twinhelm.inventory.actions.round_changes import (
    ROW,
    ask,
    open_for_change,
    refuse_faults,
    stop_asking,
    write_assignments,
)
from twinhelm.inventory.actions.rounds import known_of, take_down
from twinhelm.inventory.choices import Aim, ProposalState, RoundChangeKind, RoundFailure, RoundState
from twinhelm.inventory.events.rounds import ProposalsMade
from twinhelm.inventory.models import Assignment, Proposal, Round, RoundClient
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.answers import assignments_of, relaxations_of, unfillable_of
from twinhelm.inventory.queries.problems import Sheet, sheets_of
from twinhelm.inventory.queries.proposing import job_of
from twinhelm.inventory.queries.round_words import loaded, standing
from twinhelm.people.models import Member

if TYPE_CHECKING:
    from twinhelm.matching.process import Answer

log = logging.getLogger(__name__)
STEPS = 3
CPU_SECONDS = 5.0
WALL_SECONDS = 60.0
Say = Callable[..., None]


@transaction.atomic
def propose(one: Round, *, version: int, by: Member, at: datetime) -> Round:
    """All three aims, from what is known today. Asked again while they are being made, it is the same.

    Raises NotPermitted, ChangedMeanwhile, Contradiction.
    """
    require(may_change_round(by, one))
    standing_one = Round.objects.select_for_update().get(pk=one.pk)
    if standing_one.state == RoundState.PROPOSING and standing_one.version in (version, version + 1):
        return standing_one
    locked = open_for_change(one, version, by=by)
    refuse_faults(locked)
    facts = {"unpinned": 0, "again": locked.state == RoundState.PROPOSED}
    change = ask(locked, RoundChangeKind.PROPOSED, facts, by=by, at=at)
    look_afresh(locked)
    change.facts["unpinned"] = let_go(locked)
    change.save(update_fields=["facts"])
    return locked


def look_afresh(one: Round) -> None:
    """What is known of each client now, which may be more than when the round was set up."""
    rows = list(standing(one))
    known = known_of(rows)
    for row in rows:
        take_down(row, known[row.client_id, row.project_id])
    RoundClient.objects.bulk_update(rows, ["communication", "complexity", "weekly_minutes"], batch_size=500)


def let_go(one: Round) -> int:
    """Pins by hand that can't be kept: the person left the round, or there is no such post any more."""
    terms = loaded(one).terms
    pinned = Assignment.objects.filter(proposal__round=one, is_pinned=True)
    gone = [
        row.pk
        for row in pinned
        if row.hat not in terms.posts.get(row.asked_id, ()) or row.member_id not in terms.takers(row.hat)
    ]
    return Assignment.objects.filter(pk__in=gone).update(is_pinned=False)


@transaction.atomic
def call_off(one: Round, *, by: Member, at: datetime) -> Round:
    """What stood there before stands again. Asked of a round of which nothing is made, it changes nothing."""
    require(may_change_round(by, one))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    require(may_change_round(by, locked))
    if locked.state == RoundState.PROPOSING:
        stop_asking(locked, by=by, at=at)
        job = job_of(locked.pk)
        if job and job.is_unfinished:
            jobs.cancel(job, at=at)
    return locked


@transaction.atomic
def give_up(one: Round, *, failure: RoundFailure, at: datetime) -> Round:
    """Nobody is at it any more: the round can be worked on again."""
    locked = Round.objects.select_for_update().get(pk=one.pk)
    if locked.state == RoundState.PROPOSING:
        stop_asking(locked, by=None, at=at, failure=failure)
    return locked


def make(one: Round, *, at: datetime, say: Say) -> list[Aim]:
    """Solves what waits and stores it all at once; for which aims it did. Begun afresh after a crash, it does the same.

    What changed meanwhile, was called off or deleted, gets nothing.
    """
    if one.state != RoundState.PROPOSING or one.deleted_at:
        return []
    aims = [Aim(row.aim) for row in one.proposals.filter(state=ProposalState.WAITING)]
    say(done=0, total=STEPS)
    sheets = sheets_of(one, aims)
    say(done=1)
    try:
        answers = answers_of(sheets)
    except jobs.Halt:
        raise
    except Exception as problem:
        log.exception("no proposals for round %s", one.pk)
        give_up(one, failure=failure_of(problem), at=at)
        return []
    say(done=2)
    return aims if store(one, sheets, answers, at=at) else []


def failure_of(problem: Exception) -> RoundFailure:
    from twinhelm.matching.process import MatchingTimedOut

    return RoundFailure.TIMED_OUT if isinstance(problem, MatchingTimedOut) else RoundFailure.BROKE


def answers_of(sheets: Mapping[Aim, Sheet], *, with_otherwise: bool = False) -> dict[Aim, "Answer"]:
    """Of those that can be asked at all, in one process, each answer verified.

    Raises MatchingFailed, BadProblem.
    """
    from twinhelm.matching import process

    asked = [(aim, sheet) for aim, sheet in sheets.items() if not sheet.unfillable and sheet.posts and sheet.leads]
    requests = [replace(sheet.request(seconds=CPU_SECONDS), with_otherwise=with_otherwise) for _aim, sheet in asked]
    if not requests:
        return {}
    found: Sequence[Answer] = process.ask(requests, seconds=WALL_SECONDS)
    return dict(zip((aim for aim, _sheet in asked), found, strict=True))


@transaction.atomic
def store(one: Round, sheets: Mapping[Aim, Sheet], answers: Mapping[Aim, "Answer"], *, at: datetime) -> bool:
    """All aims or none."""
    same = {"pk": one.pk, "version": one.version, "state": RoundState.PROPOSING, "deleted_at": None}
    locked = Round.objects.select_for_update().filter(**same).first()
    change = locked.changes.running().select_related("by").first() if locked else None
    if locked is None or change is None:
        return False
    states = {str(aim): write(locked, aim, sheet, answers.get(aim), at=at) for aim, sheet in sheets.items()}
    note_carried(locked, next(iter(sheets.values()), None))
    change.settled_at = at
    change.save(update_fields=["settled_at"])
    locked.state = RoundState.PROPOSED
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    announce(ProposalsMade(subject_id=locked.pk, version=locked.version, states=states), by=change.by, at=at)
    return True


def write(one: Round, aim: Aim, sheet: Sheet, answer: "Answer | None", *, at: datetime) -> str:
    result = answer.result if answer else None
    proposal = one.proposals.get(aim=aim)
    proposal.state = ProposalState.FOUND if result else ProposalState.IMPOSSIBLE
    proposal.cost, proposal.bound = (result.cost, result.bound) if result else (None, None)
    proposal.is_proven = (
        result.is_proven if result else bool(answer and answer.infeasible and answer.infeasible.is_proven)
    )
    proposal.relaxations = [] if result else ways_out(sheet, answer)
    proposal.inputs_digest, proposal.made_at, proposal.failure = sheet.digest, at, ""
    proposal.save()
    rows = assignments_of(sheet, answer) if answer else []
    write_assignments(proposal, rows if result else pinned_rows(proposal))
    return str(proposal.state)


def explain(one: Round, aims: Sequence[Aim]) -> bool:
    """Says for each post of these what choosing otherwise costs when everybody else may move too; whether it did.

    Until then the rows say what it costs with everybody else where they are. What changed meanwhile stays as it is.
    """
    if one.state != RoundState.PROPOSED or one.deleted_at:
        return False
    digests = dict(one.proposals.filter(state=ProposalState.FOUND, aim__in=aims).values_list("aim", "inputs_digest"))
    sheets = {aim: sheet for aim, sheet in sheets_of(one, aims).items() if digests.get(aim) == sheet.digest}
    return refine(one, sheets, answers_of(sheets, with_otherwise=True)) if sheets else False


@transaction.atomic
def refine(one: Round, sheets: Mapping[Aim, Sheet], answers: Mapping[Aim, "Answer"]) -> bool:
    """The same answer with better reasons; another answer than the one that stands there is dropped."""
    locked = Round.objects.select_for_update().filter(pk=one.pk, version=one.version, deleted_at=None).first()
    if locked is None:
        return False
    for aim, answer in answers.items():
        proposal, rows = locked.proposals.get(aim=aim), assignments_of(sheets[aim], answer)
        stands = {(row.asked_id, row.hat): row.member_id for row in proposal.assignments.all()}
        if stands == {(row["asked_id"], row["hat"]): row["member_id"] for row in rows}:
            write_assignments(proposal, rows)
    return True


def ways_out(sheet: Sheet, answer: "Answer | None") -> list[dict[str, Any]]:
    if sheet.unfillable or answer is None:
        return unfillable_of(sheet)
    return relaxations_of(sheet, answer.relaxations)


def pinned_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """Where nothing fits, what was put there by hand is kept: it may be what has to give way."""
    return [{name: getattr(row, name) for name in ROW} for row in proposal.assignments.filter(is_pinned=True)]


def note_carried(one: Round, sheet: Sheet | None) -> None:
    """What each keeps outside the round, as it was reckoned with."""
    if sheet is None:
        return
    for lead, points in zip(sheet.leads, sheet.carried, strict=True):
        if lead.carried != points:
            one.leads.filter(pk=lead.pk).update(carried=points)
