"""The catalogue with its hours, the texts of a line, and what a merge would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce

from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import CatalogueChange, Correction, SortingRule, WeekLoad, WorkEntry
from twinhelm.worklog.queries.rules import swapped

WEEKS = 8
TEXTS = 60


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A line with what it holds."""

    line: Responsibility
    minutes_a_week: float
    """Of the whole agency, over the last eight whole weeks."""
    share: float
    """Of the largest line, for the bar."""
    up: str
    down: str
    """The order of the family with this line a place earlier or later; empty at the ends."""


@dataclass(frozen=True, slots=True)
class FamilyLines:
    """The lines of one family."""

    family: Family
    lines: tuple[CatalogueLine, ...]

    @property
    def is_client(self) -> bool:
        return self.family == Family.CLIENT

    @property
    def minutes_a_week(self) -> float:
        return sum(one.minutes_a_week for one in self.lines)


@dataclass(frozen=True, slots=True)
class Text:
    """Entries of a line that say the same."""

    key: str
    text: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What belongs to a line and would move with it."""

    entries: int
    minutes: int
    corrections: int
    rules: int


def families(today: date) -> list[FamilyLines]:
    """Cost: two queries."""
    current = list(Responsibility.objects.current().in_order())
    minutes = weekly_minutes(today)
    largest = max(minutes.values(), default=0.0)
    return [FamilyLines(family, tuple(family_lines(family, current, minutes, largest))) for family in Family]


def family_lines(
    family: Family, current: list[Responsibility], minutes: Mapping[int, float], largest: float
) -> list[CatalogueLine]:
    lines = [line for line in current if line.family == family]
    ids = [line.pk for line in lines]
    return [
        CatalogueLine(
            line,
            minutes.get(line.pk, 0.0),
            minutes.get(line.pk, 0.0) / largest if largest else 0.0,
            swapped(ids, place - 1),
            swapped(ids, place),
        )
        for place, line in enumerate(lines)
    ]


def weekly_minutes(today: date) -> dict[int, float]:
    period = whole_weeks_before(today, WEEKS)
    loads = WeekLoad.objects.filter(week__gte=period.first, week__lte=period.last, responsibility__isnull=False)
    sums = loads.values_list("responsibility").annotate(Sum("minutes"))
    return {pk: total / WEEKS for pk, total in sums}


def retired_lines() -> list[Responsibility]:
    return list(Responsibility.objects.exclude(retired_at=None).in_order())


def changes() -> list[CatalogueChange]:
    """Splits and merges that stand, newest first. Cost: one query."""
    standing = CatalogueChange.objects.filter(undone_at=None).select_related("line", "by").defer("before")
    return list(standing[:10])


def texts_of(line: Responsibility) -> list[Text]:
    """The texts with most hours. Cost: one query over the line's entries."""
    groups = (
        WorkEntry.objects.counted()
        .filter(responsibility=line)
        .order_by()
        .values("text_key")
        .annotate(sample=Min("text"), entries=Count("pk"), total=Coalesce(Sum("minutes"), 0))
        .order_by("-total", "-entries", "text_key")
    )
    return [Text(one["text_key"], one["sample"], one["entries"], one["total"]) for one in groups[:TEXTS]]


def holding(line: Responsibility) -> Holding:
    """Cost: three queries."""
    sums = WorkEntry.objects.filter(responsibility=line).aggregate(entries=Count("pk"), minutes=Sum("minutes"))
    return Holding(
        sums["entries"],
        sums["minutes"] or 0,
        Correction.objects.standing().filter(responsibility=line).count(),
        SortingRule.objects.filter(responsibility=line).count(),
    )
