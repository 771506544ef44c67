"""How much members can work on which day: patterns, public holidays, absences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from twinhelm.people.choices import Presence
from twinhelm.people.models import Absence, Agency, Member, WorkingPattern
from twinhelm.people.queries.regions import Region
from twinhelm.people.rules import Span, even_week, left_of_day


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one member."""

    on: date
    presence: Presence
    minutes: int
    """What they can work."""
    agreed: int
    """What the pattern says, before holidays and absences."""
    holiday: str = ""
    """What is celebrated in their region."""
    absences: tuple[Absence, ...] = ()

    @property
    def is_weekend(self) -> bool:
        return self.on.weekday() >= 5


def minutes_available(member_ids: Iterable[int], first_on: date, last_on: date) -> dict[int, dict[date, int]]:
    """Working minutes by member and day, both days included: agreed, less public holidays and absences.

    Who is deactivated has none. Cost: four queries, however many members and days.
    """
    found = days_of(Member.objects.filter(pk__in=member_ids), first_on, last_on)
    return {member_id: {day.on: day.minutes for day in days} for member_id, days in found.items()}


def days_of(members: Iterable[Member], first_on: date, last_on: date) -> dict[int, list[Day]]:
    """Every day of every member. Cost: four queries when members come as a queryset, else three."""
    members = list(members)
    agency = Agency.objects.first() or Agency()
    weeks, away = weeks_of(members), absences_of(members, first_on, last_on)
    days = [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]
    return {
        member.pk: [
            day_of(member, day, weeks[member.pk].on(day), region_of(member, agency), away[member.pk]) for day in days
        ]
        for member in members
    }


def region_of(member: Member, agency: Agency) -> Region:
    """The member's own, else the agency's."""
    whose = member if member.country else agency
    return Region(whose.country, whose.subdivision)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The patterns of one member, oldest first; the first also holds for the time before it."""

    patterns: Sequence[tuple[date, Sequence[int]]]

    def on(self, day: date) -> int:
        return self.in_force(day)[day.weekday()]

    def in_force(self, day: date) -> Sequence[int]:
        begun = [week for from_on, week in self.patterns if from_on <= day]
        return begun[-1] if begun else self.patterns[0][1]


def weeks_of(members: Sequence[Member]) -> Mapping[int, Weeks]:
    """Cost: one query."""
    agreed: dict[int, list[tuple[date, Sequence[int]]]] = defaultdict(list)
    for pattern in WorkingPattern.objects.filter(member__in=[member.pk for member in members]).order_by("from_on"):
        agreed[pattern.member_id].append((pattern.from_on, pattern.minutes))
    return {member.pk: Weeks(agreed[member.pk] or [(date.min, even_week(member.weekly_minutes))]) for member in members}


def absences_of(members: Sequence[Member], first_on: date, last_on: date) -> Mapping[int, list[Absence]]:
    """Cost: one query."""
    away: dict[int, list[Absence]] = defaultdict(list)
    found = Absence.objects.standing().filter(member__in=[member.pk for member in members])
    for absence in found.touching(first_on, last_on).in_order():
        away[absence.member_id].append(absence)
    return away


def day_of(member: Member, day: date, agreed: int, region: Region, away: Sequence[Absence]) -> Day:
    if not member.is_active:
        return Day(day, Presence.OFF, 0, 0)
    holiday = region.holiday(day)
    touching = tuple(absence for absence in away if absence.first_on <= day <= absence.last_on)
    left = 0 if holiday else left_of_day(agreed, [span_of(absence) for absence in touching], day)
    return Day(day, presence_of(agreed, left, holiday), left, agreed, holiday, touching)


def presence_of(agreed: int, left: int, holiday: str) -> Presence:
    if not agreed:
        return Presence.PUBLIC if holiday else Presence.OFF
    if holiday:
        return Presence.PUBLIC
    if left == agreed:
        return Presence.HERE
    return Presence.HALF if left else Presence.AWAY


def span_of(absence: Absence) -> Span:
    return Span(absence.first_on, absence.last_on, absence.starts_at_midday, absence.ends_at_midday)


def workdays_of(absence: Absence, member: Member) -> float:
    """Days of work that an absence takes, in halves. Cost: three queries."""
    days = days_of([member], absence.first_on, absence.last_on)[member.pk]
    return sum(weight_of(day, span_of(absence)) for day in days)


def weight_of(day: Day, span: Span) -> float:
    return sum(span.halves_of(day.on)) / 2 if day.agreed and not day.holiday else 0


def stretches(days: Sequence[Day]) -> Iterator[tuple[Presence, date, date]]:
    """Days in a row on which a member is away, as one; weekends in between don't part them."""
    began: tuple[Presence, date, date] | None = None
    for day in days:
        if day.presence in (Presence.OFF, Presence.PUBLIC):
            continue
        if began and began[0] == day.presence:
            began = (began[0], began[1], day.on)
            continue
        if began and began[0] != Presence.HERE:
            yield began
        began = (day.presence, day.on, day.on)
    if began and began[0] != Presence.HERE:
        yield began
