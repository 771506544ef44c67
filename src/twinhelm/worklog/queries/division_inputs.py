"""Reads from the hours of a period what a division is computed from, and keeps it so that it can be replayed."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import DaySwitches, Liking, WeekLoad, WorkEntry, WorkEntryQuerySet
from twinhelm.worklog.queries.split import in_the_split, switches_by
from twinhelm.worklog.rules.division import Candidate, Line, Problem
from twinhelm.worklog.rules.switches import Range

WEEKS_AT_LEAST = 2
MINUTES_AT_LEAST = 60
"""A week, in both families together; below it nobody sits in the division."""
UNSORTED_AT_MOST = 0.4
NAMED = Q(client_name__gt="") | Q(project_name__gt="")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The problem, and what a reader should know about the hours behind it."""

    problem: Problem
    weeks: int
    """Weeks of the period that have entries."""
    entries: int
    unsorted_share: float
    outside: Mapping[int, str]
    """Why somebody has no seat: `role` or `little`."""

    @property
    def digest(self) -> str:
        return sha256(json.dumps(as_stored(self), sort_keys=True).encode()).hexdigest()


def inputs_of(period: Period) -> Inputs:
    """Cost: eight queries; one of them groups the entries of the period by client and day."""
    loads = list(week_sums(period))
    minutes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    present: dict[int, set[date]] = defaultdict(set)
    for load in loads:
        present[load["member_id"]].add(load["week"])
        if load["responsibility_id"]:
            minutes[load["member_id"]][load["responsibility_id"]] += load["minutes"]
    weeks = {pk: len(some) for pk, some in present.items()}
    members = list(Member.objects.active().filter(pk__in=weeks).prefetch_related("role_grants").order_by("pk"))
    weekly = {m.pk: {line: round(sum_ / weeks[m.pk]) for line, sum_ in minutes[m.pk].items()} for m in members}
    outside = outside_of(members, weekly, weeks)
    named_share = share_that_names_a_client(period)
    shared, likings, rhythms = clients_shared(period, weeks), likings_of(members), switches_of(period)
    candidates = tuple(
        Candidate(
            id=m.pk,
            agreed=m.weekly_minutes,
            minutes={line: held for line, held in weekly[m.pk].items() if held},
            likings=likings.get(m.pk, {}),
            switches=rhythms.get(m.pk),
            shared_days=shared.get(m.pk, (0, 0))[0],
            shared_weeks=shared.get(m.pk, (0, 0))[1],
            weeks=weeks[m.pk],
            is_outside=m.pk in outside,
        )
        for m in members
    )
    used = {line for candidate in candidates for line in candidate.minutes}
    total = sum(load["minutes"] for load in loads)
    unsorted = sum(load["minutes"] for load in loads if not load["responsibility_id"])
    lines = tuple(Line(line.pk, line.family) for line in Responsibility.objects.in_order() if line.pk in used)
    return Inputs(
        problem=Problem(candidates, lines, named_share),
        weeks=len(set().union(*present.values())),
        entries=sum(load["entries"] for load in loads),
        unsorted_share=unsorted / total if total else 0.0,
        outside=outside,
    )


def week_sums(period: Period) -> Any:
    sums = WeekLoad.objects.filter(week__gte=period.first, week__lte=period.last, member__is_active=True)
    return sums.values("member_id", "week", "responsibility_id", "minutes", "entries")


def outside_of(
    members: list[Member], weekly: Mapping[int, Mapping[int, int]], weeks: Mapping[int, int]
) -> dict[int, str]:
    """Whoever the split has outside too, and whose hours say too little."""
    little = {m.pk for m in members if weeks[m.pk] < WEEKS_AT_LEAST or sum(weekly[m.pk].values()) < MINUTES_AT_LEAST}
    inside = in_the_split(members)
    return dict.fromkeys((m.pk for m in members if m.pk not in inside), "role") | dict.fromkeys(little, "little")


def likings_of(members: list[Member]) -> dict[int, dict[int, int]]:
    likings: dict[int, dict[int, int]] = defaultdict(dict)
    for liking in Liking.objects.filter(member__in=members):
        likings[liking.member_id][liking.responsibility_id] = liking.score
    return likings


def switches_of(period: Period) -> dict[int, Range]:
    """Switches a day as the split shows them, for members with timed days."""
    days = DaySwitches.objects.filter(on__gte=period.first, on__lte=period.last)
    return {pk: some.a_day for pk, some in switches_by(days, "member_id").items() if pk and some.neighbours}


def sorted_entries(period: Period) -> WorkEntryQuerySet:
    return WorkEntry.objects.counted().during(period).filter(responsibility__isnull=False)


def share_that_names_a_client(period: Period) -> float:
    sums = sorted_entries(period).aggregate(every=Sum("minutes"), named=Sum("minutes", filter=NAMED))
    return (sums["named"] or 0) / sums["every"] if sums["every"] else 0.0


def clients_shared(period: Period, weeks: Mapping[int, int]) -> dict[int, tuple[float, float]]:
    """By member, a week: pairs of client and day, and of client and week, with both families for that client."""
    whose = Case(When(client_name="", then=F("project_name")), default=F("client_name"), output_field=CharField())
    is_client = Case(When(responsibility__family=Family.CLIENT, then=Value(1)), default=Value(0))
    rows = (
        sorted_entries(period)
        .filter(NAMED)
        .annotate(whose=whose, is_client=is_client)
        .values_list("member_id", "whose", "week", "on")
        .annotate(client=Sum("is_client"), every=Count("pk"))
        .order_by()
    )
    days: dict[int, int] = defaultdict(int)
    halves: dict[tuple[int, str, date | None], set[str]] = defaultdict(set)
    for member_id, name, week, _, client, every in rows:
        seen = {family for family, has in ((Family.CLIENT, client > 0), (Family.PROJECT, client < every)) if has}
        halves[member_id, str(name).casefold(), week] |= seen
        days[member_id] += len(seen) == 2
    in_weeks: dict[int, int] = defaultdict(int)
    for (member_id, _, _), sides in halves.items():
        in_weeks[member_id] += len(sides) == 2
    return {pk: (days[pk] / weeks[pk], in_weeks[pk] / weeks[pk]) for pk in in_weeks if weeks.get(pk)}


def as_stored(inputs: Inputs) -> dict[str, Any]:
    problem = inputs.problem
    return {
        "weeks": inputs.weeks,
        "entries": inputs.entries,
        "unsorted_share": round(inputs.unsorted_share, 4),
        "named_share": round(problem.named_share, 4),
        "outside": {str(key): why for key, why in sorted(inputs.outside.items())},
        "lines": [[line.id, line.family] for line in problem.lines],
        "candidates": [
            {
                "id": c.id,
                "agreed": c.agreed,
                "minutes": {str(line): held for line, held in sorted(c.minutes.items())},
                "likings": {str(line): score for line, score in sorted(c.likings.items())},
                "switches": [round(end, 3) for end in (c.switches.low, c.switches.likely, c.switches.high)]
                if c.switches
                else None,
                "shared_days": round(c.shared_days, 3),
                "shared_weeks": round(c.shared_weeks, 3),
                "weeks": c.weeks,
            }
            for c in problem.candidates
        ],
    }


def from_stored(stored: Mapping[str, Any]) -> Inputs:
    outside = {int(key): why for key, why in stored["outside"].items()}
    candidates = tuple(
        Candidate(
            id=one["id"],
            agreed=one["agreed"],
            minutes={int(line): held for line, held in one["minutes"].items()},
            likings={int(line): score for line, score in one["likings"].items()},
            switches=Range(*one["switches"]) if one["switches"] else None,
            shared_days=one["shared_days"],
            shared_weeks=one["shared_weeks"],
            weeks=one["weeks"],
            is_outside=one["id"] in outside,
        )
        for one in stored["candidates"]
    )
    lines = tuple(Line(key, family) for key, family in stored["lines"])
    return Inputs(
        problem=Problem(candidates, lines, stored["named_share"]),
        weeks=stored["weeks"],
        entries=stored["entries"],
        unsorted_share=stored["unsorted_share"],
        outside=outside,
    )
