"""Arranging one's own day: what comes first, what not today."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import live
from twinhelm.foundation.answers import Invalid
from twinhelm.people.models import Member
from twinhelm.tasks.models import DayOrder, Task

MOST = 500


class NotYourTask(Invalid):
    """Somebody else's task, or one that is closed or gone."""


@transaction.atomic
def arrange_day(order: Sequence[int], *, on: date, by: Member, at: datetime) -> DayOrder:
    """What is named comes first, in this order. What isn't theirs or isn't open any more is left out."""
    mine = set(open_ones_of(by, order[:MOST]))
    return keep(by, on, at=at, order=[key for key in dict.fromkeys(order) if key in mine])


@transaction.atomic
def put_off(task: Task, *, on: date, by: Member, at: datetime) -> DayOrder:
    """Not on this day: it leaves the day's list and keeps its dates. Raises NotYourTask."""
    refuse_others(task, by=by)
    day = held(by, on)
    return keep(
        by,
        on,
        at=at,
        order=[key for key in day.order if key != task.pk],
        put_off=[*(key for key in day.put_off if key != task.pk), task.pk],
    )


@transaction.atomic
def take_up(task: Task, *, on: date, by: Member, at: datetime) -> DayOrder:
    """On this day, although it isn't due; or after all. It comes last. Raises NotYourTask."""
    refuse_others(task, by=by)
    day = held(by, on)
    return keep(
        by,
        on,
        at=at,
        order=[*(key for key in day.order if key != task.pk), task.pk],
        put_off=[key for key in day.put_off if key != task.pk],
    )


def refuse_others(task: Task, *, by: Member) -> None:
    if not open_ones_of(by, [task.pk]):
        raise NotYourTask(
            _("“%(title)s” isn’t an open task of yours any more, so your day goes on without it.")
            % {"title": task.title[:60]}
        )


def open_ones_of(member: Member, keys: Sequence[int]) -> list[int]:
    found = Task.objects.visible_to(member).standing_open().of_member(member).filter(pk__in=list(keys))
    return list(found.values_list("pk", flat=True))


def held(member: Member, on: date) -> DayOrder:
    """Needs: an open transaction."""
    DayOrder.objects.bulk_create([DayOrder(member=member, on=on)], ignore_conflicts=True)
    return DayOrder.objects.select_for_update().get(member=member, on=on)


def keep(member: Member, on: date, *, at: datetime, **lists: list[int]) -> DayOrder:
    """Days that are over need no order any more."""
    day = held(member, on)
    DayOrder.objects.filter(member=member, on__lt=on).delete()
    for name, keys in lists.items():
        setattr(day, name, keys[-MOST:])
    day.save(update_fields=list(lists))
    live.changed(f"member:{member.pk}", at=at)
    return day
