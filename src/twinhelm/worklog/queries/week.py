"""One member's week, lane by lane."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.worklog.models import DaySwitches, WorkEntry
from twinhelm.worklog.rules.ribbon import Axis, Stroke, axis_of, breaks, strokes, switch_places
from twinhelm.worklog.rules.switches import Timed, pieces_of, runs_of


@dataclass(frozen=True, slots=True)
class Day:
    """A lane: the runs of one day and what they show."""

    on: date
    strokes: list[Stroke]
    breaks: list[Stroke]
    hairs: list[float]
    minutes: int
    untimed_minutes: int
    known: DaySwitches | None


@dataclass(frozen=True, slots=True)
class Week:
    """Seven lanes at most: the weekend only when somebody worked."""

    member: Member
    period: Period
    days: list[Day]
    axis: Axis
    untimed_entries: int
    untimed_minutes: int

    @property
    def is_empty(self) -> bool:
        return not any(day.minutes or day.untimed_minutes for day in self.days)

    @property
    def is_drawn(self) -> bool:
        return any(day.strokes for day in self.days)

    @property
    def calmest(self) -> tuple[Day, Stroke] | None:
        """The day with the longest stretch in one family, and that stretch."""
        found = [(day, stroke) for day in self.days for stroke in day.strokes]
        return max(found, key=lambda pair: pair[1].minutes, default=None)


@dataclass(slots=True)
class Log:
    """The entries of one day, those with a time of day and those without."""

    timed: list[Timed] = field(default_factory=list)
    minutes: int = 0
    untimed_entries: int = 0
    untimed_minutes: int = 0

    def add(self, span: tuple[int, int] | None, minutes: int, is_client: bool) -> None:
        if span is None:
            self.untimed_entries += 1
            self.untimed_minutes += minutes
        else:
            self.timed.append(Timed(*span, is_client))
            self.minutes += minutes


def week_of(viewer: Member, member: Member, monday: date) -> Week:
    """Cost: two queries. Times are those of the member's clock."""
    period = Period(monday, monday + timedelta(days=6))
    logs = logs_of(viewer, member, period)
    runs = {on: runs_of(pieces_of(log.timed)) for on, log in logs.items()}
    known = DaySwitches.objects.visible_to(viewer).filter(member=member, on__gte=period.first, on__lte=period.last)
    counted = {day.on: day for day in known}
    axis = axis_of(run for some in runs.values() for run in some)
    days = [drawn(on, runs.get(on, []), logs[on], axis, counted.get(on)) for on in lanes(period, logs)]
    return Week(
        member=member,
        period=period,
        days=days,
        axis=axis,
        untimed_entries=sum(log.untimed_entries for log in logs.values()),
        untimed_minutes=sum(log.untimed_minutes for log in logs.values()),
    )


def logs_of(viewer: Member, member: Member, period: Period) -> dict[date, Log]:
    entries = (
        WorkEntry.objects.visible_to(viewer)
        .counted()
        .during(period)
        .filter(member=member, responsibility__isnull=False)
        .order_by("started_at", "pk")
        .values_list("on", "started_at", "ended_at", "minutes", "responsibility__family")
    )
    logs: dict[date, Log] = defaultdict(Log)
    for on, starts, ends, minutes, family in entries:
        span = None
        if on and starts:
            first = seconds_of_day(on, starts, member)
            lasted = (ends - starts).total_seconds() if ends else (minutes or 0) * 60
            span = (first, first + round(lasted))
        if on:
            logs[on].add(span, minutes or 0, family == Family.CLIENT)
    return logs


def drawn(on: date, runs: list[Timed], log: Log, axis: Axis, known: DaySwitches | None) -> Day:
    return Day(
        on=on,
        strokes=strokes(runs, axis),
        breaks=breaks(runs, axis),
        hairs=switch_places(runs, axis),
        minutes=log.minutes,
        untimed_minutes=log.untimed_minutes,
        known=known,
    )


def lanes(period: Period, worked: Container[date]) -> list[date]:
    days = (period.first + timedelta(days=number) for number in range(7))
    return [day for day in days if day.weekday() < 5 or day in worked]


def seconds_of_day(on: date, at: datetime, member: Member) -> int:
    """Since the day's midnight, as the hands of the member's clock show it."""
    local = at.astimezone(member.zone).replace(tzinfo=None)
    return round((local - datetime.combine(on, time())).total_seconds())
