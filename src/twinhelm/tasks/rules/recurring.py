"""On which days recurring work comes; plain dates, no Django."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

MOST_AT_ONCE = 60
"""So many days are looked at; nobody makes more tasks of one series ahead."""
LONGEST_WAY = 31
"""Days; a holiday is over by then."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a series comes again."""

    frequency: str
    """daily (on working days), weekly or monthly."""
    interval: int
    weekdays: tuple[int, ...]
    month_day: int | None
    first_on: date
    last_on: date | None = None


def days_of(rule: Rule, first_on: date, last_on: date) -> Iterator[date]:
    """Of the series, between the two, both included."""
    end = min(last_on, rule.last_on) if rule.last_on else last_on
    if first_on > end:
        return
    for moment in rule_of(rule).xafter(at_midnight(max(first_on, rule.first_on)), inc=True):
        if moment.date() > end:
            return
        yield moment.date()


def rule_of(rule: Rule) -> "rrule":
    begin = at_midnight(rule.first_on)
    if rule.frequency == "daily":
        return rrule(DAILY, dtstart=begin, interval=rule.interval, byweekday=range(5))
    if rule.frequency == "weekly":
        return rrule(WEEKLY, dtstart=begin, interval=rule.interval, byweekday=rule.weekdays or None)
    wanted = rule.month_day or rule.first_on.day
    if wanted == -1:
        return rrule(MONTHLY, dtstart=begin, interval=rule.interval, bymonthday=-1)
    # The last of those days that the month has: the 31st is the 30th in November.
    some = range(min(wanted, 28), wanted + 1)
    return rrule(MONTHLY, dtstart=begin, interval=rule.interval, bymonthday=some, bysetpos=-1)


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def days_to_make(rule: Rule, today: date, ahead_days: int, made: Sequence[date], since: date) -> list[date]:
    """What is ahead and not made yet; of what was missed only the latest, and only if nothing after it was made.

    since: when the series was set up; what would have been before was never missed.
    """
    until = today + timedelta(days=ahead_days)
    coming = list(islice(days_of(rule, today, until), MOST_AT_ONCE))
    missed = last_before(rule, today)
    if missed and missed >= max(since, max(made, default=date.min)):
        coming.insert(0, missed)
    return [day for day in coming if day not in set(made)]


def last_before(rule: Rule, today: date) -> date | None:
    end = min(today, rule.last_on + timedelta(days=1)) if rule.last_on else today
    found = rule_of(rule).before(at_midnight(end))
    return found.date() if found else None


def next_working(day: date, is_off: Callable[[date], bool]) -> date:
    """The day itself, or the next on which work is done."""
    for number in range(LONGEST_WAY):
        if not is_off(day + timedelta(days=number)):
            return day + timedelta(days=number)
    return day
