"""Accepting who leads, one by one or many at once, and taking that back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_gone, tidy_reason
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.actions.putting import day_of, hold, named, put_in_force, undo
from twinhelm.inventory.choices import DecisionState, RoundState
from twinhelm.inventory.events.decisions import DecisionAccepted, DecisionTakenBack
from twinhelm.inventory.models import Acceptance, Decision, Round
from twinhelm.inventory.policies.decisions import may_decide
from twinhelm.inventory.queries.deciding import Chosen, drafts
from twinhelm.people.models import Member

LATEST_YEARS = 5
MOST_AT_ONCE = 2000


class NothingChosen(Invalid):
    """No assignment was named."""


class RoundMoved(Refusal):
    """The round is no longer what somebody saw when they decided."""


class DecidedMeanwhile(Refusal):
    """Somebody decided it already."""


class OutOfRange(Invalid):
    """The day is over, or far off."""


@transaction.atomic
def accept(
    of_round: Round, chosen: Sequence[Chosen], *, version: int, key: str, by: Member, at: datetime
) -> Acceptance:
    """All of it or nothing. The same key again is the same click again.

    version: of the round, as the person saw it.
    Raises NothingChosen, RoundMoved, DecidedMeanwhile, OutOfRange, Invalid, and what setting leads raises.
    """
    require(may_decide(by))
    locked = lock_round(of_round)
    if done := Acceptance.objects.filter(by=by, key=key).first():
        return done
    refuse_moved(locked, version)
    found = decided_on(locked, chosen, on=day_of(at, by))
    return accept_all(found, of_round=locked, key=key, by=by, at=at)


@transaction.atomic
def accept_alone(decision: Decision, *, key: str, by: Member, at: datetime) -> Acceptance:
    """A decision made without a round, as `draft_alone` drafts it. The same key again is the same click again."""
    require(may_decide(by))
    with named(decision):
        hold(decision)
    done = Acceptance.objects.filter(by=by, key=key).first()
    return done or accept_all([decision], of_round=None, key=key, by=by, at=at)


@transaction.atomic
def accept_asked(decision: Decision, *, version: int, by: Member, at: datetime) -> Acceptance:
    """What was out for comment. Raises DecidedMeanwhile, OutOfRange, and what setting leads raises."""
    require(may_decide(by))
    hold(decision)
    locked = open_decision(decision, version)
    return accept_all([locked], of_round=locked.round, key=f"decision {locked.pk} {locked.version}", by=by, at=at)


@transaction.atomic
def take_back(acceptance: Acceptance, *, by: Member, at: datetime) -> Acceptance:
    """All that was accepted then, while nothing was decided later. Raises NotTheLatest, ClientGone, ProjectGone."""
    require(may_decide(by))
    locked = Acceptance.objects.select_for_update().get(pk=acceptance.pk)
    if locked.taken_back_at:
        return locked
    decisions = list(locked.decisions.select_related("client", "project__client").order_by("client_id", "-pk"))
    for decision in decisions:
        with named(decision):
            hold(decision)
            undo(decision, by=by, at=at)
        reopen(decision, locked, by=by, at=at)
    locked.taken_back_by, locked.taken_back_at = by, at
    locked.key = f"taken back {locked.pk}"  # a new click on the same page is a new act
    locked.save(update_fields=["taken_back_by", "taken_back_at", "key"])
    return locked


def accept_all(
    decisions: Sequence[Decision], *, of_round: Round | None, key: str, by: Member, at: datetime
) -> Acceptance:
    """Needs: an open transaction; clients and projects are held."""
    acceptance = Acceptance.objects.create(key=key, round=of_round, by=by, at=at)
    for decision in decisions:
        with named(decision):
            settle(decision, acceptance, by=by, at=at)
    return acceptance


def settle(decision: Decision, acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    decision.reason = tidy_reason(decision.reason)
    refuse_day(decision.from_on, day_of(at, by))
    decision.member.refresh_from_db(fields=["is_active"])
    refuse_gone(decision.member)
    decision.made = put_in_force(decision, by=by, at=at)
    decision.state, decision.acceptance = DecisionState.ACCEPTED, acceptance
    decision.settled_by, decision.settled_at = by, at
    if decision.pk is None:
        decision.asked_by, decision.asked_at = by, at
    decision.version += 1
    decision.save()
    announce(
        DecisionAccepted(
            subject_id=decision.pk,
            client_id=decision.client_id,
            project_id=decision.project_id,
            hat=decision.hat,
            member_id=decision.member_id,
            before_id=decision.before_id,
            from_on=decision.from_on.isoformat(),
            mode=decision.mode,
            reason=decision.reason,
            recommended_id=decision.recommended_id,
        ),
        by=by,
        at=at,
    )


def reopen(decision: Decision, acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """What was out for comment before is so again."""
    was_asked = decision.asked_at < acceptance.at
    decision.state = DecisionState.ASKED if was_asked else DecisionState.TAKEN_BACK
    decision.settled_by, decision.settled_at = (None, None) if was_asked else (by, at)
    decision.made = {}
    decision.version += 1
    decision.save(update_fields=["state", "settled_by", "settled_at", "made", "version"])
    event = DecisionTakenBack(
        subject_id=decision.pk,
        client_id=decision.client_id,
        project_id=decision.project_id,
        member_id=decision.member_id,
    )
    announce(event, by=by, at=at)


def decided_on(locked: Round, chosen: Sequence[Chosen], *, on: date) -> list[Decision]:
    """Drafts, or the decisions that are out for comment already. Raises NothingChosen, RoundMoved, DecidedMeanwhile."""
    if not chosen:
        raise NothingChosen(_("Nothing is chosen. Choose at least one assignment."))
    if len(chosen) > MOST_AT_ONCE:
        raise NothingChosen(_("%(most)d at once at most. Accept them in parts.") % {"most": MOST_AT_ONCE})
    found = drafts(locked, chosen, on=on)
    if len(found) != len({one.assignment_id for one in chosen}):
        raise RoundMoved(moved_sentence(locked))
    return [held(draft) for draft in sorted(found, key=lambda one: (one.client_id, one.project_id or 0, one.hat))]


def held(draft: Decision) -> Decision:
    """Raises ClientGone, ProjectGone, DecidedMeanwhile."""
    with named(draft):
        hold(draft)
        return asked_already(draft)


def asked_already(draft: Decision) -> Decision:
    """Raises DecidedMeanwhile."""
    same = Decision.objects.filter(client=draft.client, project=draft.project, hat=draft.hat)
    mine = Q(round_id=draft.round_id, state=DecisionState.ACCEPTED) | Q(state=DecisionState.ASKED)
    rows = same.filter(mine).select_for_update(of=("self",)).select_related("member", "settled_by")
    row = rows.order_by("state", "-pk").first()
    if row is None:
        return draft
    if row.state == DecisionState.ACCEPTED:
        raise DecidedMeanwhile(decided_sentence(row))
    for name in ("member", "before", "from_on", "reason", "recommended", "keeps_mode", "mode", "round", "assignment"):
        setattr(row, name, getattr(draft, name))
    row.fit, row.facts, row.review_on = draft.fit, draft.facts, draft.review_on
    row.client, row.project = draft.client, draft.project
    return row


def lock_round(of_round: Round) -> Round:
    """Raises RoundMoved."""
    locked = Round.objects.select_for_update().get(pk=of_round.pk)
    if locked.deleted_at:
        raise RoundMoved(_("“%(name)s” was deleted meanwhile, so nothing was decided.") % {"name": locked.name})
    return locked


def refuse_moved(locked: Round, version: int) -> None:
    if locked.state == RoundState.CLOSED:
        raise RoundMoved(
            _("“%(name)s” was closed meanwhile, so nothing was decided. Open it again, or start a new round.")
            % {"name": locked.name}
        )
    if locked.state != RoundState.PROPOSED or locked.version != version:
        raise RoundMoved(moved_sentence(locked), version=str(locked.version))


def moved_sentence(locked: Round) -> str:
    return _(
        "“%(name)s” was changed or proposed anew since you opened it, so nothing was decided. "
        "Look at it again, then decide."
    ) % {"name": locked.name}


def open_decision(decision: Decision, version: int | None) -> Decision:
    """Under lock, while it is out for comment and as somebody saw it; None: whatever it says. Raises DecidedMeanwhile."""
    rows = Decision.objects.select_for_update(of=("self",))
    related = ("client", "project__client", "member", "before", "round", "settled_by")
    locked = rows.select_related(*related).get(pk=decision.pk)
    if locked.state != DecisionState.ASKED:
        raise DecidedMeanwhile(decided_sentence(locked))
    if version is not None and locked.version != version:
        raise DecidedMeanwhile(
            _("Somebody changed it since you opened it: %(name)s from %(day)s on. Look at it again, then decide.")
            % {"name": locked.member.name, "day": date_format(locked.from_on, "j F Y")},
            version=str(locked.version),
        )
    return locked


def decided_sentence(row: Decision) -> str:
    who = row.settled_by.name if row.settled_by else ""
    said = {"name": row.member.name, "hat": row.get_hat_display().lower(), "who": who, "what": row.get_state_display()}
    said["day"] = date_format(row.from_on, "j F Y")
    said["when"] = (
        date_format(row.settled_at.astimezone(row.settled_by.zone), "j F Y, H:i")
        if row.settled_by and row.settled_at
        else ""
    )
    if row.state == DecisionState.ACCEPTED:
        return _("%(who)s decided this on %(when)s: %(name)s is %(hat)s from %(day)s on.") % said
    return _("%(who)s settled this on %(when)s: %(what)s.") % said


def refuse_day(from_on: date, on: date) -> None:
    sentence = ""
    if from_on < on:
        sentence = _("%(day)s is over. Decide from today on, or from a later day.")
    if from_on > on + timedelta(days=366 * LATEST_YEARS):
        sentence = _("%(day)s is more than five years off. Choose an earlier day.")
    if sentence:
        said = sentence % {"day": date_format(from_on, "j F Y")}
        raise OutOfRange(said, from_on=said)
