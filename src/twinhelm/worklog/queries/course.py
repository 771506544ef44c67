"""How one member's hours and switches went, week by week and day by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from twinhelm.foundation.periods import Period
from twinhelm.foundation.swing import swing
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import DaySwitches, WeekLoad


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A responsibility's minutes, one figure a week."""

    responsibility: Responsibility
    weeks: list[int]
    swing: float | None

    @property
    def minutes(self) -> int:
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class Course:
    """A member's weeks; an absent one has no minutes and counts in no swing."""

    weeks: list[date]
    lines: list[CourseLine]
    client: list[int]
    project: list[int]
    swings: dict[str, float | None]

    @property
    def most(self) -> int:
        return max(map(sum, zip(self.client, self.project, strict=True)), default=0)


def course_of(viewer: Member, member: Member, period: Period) -> Course:
    """Cost: two queries."""
    weeks = list(period.mondays)
    loads = WeekLoad.objects.visible_to(viewer).filter(
        member=member, week__gte=period.first, week__lte=period.last, responsibility__isnull=False
    )
    minutes: dict[int, dict[date, int]] = defaultdict(dict)
    for pk, week, sum_of in loads.values_list("responsibility_id", "week").order_by().annotate(Sum("minutes")):
        minutes[pk][week] = sum_of
    at_work = {week for some in minutes.values() for week in some}
    lines = [
        line_of(one, weeks, minutes[one.pk], at_work) for one in Responsibility.objects.in_order() if one.pk in minutes
    ]
    client = summed(lines, Family.CLIENT, weeks)
    project = summed(lines, Family.PROJECT, weeks)
    present = [week in at_work for week in weeks]
    swings = {Family.CLIENT.value: of_those(client, present), Family.PROJECT.value: of_those(project, present)}
    return Course(weeks, lines, client, project, swings)


def line_of(one: Responsibility, weeks: list[date], minutes: dict[date, int], at_work: set[date]) -> CourseLine:
    by_week = [minutes.get(week, 0) for week in weeks]
    return CourseLine(one, by_week, of_those(by_week, [week in at_work for week in weeks]))


def of_those(minutes: list[int], present: list[bool]) -> float | None:
    return swing([one for one, there in zip(minutes, present, strict=True) if there])


def summed(lines: list[CourseLine], family: Family, weeks: list[date]) -> list[int]:
    of_family = [line for line in lines if line.responsibility.family == family]
    return [sum(line.weeks[number] for line in of_family) for number in range(len(weeks))]


def switch_days(viewer: Member, member: Member, period: Period) -> list[DaySwitches]:
    """Cost: one query."""
    days = DaySwitches.objects.visible_to(viewer).filter(member=member)
    return list(days.filter(on__gte=period.first, on__lte=period.last).order_by("on"))
