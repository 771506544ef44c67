"""Filling the cells of a timesheet: so many minutes of a day for one thing, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.minutes import as_hours
from twinhelm.people.models import Member
from twinhelm.tasks.actions import keeping
from twinhelm.tasks.actions.aiming import Aim, fitting, is_same_thing
from twinhelm.tasks.actions.entering import RELATED, Spent, change_time, delete_time, log_time
from twinhelm.tasks.models import TimeEntry
from twinhelm.tasks.policies import times as policies


@dataclass(frozen=True, slots=True)
class Cell:
    """What a day of a row is to come to."""

    aim: Aim
    on: date
    minutes: int


@transaction.atomic
def fill(cells: Sequence[Cell], *, by: Member, at: datetime) -> None:
    """What is there already in full changes nothing. Raises NotPermitted, Invalid, WeekIsSettled."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    for cell in sorted(cells, key=lambda one: one.on):
        fill_one(cell, by=by, at=at)


def fill_one(cell: Cell, *, by: Member, at: datetime) -> None:
    wanted = fitting(cell.aim)
    that_day = TimeEntry.objects.select_related(*RELATED).filter(member=by, on=cell.on, deleted_at=None)
    there = [one for one in that_day.order_by("pk") if is_same_thing(one, wanted)]
    more = cell.minutes - sum(one.minutes for one in there)
    plain = [one for one in there if one.started_at is None]
    if more > 0 and len(plain) == 1:
        change_time(plain[0], spent=Spent(cell.on, plain[0].minutes + more), by=by, at=at)
    elif more > 0:
        log_time(cell.aim, Spent(cell.on, more), by=by, at=at)
    elif more < 0:
        take_away(-more, plain, cell, by=by, at=at)


def take_away(minutes: int, plain: Sequence[TimeEntry], cell: Cell, *, by: Member, at: datetime) -> None:
    """What was timed stays: its times say otherwise."""
    if minutes > sum(one.minutes for one in plain):
        timed = as_hours(cell.minutes + minutes - sum(one.minutes for one in plain))
        words = {"day": date_format(cell.on, "l"), "timed": timed}
        reason = _("%(timed)s of this on %(day)s have times of day. Change those in the list of the day below.") % words
        raise Invalid(reason)
    for one in reversed(plain):
        if minutes >= one.minutes:
            delete_time(one, by=by, at=at)
        elif minutes:
            change_time(one, spent=Spent(cell.on, one.minutes - minutes), by=by, at=at)
        minutes = max(0, minutes - one.minutes)
