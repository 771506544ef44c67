"""Recurring work as its pages show it: the rule in words, when it is next due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.people.models import Agency, Member
from twinhelm.people.queries.presence import region_of
from twinhelm.tasks.choices import Frequency
from twinhelm.tasks.models import Recurrence
from twinhelm.tasks.rules.recurring import Rule, days_of, next_working

WORKING_DAYS = (0, 1, 2, 3, 4)
SOON = 400
"""Days within which the next one is looked for."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series on its page."""

    row: Recurrence
    words: str
    next_on: date | None
    """When work is next due; none: it is paused, or over."""


def rule_of(row: Recurrence) -> Rule:
    return Rule(row.frequency, row.interval, tuple(row.weekdays), row.month_day, row.first_on, row.last_on)


def series_of(rows: Iterable[Recurrence], today: date) -> list[Series]:
    """Cost: one query."""
    agency = Agency.objects.first() or Agency()
    found = []
    for row in rows:
        days = () if row.paused_at else days_of(rule_of(row), today, today + timedelta(days=SOON))
        day = next(iter(days), None)
        found.append(Series(row, in_words(row), due_on(day, row.assignee, agency) if day else None))
    return found


def due_on(day: date, assignee: Member | None, agency: Agency) -> date:
    """The day, or the next on which the assignee's region works: no weekend, no public holiday."""
    region = region_of(assignee or Member(), agency)
    return next_working(day, lambda one: one.weekday() not in WORKING_DAYS or bool(region.holiday(one)))


def in_words(row: Recurrence) -> str:
    words = {Frequency.DAILY: daily_words, Frequency.WEEKLY: weekly_words, Frequency.MONTHLY: monthly_words}
    return words[Frequency(row.frequency)](row)


def daily_words(row: Recurrence) -> str:
    return ngettext("Every working day", "Every %(n)s days, if it is a working day", row.interval) % {"n": row.interval}


def weekly_words(row: Recurrence) -> str:
    words = {"n": row.interval, "days": names_of(row.weekdays or [row.first_on.weekday()])}
    if row.interval == 2:
        return _("Every second week on %(days)s") % words
    return ngettext("Every %(days)s", "Every %(n)s weeks on %(days)s", row.interval) % words


def monthly_words(row: Recurrence) -> str:
    day = row.month_day or row.first_on.day
    words = {"n": row.interval, "day": day}
    if day == -1:
        return ngettext("Every month on its last day", "Every %(n)s months on the last day", row.interval) % words
    return ngettext("Every month on day %(day)s", "Every %(n)s months on day %(day)s", row.interval) % words


def names_of(weekdays: Sequence[int]) -> str:
    return get_text_list([str(WEEKDAYS[day]) for day in sorted(weekdays)], _("and"))
