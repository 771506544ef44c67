"""Sending a decision to the two people first: what they say, and what becomes of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_gone, tidy_reason
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.actions.decisions import (
    DecidedMeanwhile,
    decided_on,
    lock_round,
    open_decision,
    refuse_day,
    refuse_moved,
)
from twinhelm.inventory.actions.putting import day_of, hold, named
from twinhelm.inventory.choices import DecisionState, Stance
from twinhelm.inventory.events.decisions import DecisionAsked, DecisionChanged, DecisionCommented, DecisionDropped
from twinhelm.inventory.models import Decision, DecisionComment, Round
from twinhelm.inventory.policies.decisions import may_comment, may_decide
from twinhelm.inventory.queries.deciding import Chosen
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.people.models import Member

LONGEST_COMMENT = 4000


@transaction.atomic
def ask(of_round: Round, chosen: Sequence[Chosen], *, version: int, by: Member, at: datetime) -> list[Decision]:
    """To who would lead and who leads now; both hear of it. What is out for comment already stays so, once.

    Raises NothingChosen, RoundMoved, DecidedMeanwhile, OutOfRange, GoneMember, ClientGone, ProjectGone.
    """
    require(may_decide(by))
    locked = lock_round(of_round)
    refuse_moved(locked, version)
    found = decided_on(locked, chosen, on=day_of(at, by))
    return [one if one.pk else put_out(one, by=by, at=at) for one in found]


def put_out(decision: Decision, *, by: Member, at: datetime) -> Decision:
    with named(decision):
        hold(decision)
        decision.reason = tidy_reason(decision.reason)
        refuse_day(decision.from_on, day_of(at, by))
        refuse_gone(decision.member)
    decision.asked_by, decision.asked_at = by, at
    decision.save(force_insert=True)
    event = DecisionAsked(
        subject_id=decision.pk,
        client_id=decision.client_id,
        project_id=decision.project_id,
        member_id=decision.member_id,
        before_id=decision.before_id,
        version=decision.version,
    )
    announce(event, by=by, at=at)
    return decision


@transaction.atomic
def comment(decision: Decision, stance: Stance, text: str, *, by: Member, at: datetime) -> DecisionComment:
    """Raises NotPermitted, DecidedMeanwhile, Invalid."""
    by.refresh_from_db(fields=["is_active"])
    require(may_comment(by, decision))
    locked = open_decision(decision, None)
    text = text.replace("\0", "").strip()
    if stance == Stance.SAYS and not text:
        sentence = _("Say what you think, or choose one of the two.")
        raise Invalid(sentence, text=sentence)
    if len(text) > LONGEST_COMMENT:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_COMMENT}
        raise Invalid(sentence, text=sentence)
    said = DecisionComment.objects.create(decision=locked, by=by, at=at, stance=stance, text=text)
    event = DecisionCommented(
        subject_id=locked.pk, client_id=locked.client_id, project_id=locked.project_id, stance=stance
    )
    announce(event, by=by, at=at)
    return said


@transaction.atomic
def change(
    decision: Decision, member: Member, *, from_on: date, why: str, version: int, by: Member, at: datetime
) -> Decision:
    """While it is out for comment. Whom it concerns now hears of it. Raises DecidedMeanwhile, GoneMember, Invalid."""
    require(may_decide(by))
    hold(decision)
    locked = open_decision(decision, version)
    reason = tidy_reason(why)
    refuse_day(from_on, day_of(at, by))
    refuse_gone(member)
    is_other = member.pk != locked.member_id
    if is_other:
        locked.recommended_id = locked.recommended_id or (locked.member_id if locked.round_id else None)
        locked.fit, locked.facts = None, {}
    locked.member, locked.from_on, locked.reason = member, from_on, reason
    locked.review_on = months_after(from_on, settings().review_months)
    locked.version += 1
    locked.save()
    event = DecisionChanged(
        subject_id=locked.pk,
        client_id=locked.client_id,
        project_id=locked.project_id,
        member_id=member.pk,
        from_on=from_on.isoformat(),
        reason=reason,
        version=locked.version,
    )
    announce(event, by=by, at=at)
    return locked


@transaction.atomic
def drop(decision: Decision, *, why: str, by: Member, at: datetime) -> Decision:
    """It doesn't come to it. Dropped twice, it happens once. Raises DecidedMeanwhile, Invalid."""
    require(may_decide(by))
    reason = tidy_reason(why)
    try:
        locked = open_decision(decision, None)
    except DecidedMeanwhile:
        settled = Decision.objects.get(pk=decision.pk)
        if settled.state == DecisionState.DROPPED:
            return settled
        raise
    locked.state, locked.settled_by, locked.settled_at = DecisionState.DROPPED, by, at
    locked.version += 1
    locked.save(update_fields=["state", "settled_by", "settled_at", "version"])
    event = DecisionDropped(
        subject_id=locked.pk, client_id=locked.client_id, project_id=locked.project_id, reason=reason
    )
    announce(event, by=by, at=at)
    return locked
