"""Booking time by hand: log, change, delete, put back, split, copy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.conversations.models import Call, Conversation, Meeting
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import keeping
from twinhelm.tasks.actions.aiming import ABOUT, Aim, aim_of, changed, columns, fitting
from twinhelm.tasks.choices import TimedBy
from twinhelm.tasks.events.times import TimeChanged, TimeDeleted, TimeLogged, TimePutBack
from twinhelm.tasks.models import Task, TimeEntry
from twinhelm.tasks.policies import times as policies
from twinhelm.tasks.rules.spans import DAY_MINUTES, LONGEST, Part, parts_of

FURTHEST = timedelta(days=366)
OLDEST = timedelta(days=3660)


class ChangedMeanwhile(Refusal):
    """The entry was changed since it was looked at."""


class NotDeleted(Refusal):
    """There is nothing to put back."""


@dataclass(frozen=True, slots=True)
class Spent:
    """How much: minutes of a day, or from when to when."""

    on: date | None = None
    minutes: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None


class TimeFacts(TypedDict, total=False):
    """What can be changed of an entry."""

    task: Task | None
    conversation: Conversation | None
    call: Call | None
    meeting: Meeting | None
    project: Project | None
    client: Client | None
    responsibility: Responsibility | None
    text: str
    is_billable: bool | None
    spent: Spent


@transaction.atomic
def log_time(
    aim: Aim, spent: Spent, *, key: str = "", timed_by: TimedBy = TimedBy.TYPED, by: Member, at: datetime
) -> list[TimeEntry]:
    """One entry, two over midnight. key: a second time finds what the first one made.

    Raises NotPermitted, Invalid, WeekIsSettled.
    """
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    if before := keeping.known(by, key):
        return before
    parts = parts_by_day(spent, by, at)
    keeping.refuse_settled(by, [monday_of(part.on) for part in parts])
    keeping.refuse_full_days(by, [(part.on, part.minutes) for part in parts])
    made = keeping.store(by, parts, columns(fitting(aim)), timed_by=timed_by, key=key, at=at)
    keeping.tell(TimeLogged, made, by=by, at=at)
    return made


@transaction.atomic
def change_time(
    entry: TimeEntry, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[TimeFacts]
) -> list[TimeEntry]:
    """A stretch that now goes over midnight becomes two.

    Raises NotPermitted, ChangedMeanwhile, Invalid, WeekIsSettled.
    """
    require(policies.may_change_time(by, entry))
    was, entry = lock(entry, version)
    parts = parts_by_day(facts["spent"], by, at) if "spent" in facts else [part_of(entry)]
    keeping.refuse_settled(by, [entry.week, *(monday_of(part.on) for part in parts)])
    keeping.refuse_full_days(by, [(part.on, part.minutes) for part in parts], but=[entry.pk])
    about = columns(aim_as_changed(entry, facts))
    for name, value in {**about, **columns_of(parts[0])}.items():
        setattr(entry, name, value)
    write(entry, [*ABOUT, *columns_of(parts[0])], at)
    more = keeping.store(by, parts[1:], about, timed_by=TimedBy(entry.timed_by), key="", at=at)
    keeping.add_up([(was.task_id, -was.minutes), (entry.task_id, entry.minutes)])
    keeping.tell(TimeChanged, [entry, *more], was=[was], by=by, at=at)
    return [entry, *more]


@transaction.atomic
def delete_time(entry: TimeEntry, *, by: Member, at: datetime) -> TimeEntry:
    """It can be put back. Raises NotPermitted, WeekIsSettled."""
    require(policies.may_change_time(by, entry))
    _was, entry = lock(entry)
    if entry.deleted_at:
        return entry
    keeping.refuse_settled(by, [entry.week])
    entry.deleted_at = at
    write(entry, ["deleted_at"], at)
    keeping.add_up([(entry.task_id, -entry.minutes)])
    keeping.tell(TimeDeleted, [entry], by=by, at=at)
    return entry


@transaction.atomic
def put_time_back(entry: TimeEntry, *, by: Member, at: datetime) -> TimeEntry:
    """Undoes `delete_time`. Raises NotPermitted, NotDeleted, WeekIsSettled, Invalid."""
    require(policies.may_change_time(by, entry))
    _was, entry = lock(entry)
    if not entry.deleted_at:
        raise NotDeleted(_("This time has not been deleted."))
    keeping.refuse_settled(by, [entry.week])
    keeping.refuse_full_days(by, [(entry.on, entry.minutes)])
    entry.deleted_at = None
    write(entry, ["deleted_at"], at)
    keeping.add_up([(entry.task_id, entry.minutes)])
    keeping.tell(TimePutBack, [entry], by=by, at=at)
    return entry


@transaction.atomic
def split_time(
    entry: TimeEntry, minutes: int, *, version: int | None = None, by: Member, at: datetime
) -> list[TimeEntry]:
    """So many minutes of it become an entry of their own, the later ones; together they are as before.

    Raises NotPermitted, ChangedMeanwhile, Invalid, WeekIsSettled.
    """
    require(policies.may_change_time(by, entry))
    was, entry = lock(entry, version)
    keeping.refuse_settled(by, [entry.week])
    if not 1 <= minutes < entry.minutes:
        reason = _("Split off between 1 and %(most)d minutes.") % {"most": entry.minutes - 1}
        raise Invalid(reason, minutes=reason)
    between = entry.ended_at - timedelta(minutes=minutes) if entry.ended_at else None
    rest = Part(entry.on, between, entry.ended_at, minutes)  # type: ignore[arg-type]
    entry.minutes, entry.ended_at = (
        entry.minutes - minutes,
        max(between, entry.started_at) if between and entry.started_at else None,
    )
    write(entry, ["minutes", "ended_at"], at)
    keeping.add_up([(entry.task_id, -minutes)])
    made = keeping.store(by, [rest], columns(aim_of(entry)), timed_by=TimedBy(entry.timed_by), key="", at=at)
    keeping.tell(TimeChanged, [entry, *made], was=[was], by=by, at=at)
    return [entry, *made]


def copy_time(entry: TimeEntry, on: date, *, key: str = "", by: Member, at: datetime) -> list[TimeEntry]:
    """As many minutes for the same, on another day; the times of day don't go along.

    Raises NotPermitted, Invalid, WeekIsSettled.
    """
    aim = aim_of(entry)
    aim = Aim(
        aim.task, aim.conversation, None, None, aim.project, aim.client, aim.responsibility, aim.text, aim.is_billable
    )
    return log_time(aim, Spent(on, entry.minutes), key=key, by=by, at=at)


def replace_aim(aim: Aim, text: str, line: Responsibility | None, is_billable: bool) -> Aim:
    """The thing with what a form says of it."""
    return replace(aim, text=aim.text or text, responsibility=line or aim.responsibility, is_billable=is_billable)


def parts_by_day(spent: Spent, by: Member, at: datetime) -> list[Part]:
    """Raises Invalid."""
    if spent.started_at and spent.ended_at:
        refuse_odd_stretch(spent.started_at, spent.ended_at, at)
        parts = parts_of(spent.started_at, spent.ended_at, by.zone)
    else:
        if not 1 <= spent.minutes <= DAY_MINUTES:
            reason = _("Say how long it took: between one minute and a day.")
            raise Invalid(reason, minutes=reason)
        parts = [Part(spent.on or day_in(by.zone, at), None, None, spent.minutes)]  # type: ignore[arg-type]
    today = day_in(by.zone, at)
    if not today - OLDEST <= parts[0].on <= today + FURTHEST:
        reason = _("This day is too far away to book time on. Check the year.")
        raise Invalid(reason, on=reason)
    return parts


def refuse_odd_stretch(started_at: datetime, ended_at: datetime, at: datetime) -> None:
    if ended_at < started_at:
        reason = _("It ends before it begins. Check both times.")
    elif ended_at > at + timedelta(minutes=1):
        reason = _("It ends in the future. Book it when it is over, or without times.")
    elif ended_at - started_at > LONGEST:
        reason = _("Nobody works for more than a week in one go. Check both days.")
    else:
        return
    raise Invalid(reason, ended_at=reason)


def aim_as_changed(entry: TimeEntry, facts: TimeFacts) -> Aim:
    """A line that was retired since stays where it was. Raises Invalid."""
    said = {name: value for name, value in facts.items() if name in ABOUT}
    return fitting(changed(entry, said)) if said else aim_of(entry)


def part_of(entry: TimeEntry) -> Part:
    return Part(entry.on, entry.started_at, entry.ended_at, entry.minutes)  # type: ignore[arg-type]


def columns_of(part: Part) -> dict[str, object]:
    return {
        "on": part.on,
        "week": monday_of(part.on),
        "minutes": part.minutes,
        "started_at": part.started_at,
        "ended_at": part.ended_at,
    }


def lock(entry: TimeEntry, version: int | None = None) -> tuple[TimeEntry, TimeEntry]:
    """As it stands, twice: to compare with and to change."""
    keeping.one_at_a_time(entry.member)
    was = TimeEntry.objects.get(pk=entry.pk)
    if version is not None and version != was.version:
        raise ChangedMeanwhile(_("This time was changed in another window. Reload, and look at what stands now."))
    if was.deleted_at and version is not None:
        raise ChangedMeanwhile(_("This time was deleted in another window. Put it back there first."))
    related = TimeEntry.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return was, related.get(pk=entry.pk)


RELATED = (
    "member", "task__project__client", "project__client", "client", "conversation", "call", "meeting",
    "responsibility", "task__responsibility",
)  # fmt: skip


def write(entry: TimeEntry, fields: Sequence[str], at: datetime) -> None:
    """Needs: the caller holds the row lock."""
    entry.version += 1
    entry.changed_at = at
    entry.save(update_fields=[*fields, "version", "changed_at"])
