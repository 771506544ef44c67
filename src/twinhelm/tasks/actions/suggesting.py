"""Answering suggestions of time: accept, accept all of a day, wave away."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import keeping
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.actions.entering import Spent, log_time
from twinhelm.tasks.choices import SuggestedFrom, TimedBy
from twinhelm.tasks.models import SuggestionAnswer, TimeEntry
from twinhelm.tasks.policies import times as policies
from twinhelm.tasks.queries.suggesting import Suggestion, suggestions


class NothingSuggested(Refusal):
    """It was answered already, or is no more."""


@transaction.atomic
def accept(
    key: str, on: date, *, minutes: int | None = None, line: Responsibility | None = None, by: Member, at: datetime
) -> list[TimeEntry]:
    """As it is, or with other minutes or another responsibility.

    Raises NotPermitted, NothingSuggested, Invalid, WeekIsSettled.
    """
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    return take(found(key, on, by=by, at=at), minutes, line, by=by, at=at)


@transaction.atomic
def accept_day(on: date, *, by: Member, at: datetime) -> list[TimeEntry]:
    """Whatever is known to have taken time. Raises NotPermitted, WeekIsSettled, Invalid."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    known = [one for one in suggestions(by, on, on, at=at) if one.minutes]
    return [entry for one in known for entry in take(one, None, None, by=by, at=at)]


@transaction.atomic
def wave_away(key: str, on: date, *, by: Member, at: datetime) -> SuggestionAnswer:
    """It is asked no more. Raises NotPermitted, NothingSuggested."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    return answer(found(key, on, by=by, at=at), None, by=by, at=at)


@transaction.atomic
def ask_again(said: SuggestionAnswer, *, by: Member) -> None:
    """Undoes `wave_away`. Raises NotPermitted."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    SuggestionAnswer.objects.filter(pk=said.pk, member=by, entry=None).delete()


def take(
    one: Suggestion, minutes: int | None, line: Responsibility | None, *, by: Member, at: datetime
) -> list[TimeEntry]:
    aim = replace(Aim(responsibility=line), **{str(one.kind): one.thing})  # type: ignore[arg-type]
    if one.kind == SuggestedFrom.MEETING:
        aim = replace(aim, text=one.title)
    made = log_time(aim, spent_on(one, minutes), timed_by=TimedBy.ACCEPTED, by=by, at=at)
    answer(one, made[0], by=by, at=at)
    return made


def spent_on(one: Suggestion, minutes: int | None) -> Spent:
    """Raises Invalid."""
    if one.started_at and one.ended_at and minutes in (None, one.minutes):
        return Spent(started_at=one.started_at, ended_at=one.ended_at)
    if not (minutes or one.minutes):
        reason = _("Say how long “%(title)s” took.") % {"title": one.title[:60]}
        raise Invalid(reason, minutes=reason)
    taken = minutes or one.minutes or 0
    ended = one.started_at + timedelta(minutes=taken) if one.started_at else None
    if ended and ended <= (one.ended_at or ended):
        return Spent(started_at=one.started_at, ended_at=ended)
    return Spent(one.on, taken)


def answer(one: Suggestion, entry: TimeEntry | None, *, by: Member, at: datetime) -> SuggestionAnswer:
    said, _made = SuggestionAnswer.objects.update_or_create(
        member=by, kind=one.kind, thing_id=one.thing.pk, on=one.on, defaults={"entry": entry, "at": at}
    )
    return said


def found(key: str, on: date, *, by: Member, at: datetime) -> Suggestion:
    """Raises NothingSuggested."""
    for one in suggestions(by, on, on, at=at):
        if one.key == key:
            return one
    raise NothingSuggested(_("This is booked or waved away already. Reload to see what stands now."))
