"""Saying that nothing changes on some days, and going ahead all the same."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.choices import BlackoutKind
from twinhelm.transition.events.programmes import (
    BlackoutEvent,
    BlackoutLifted,
    BlackoutOverruled,
    BlackoutSaid,
    BlackoutSaidAgain,
    OverruleTakenBack,
)
from twinhelm.transition.models import Blackout, BlackoutOverrule, Programme, Transition
from twinhelm.transition.policies.programmes import may_plan
from twinhelm.transition.queries.blackouts import standing_in_the_way

LONGEST_DAYS = 366


class NothingInTheWay(Refusal):
    """What is to be overruled doesn't stand there."""


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included, for one client or, without one, for all."""

    from_on: date
    to_on: date
    kind: BlackoutKind = BlackoutKind.OTHER
    client: Client | None = None


@transaction.atomic
def add_blackout(programme: Programme, days: Days, *, why: str, by: Member, at: datetime) -> Blackout:
    """Said twice, it stands once. Raises Invalid."""
    require(may_plan(by))
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    why = tidy_reason(why)
    refuse_days(days)
    said = {"client": days.client, "kind": days.kind, "from_on": days.from_on, "to_on": days.to_on, "reason": why}
    if same := locked.blackouts.filter(lifted_at=None, **said).first():
        return same
    made = Blackout.objects.create(programme=locked, by=by, at=at, **said)
    announce(
        BlackoutSaid(
            subject_id=locked.pk,
            blackout_id=made.pk,
            client_id=made.client_id,
            from_on=days.from_on.isoformat(),
            to_on=days.to_on.isoformat(),
            reason=why,
        ),
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def lift_blackout(blackout: Blackout, *, by: Member, at: datetime) -> Blackout:
    require(may_plan(by))
    locked = Blackout.objects.select_for_update().get(pk=blackout.pk)
    if locked.lifted_at is None:
        locked.lifted_at = at
        locked.save(update_fields=["lifted_at"])
        announce(told(BlackoutLifted, locked), by=by, at=at)
    return locked


@transaction.atomic
def say_again(blackout: Blackout, *, by: Member, at: datetime) -> Blackout:
    """Lifting it is taken back."""
    require(may_plan(by))
    locked = Blackout.objects.select_for_update().get(pk=blackout.pk)
    if locked.lifted_at:
        locked.lifted_at = None
        locked.save(update_fields=["lifted_at"])
        announce(told(BlackoutSaidAgain, locked), by=by, at=at)
    return locked


@transaction.atomic
def overrule(transition: Transition, key: str, *, why: str, by: Member, at: datetime) -> BlackoutOverrule:
    """This client goes ahead on those days. Said twice, it stands once. Raises NothingInTheWay, Invalid."""
    require(may_plan(by))
    locked = Transition.objects.select_for_update(of=("self",)).select_related("client").get(pk=transition.pk)
    why = tidy_reason(why)
    if done := locked.overrules.filter(key=key).first():
        return done
    if key not in {block.key for block in standing_in_the_way([locked], at=at)[locked.pk]}:
        raise NothingInTheWay(_("That no longer stands in the way of %(name)s.") % {"name": locked.client.name})
    return set_aside(locked, key, why, by=by, at=at)


def set_aside(transition: Transition, key: str, why: str, *, by: Member, at: datetime) -> BlackoutOverrule:
    """Needs: the caller holds the transition and has asked whether the block stands."""
    made, is_new = BlackoutOverrule.objects.get_or_create(
        transition=transition, key=key, defaults={"reason": why, "by": by, "at": at}
    )
    if is_new:
        event = BlackoutOverruled(subject_id=transition.pk, client_id=transition.client_id, key=key, reason=why)
        announce(event, by=by, at=at)
    return made


@transaction.atomic
def take_back_overrule(transition: Transition, key: str, *, by: Member, at: datetime) -> None:
    require(may_plan(by))
    locked = Transition.objects.select_for_update(of=("self",)).get(pk=transition.pk)
    gone, _by_model = locked.overrules.filter(key=key).delete()
    if gone:
        announce(OverruleTakenBack(subject_id=locked.pk, client_id=locked.client_id, key=key), by=by, at=at)


def refuse_days(days: Days) -> None:
    """Raises Invalid."""
    if days.to_on < days.from_on:
        sentence = _("That ends before it begins.")
        raise Invalid(sentence, to_on=sentence)
    if (days.to_on - days.from_on).days > LONGEST_DAYS:
        sentence = _("A year at most. Whoever shouldn’t change at all is taken out of the programme.")
        raise Invalid(sentence, to_on=sentence)


def told(event: type[BlackoutEvent], blackout: Blackout) -> BlackoutEvent:
    return event(subject_id=blackout.programme_id, blackout_id=blackout.pk, client_id=blackout.client_id)
