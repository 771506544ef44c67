"""One change of a round at a time: locked, checked against what its author saw, and kept so that it can be taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.models import EventRecord
from twinhelm.inventory.choices import Aim, ProposalState, RoundChangeKind, RoundFailure, RoundState
from twinhelm.inventory.events.rounds import ProposalsAsked, ProposalsNotMade, RoundChanged, RoundEvent
from twinhelm.inventory.models import Assignment, Proposal, Round, RoundChange
from twinhelm.inventory.policies.rounds import may_change_round
from twinhelm.inventory.queries.round_words import faults, loaded
from twinhelm.people.models import Member

KEPT = 30
"""So many changes can be taken back; of older ones only the sentence stays."""
PLAIN = ("state", "cost", "bound", "is_proven", "inputs_digest", "relaxations", "failure")
ROW = ("asked_id", "hat", "member_id", "load", "fit", "before_id", "runner_up_id", "extra_cost", "facts", "is_pinned")


class ChangedMeanwhile(Refusal):
    """Somebody else changed the round after its author had looked at it."""


class BeingProposed(Refusal):
    """Proposals are being made from what the round says now."""


class Contradiction(Invalid):
    """Limits that can't all be kept, whatever is proposed."""


def open_for_change(one: Round, version: int, *, by: Member) -> Round:
    """The round under lock, if the author has seen its latest version and nothing is being made of it.

    Raises NotPermitted, BeingProposed, ChangedMeanwhile.
    """
    require(may_change_round(by, one))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    require(may_change_round(by, locked))
    if locked.state == RoundState.PROPOSING:
        raise BeingProposed(
            _("Proposals are being made for “%(round)s”. Nothing of yours was stored: wait a moment, or stop it first.")
            % {"round": locked.name}
        )
    if locked.version != version:
        raise ChangedMeanwhile(said_meanwhile(locked))
    return locked


def said_meanwhile(one: Round) -> str:
    of_round = EventRecord.objects.filter(subject_kind=RoundEvent.about, subject_id=one.pk)
    last = of_round.order_by("-pk").first()
    return _(
        "%(name)s changed “%(round)s” while you had it open. Nothing of yours was stored. "
        "Look at it as it is now, and do it again if it still fits."
    ) % {"name": last.by_name if last and last.by_name else _("Somebody"), "round": one.name}


def changed(one: Round, facts: Mapping[str, Any], *, by: Member, at: datetime) -> Round:
    """What the round says is different: a draft waits for more, a proposed one is proposed again.

    Needs: the caller holds the row lock. Raises Contradiction.
    """
    if one.state == RoundState.PROPOSED:
        refuse_faults(one)
        ask(one, RoundChangeKind.EDITED, facts, by=by, at=at)
        return one
    one.version += 1
    one.save(update_fields=["version"])
    announce(RoundChanged(subject_id=one.pk, version=one.version, what=str(facts.get("what", ""))), by=by, at=at)
    return one


def refuse_faults(one: Round) -> None:
    found = faults(loaded(one))
    if found:
        raise Contradiction(found[0])


def ask(
    one: Round,
    kind: RoundChangeKind,
    facts: Mapping[str, Any],
    *,
    aims: Iterable[Aim] = tuple(Aim),
    also_before: Mapping[str, Any] | None = None,
    by: Member,
    at: datetime,
) -> RoundChange:
    """Proposals for these aims are to be made; a listener gets them made after commit.

    Needs: the caller holds the row lock.
    """
    wanted = list(aims)
    before = {"state": one.state, "proposals": kept_proposals(one, wanted), **(also_before or {})}
    one.version += 1
    one.state = RoundState.PROPOSING
    one.save(update_fields=["version", "state"])
    change = RoundChange.objects.create(
        round=one, version=one.version, kind=kind, facts=dict(facts), before=before, by=by, at=at
    )
    for aim in wanted:
        Proposal.objects.update_or_create(round=one, aim=aim, defaults={"state": ProposalState.WAITING})
    forget_old(one)
    names = [str(aim) for aim in wanted]
    announce(ProposalsAsked(subject_id=one.pk, version=one.version, kind=kind, aims=names), by=by, at=at)
    return change


def forget_old(one: Round) -> None:
    old = one.changes.latest_first().values_list("pk", flat=True)[KEPT:]
    RoundChange.objects.filter(pk__in=list(old)).update(before={})


def kept_proposals(one: Round, aims: Iterable[Aim]) -> list[dict[str, Any]]:
    """Cost: two queries."""
    found = one.proposals.filter(aim__in=list(aims)).prefetch_related("assignments")
    return [
        {
            "aim": proposal.aim,
            "made_at": proposal.made_at.isoformat() if proposal.made_at else None,
            **{name: getattr(proposal, name) for name in PLAIN},
            "assignments": [[getattr(row, name) for name in ROW] for row in proposal.assignments.all()],
        }
        for proposal in found
    ]


def put_back_proposals(one: Round, before: Mapping[str, Any]) -> None:
    """As they stood before a change; what was first asked for with it goes.

    Needs: the caller holds the row lock.
    """
    kept = {row["aim"]: row for row in before.get("proposals", [])}
    one.proposals.filter(state=ProposalState.WAITING).exclude(aim__in=list(kept)).delete()
    for aim, row in kept.items():
        plain = {name: row[name] for name in PLAIN} | {"made_at": parse_datetime(row["made_at"] or "")}
        proposal, _made = Proposal.objects.update_or_create(round=one, aim=aim, defaults=plain)
        write_assignments(proposal, [dict(zip(ROW, values, strict=True)) for values in row["assignments"]])


def write_assignments(proposal: Proposal, rows: Iterable[Mapping[str, Any]]) -> None:
    """What stands there becomes these rows; a post that stays keeps its row, since decisions point at it.

    Cost: a handful of queries, however many rows. Rows whose client left the round meanwhile are left out.
    """
    asked = set(proposal.round.asked.values_list("pk", flat=True))
    standing = {(row.asked_id, row.hat): row for row in proposal.assignments.all()}
    fresh: list[Assignment] = []
    kept: list[Assignment] = []
    for fields in rows:
        if fields["asked_id"] not in asked:
            continue
        row = standing.pop((fields["asked_id"], fields["hat"]), None) or Assignment(proposal=proposal)
        for name, value in fields.items():
            setattr(row, name, value)
        (kept if row.pk else fresh).append(row)
    Assignment.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()
    Assignment.objects.bulk_create(fresh, batch_size=500)
    Assignment.objects.bulk_update(kept, [name for name in ROW if name not in ("asked_id", "hat")], batch_size=200)


def stop_asking(one: Round, *, by: Member | None, at: datetime, failure: RoundFailure = RoundFailure.STOPPED) -> None:
    """What stood there before stands again, and the round can be worked on.

    Needs: the caller holds the row lock.
    """
    change = one.changes.running().first()
    before = change.before if change else {}
    restore(one, before)
    if change:
        change.settled_at, change.failure = at, failure
        change.save(update_fields=["settled_at", "failure"])
    one.state = resting_state(one)
    one.version += 1
    one.save(update_fields=["state", "version"])
    announce(ProposalsNotMade(subject_id=one.pk, version=one.version, failure=failure), by=by, at=at)


def restore(one: Round, before: Mapping[str, Any]) -> None:
    """Needs: the caller holds the row lock."""
    put_back_proposals(one, before)
    for lead_id, room in before.get("rooms", []):
        one.leads.filter(pk=lead_id).update(room=room)
    for fields in before.get("limits", []):
        if not fields.get("asked_id") or one.asked.filter(pk=fields["asked_id"]).exists():
            one.limits.create(**{**fields, "at": parse_datetime(fields["at"])})


def resting_state(one: Round) -> RoundState:
    """Where a round stands while nothing is being made of it."""
    made = one.proposals.exclude(state=ProposalState.WAITING).exists()
    return RoundState.PROPOSED if made else RoundState.DRAFT
