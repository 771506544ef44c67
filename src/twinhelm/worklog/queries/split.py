"""Who does what: hours by person and line, switches, and how much each line swings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count, F, Max, Sum

from twinhelm.foundation.periods import Period
from twinhelm.foundation.swing import swing
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import DaySwitches, SumQuerySet, WeekLoad, sees_everybody
from twinhelm.worklog.rules.presence import presence
from twinhelm.worklog.rules.shares import Share
from twinhelm.worklog.rules.switches import Range, interleaving, likely_rate

NO_SHARE = Share(0, 0)
HARDLY_ANYBODY = 0.25
"""Below this part of the usual hours a week says nothing about swing."""
IN_THE_SPLIT = (Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)


@dataclass(frozen=True, slots=True)
class Switches:
    """What the timed entries of some days show together; `likely` figures are freed from sorting error."""

    days: int
    seen: int
    neighbours: int
    expected: float
    error: float
    longest_minutes: int
    usual_longest_minutes: int

    @property
    def seen_a_day(self) -> float:
        return self.seen / self.days

    @property
    def a_day(self) -> Range:
        if not self.neighbours:
            return Range(0.0, 0.0, 0.0)
        return likely_rate(self.seen / self.neighbours, self.error).times(self.neighbours / self.days)

    @property
    def index(self) -> Range | None:
        return interleaving(self.seen, self.expected, self.neighbours, self.error)


@dataclass(slots=True)
class Line:
    """One responsibility and the minutes of it."""

    responsibility: Responsibility
    minutes: int = 0
    doubt_minutes: int = 0
    entries: int = 0
    weeks: list[int] = field(default_factory=list)
    """Minutes by week of the period, everybody together."""
    swing: float | None = None


@dataclass(slots=True)
class Person:
    """A member's part of the split."""

    member: Member
    weeks: int
    """In which there are entries: hours a week are divided by these, so that an absence halves nothing."""
    lines: list[Line]
    unsorted_minutes: int = 0
    switches: Switches | None = None
    share: Share = NO_SHARE
    is_in_the_split: bool = False

    def of_family(self, family: Family) -> list[Line]:
        return [line for line in self.lines if line.responsibility.family == family]


@dataclass(slots=True)
class Split:
    """What gets done in a period, as far as the viewer may see it."""

    period: Period
    people: list[Person]
    lines: list[Line]
    """Of the whole agency."""
    weeks: list[date]
    swings: dict[str, float | None]
    """Of the families."""
    entries: int
    unsorted_minutes: int
    switches: Switches | None
    """Of the whole agency; days are member-days."""
    sees_everybody: bool

    @property
    def share(self) -> Share:
        return share_of(self.lines, self.unsorted_minutes)

    @property
    def does_both(self) -> list[Person]:
        return [person for person in self.people if person.is_in_the_split and person.share.does_both]

    @property
    def shown_entries(self) -> int:
        """Of those whose entries the viewer can open."""
        if self.sees_everybody:
            return self.entries
        return sum(line.entries for person in self.people for line in person.lines)


def share_of(lines: Iterable[Line], unsorted_minutes: int = 0) -> Share:
    client, project = [0, 0], [0, 0]
    for line in lines:
        sums = client if line.responsibility.is_client else project
        sums[0] += line.minutes
        sums[1] += line.doubt_minutes
    return Share(client[0], project[0], client[1], project[1], unsorted_minutes)


def split(viewer: Member, period: Period) -> Split:
    """Cost: seven queries for who sees everybody, eight for others, whatever the number of people and entries."""
    loads, days = sums_of(period)
    catalogue = list(Responsibility.objects.in_order())
    by_member = minutes_by_week(loads)
    weeks = list(period.mondays)
    lines, unsorted = agency_lines(loads, catalogue, weeks)
    present = presence(by_member, weeks)
    for line in lines:
        line.swing = swing_of(line.weeks, present)
    people = people_of(viewer, loads, days, catalogue, by_member, members_of(period))
    everybody = sees_everybody(viewer)
    parts = [person.switches for person in people if person.switches]
    return Split(
        period=period,
        people=people,
        lines=[line for line in lines if line.minutes or not line.responsibility.retired_at],
        weeks=weeks,
        swings={family: swing_of(family_weeks(lines, family, len(weeks)), present) for family in Family.values},
        entries=sum(line.entries for line in lines) + unsorted.entries,
        unsorted_minutes=unsorted.minutes,
        switches=together(parts) if everybody else switches_by(days, None).get(None),
        sees_everybody=everybody,
    )


def person_in(viewer: Member, member: Member, period: Period) -> Person | None:
    """One member's part alone. Cost: six queries."""
    loads, days = (sums.filter(member=member) for sums in sums_of(period))
    catalogue = list(Responsibility.objects.in_order())
    people = people_of(viewer, loads, days, catalogue, minutes_by_week(loads), members_of(period))
    return people[0] if people else None


def sums_of(period: Period) -> tuple[SumQuerySet, SumQuerySet]:
    loads = WeekLoad.objects.filter(week__gte=period.first, week__lte=period.last)
    return loads, DaySwitches.objects.filter(on__gte=period.first, on__lte=period.last)


def members_of(period: Period) -> dict[int, Member]:
    """All with hours in the period, whoever asks. Cost: two queries."""
    with_hours = sums_of(period)[0].order_by().values("member_id")
    return {member.pk: member for member in Member.objects.filter(pk__in=with_hours).prefetch_related("role_grants")}


def in_the_split(members: Iterable[Member]) -> set[int]:
    """Of those with hours: who holds one of the two roles, and who has none because only the log knows them.

    Where nobody holds either role, everybody; where only one person would be in, the owners too.
    """
    active = [member for member in members if member.is_active]
    if not any(member.holds(*IN_THE_SPLIT) for member in active):
        return {member.pk for member in active}
    inside = {member.pk for member in active if not member.roles or member.holds(*IN_THE_SPLIT)}
    return inside if len(inside) > 1 else inside | {member.pk for member in active if member.is_owner}


def minutes_by_week(loads: SumQuerySet) -> dict[int, dict[date, int]]:
    by_member: dict[int, dict[date, int]] = defaultdict(dict)
    for member_id, week, minutes in loads.values_list("member_id", "week").order_by().annotate(Sum("minutes")):
        by_member[member_id][week] = minutes
    return by_member


@dataclass(frozen=True, slots=True)
class Unsorted:
    """What has no line yet."""

    entries: int
    minutes: int


def agency_lines(loads: SumQuerySet, catalogue: list[Responsibility], weeks: list[date]) -> tuple[list[Line], Unsorted]:
    """The catalogue's lines with everybody's minutes by week. Cost: one query."""
    lines = {one.pk: Line(one, weeks=[0] * len(weeks)) for one in catalogue}
    place_of = {week: number for number, week in enumerate(weeks)}
    unsorted = Unsorted(0, 0)
    sums = loads.values_list("responsibility_id", "week").order_by()
    for responsibility_id, week, minutes, doubt, entries in sums.annotate(
        Sum("minutes"), Sum("doubt_minutes"), Sum("entries")
    ):
        if responsibility_id is None:
            unsorted = Unsorted(unsorted.entries + entries, unsorted.minutes + minutes)
            continue
        line = lines[responsibility_id]
        line.minutes += minutes
        line.doubt_minutes += doubt
        line.entries += entries
        line.weeks[place_of[week]] = minutes
    return list(lines.values()), unsorted


def family_weeks(lines: list[Line], family: str, weeks: int) -> list[int]:
    of_family = [line.weeks for line in lines if line.responsibility.family == family]
    return [sum(line[number] for line in of_family) for number in range(weeks)]


def swing_of(minutes: list[int], present: list[float]) -> float | None:
    """Weeks as long as if everybody had been there; a week in which nobody was says nothing."""
    return swing([one / there for one, there in zip(minutes, present, strict=True) if there >= HARDLY_ANYBODY])


def people_of(
    viewer: Member,
    loads: SumQuerySet,
    days: SumQuerySet,
    catalogue: list[Responsibility],
    by_member: dict[int, dict[date, int]],
    members: dict[int, Member],
) -> list[Person]:
    """Those with entries in the period, from client to project; who stands outside the split last.

    members: all with hours in the period. Cost: two queries.
    """
    known = {one.pk: one for one in catalogue}
    sums = loads.visible_to(viewer).values_list("member_id", "responsibility_id").order_by()
    every = sums.annotate(Sum("minutes"), Sum("doubt_minutes"), Sum("entries"))
    rows = [row for row in every if row[0] in members]
    inside = in_the_split(members.values())
    people = {
        pk: Person(members[pk], len(by_member[pk]), lines=[], is_in_the_split=pk in inside)
        for pk in {row[0] for row in rows}
    }
    for member_id, responsibility_id, minutes, doubt, entries in rows:
        if responsibility_id is None:
            people[member_id].unsorted_minutes = minutes
        else:
            people[member_id].lines.append(Line(known[responsibility_id], minutes, doubt, entries))
    found = switches_by(days.visible_to(viewer), "member_id")
    for person in people.values():
        person.lines.sort(key=lambda line: -line.minutes)
        person.share = share_of(person.lines, person.unsorted_minutes)
        person.switches = found.get(person.member.pk)
    return sorted(people.values(), key=place)


def place(person: Person) -> tuple[bool, bool, float, str]:
    share = person.share
    return (not person.is_in_the_split, share.is_thin, -share.of_client, person.member.name)


def together(parts: list[Switches]) -> Switches | None:
    if not parts:
        return None
    days, pairs = sum(part.days for part in parts), sum(part.neighbours for part in parts)
    return Switches(
        days=days,
        seen=sum(part.seen for part in parts),
        neighbours=pairs,
        expected=sum(part.expected for part in parts),
        error=sum(part.error * part.neighbours for part in parts) / pairs if pairs else 0.0,
        longest_minutes=max(part.longest_minutes for part in parts),
        usual_longest_minutes=round(sum(part.usual_longest_minutes * part.days for part in parts) / days),
    )


def switches_by(days: SumQuerySet, field_name: str | None) -> dict[int | None, Switches]:
    """By member, or everybody together under None. Cost: one query."""
    sums = {
        "days_count": Count("pk"),
        "seen": Sum("switches"),
        "pairs": Sum("neighbours"),
        "random": Sum("expected"),
        "wrong": Sum(F("error") * F("neighbours")),
        "longest": Max("longest_minutes"),
        "usual": Avg("longest_minutes"),
    }
    rows = days.values(field_name).order_by().annotate(**sums) if field_name else [days.aggregate(**sums)]
    return {
        row.get(field_name or ""): Switches(
            days=row["days_count"],
            seen=row["seen"],
            neighbours=row["pairs"],
            expected=row["random"],
            error=row["wrong"] / row["pairs"] if row["pairs"] else 0.0,
            longest_minutes=row["longest"],
            usual_longest_minutes=round(row["usual"]),
        )
        for row in rows
        if row["days_count"]
    }
