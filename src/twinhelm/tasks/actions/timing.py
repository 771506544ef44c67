"""The timer: start, stop, discard, change what is timed. There is one for each member, however many windows are open."""

from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation import live
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions import keeping
from twinhelm.tasks.actions.aiming import ABOUT, THINGS, Aim, changed, columns, fitting, is_same_thing
from twinhelm.tasks.actions.entering import RELATED, TimeFacts
from twinhelm.tasks.choices import TimedBy
from twinhelm.tasks.events.times import TimeLogged, TimerDiscarded, TimerStarted, TimerStopped
from twinhelm.tasks.models import TimeEntry, Timer
from twinhelm.tasks.policies import times as policies
from twinhelm.tasks.rules.spans import is_forgotten, parts_of


class NoTimer(Refusal):
    """Nothing is being timed."""


class TimerForgotten(Refusal):
    """The timer ran for so long that nobody but who started it knows when the work ended."""


class AnotherTimer(Refusal):
    """Something else is timed by now."""


@transaction.atomic
def start(aim: Aim, *, key: str, by: Member, at: datetime) -> Timer:
    """What ran before is stopped and kept; what runs already goes on. Raises NotPermitted, Invalid, TimerForgotten."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    if running := running_of(by):
        if running.key == key or is_same_thing(running, started(aim)):
            return running
        keep(running, None, by=by, at=at)
    timer = Timer.objects.create(member=by, started_at=at, key=key[: keeping.LONGEST_KEY], **columns(started(aim)))
    announce(TimerStarted(subject_id=by.pk), by=by, at=at)
    live.changed(f"time:{by.pk}", at=at)
    return timer


@transaction.atomic
def stop(*, key: str = "", ended_at: datetime | None = None, by: Member, at: datetime) -> list[TimeEntry]:
    """What it becomes; stopped twice it is one. key: of the timer that is meant. ended_at: when it really ended.

    Raises NotPermitted, NoTimer, AnotherTimer, TimerForgotten, Invalid, WeekIsSettled.
    """
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    running = running_of(by)
    if key and (running is None or running.key != key) and (before := keeping.known(by, key)):
        return before
    if running is None:
        raise NoTimer(_("Nothing is being timed. It was stopped in another window, perhaps."))
    if key and running.key != key:
        raise AnotherTimer(_("Something else is being timed by now. Reload to see what."))
    return keep(running, ended_at, by=by, at=at)


@transaction.atomic
def discard(*, key: str = "", by: Member, at: datetime) -> None:
    """Nothing of it is kept. Raises NotPermitted, AnotherTimer."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    running = running_of(by)
    if running is None:
        return
    if key and running.key != key:
        raise AnotherTimer(_("Something else is being timed by now. Reload to see what."))
    running.delete()
    announce(TimerDiscarded(subject_id=by.pk), by=by, at=at)
    live.changed(f"time:{by.pk}", at=at)


@transaction.atomic
def retime(*, started_at: datetime | None = None, by: Member, at: datetime, **facts: Unpack[TimeFacts]) -> Timer:
    """Says what is timed, or since when, while it runs. Raises NotPermitted, NoTimer, Invalid."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    running = running_of(by)
    if running is None:
        raise NoTimer(_("Nothing is being timed. Start a timer first."))
    if started_at and started_at > at:
        reason = _("A timer can’t have started in the future.")
        raise Invalid(reason, started_at=reason)
    aim = started(changed(running, {name: value for name, value in facts.items() if name in ABOUT}))
    for name, value in columns(aim).items():
        setattr(running, name, value)
    running.started_at = started_at or running.started_at
    running.save(update_fields=[*ABOUT, "started_at"])
    live.changed(f"time:{by.pk}", at=at)
    return running


def keep(timer: Timer, ended_at: datetime | None, *, by: Member, at: datetime) -> list[TimeEntry]:
    """Needs: one_at_a_time."""
    refuse_forgotten(timer, ended_at, by=by, at=at)
    ended = max(ended_at or at, timer.started_at)
    if ended_at and not timer.started_at <= ended_at <= at + timedelta(minutes=1):
        since = date_format(timer.started_at.astimezone(by.zone), "DATETIME_FORMAT")
        reason = _("It started on %(since)s. Say an end between then and now.") % {"since": since}
        raise Invalid(reason, ended_at=reason)
    parts = parts_of(timer.started_at, ended, by.zone)
    keeping.refuse_settled(by, [monday_of(part.on) for part in parts])
    keeping.refuse_full_days(by, [(part.on, part.minutes) for part in parts])
    about = {name: getattr(timer, name) for name in ABOUT}
    made = keeping.store(by, parts, about, timed_by=TimedBy.TIMER, key=timer.key, at=at)
    timer.delete()
    announce(TimerStopped(subject_id=by.pk), by=by, at=at)
    keeping.tell(TimeLogged, made, by=by, at=at)
    return made


def refuse_forgotten(timer: Timer, ended_at: datetime | None, *, by: Member, at: datetime) -> None:
    if ended_at is None and is_forgotten(timer.started_at, at):
        since = date_format(timer.started_at.astimezone(by.zone), "DATETIME_FORMAT")
        reason = _("The timer has run since %(since)s. Say when the work really ended.") % {"since": since}
        raise TimerForgotten(reason, ended_at=reason)


def started(aim: Aim) -> Aim:
    """A timer may start before anybody says what for."""
    if aim.text.strip() or any(getattr(aim, name) for name in THINGS):
        return fitting(aim)
    return Aim(responsibility=aim.responsibility, text="", is_billable=bool(aim.is_billable))


def running_of(member: Member) -> Timer | None:
    """Cost: one query."""
    return Timer.objects.select_related(*RELATED).filter(member=member).first()
