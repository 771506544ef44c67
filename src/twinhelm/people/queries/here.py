"""Who is here on which day, for a page that people read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from twinhelm.people.choices import Presence
from twinhelm.people.models import Absence, Member
from twinhelm.people.queries.presence import Day, days_of, stretches

THERE = {Presence.HERE, Presence.HALF}


@dataclass(frozen=True, slots=True)
class HereRow:
    """One person and their days."""

    member: Member
    days: tuple[Day, ...]

    @property
    def away(self) -> list[tuple[Presence, date, date]]:
        """When they are not here, or half the day only, as stretches."""
        return [*stretches(self.days)]


@dataclass(frozen=True, slots=True)
class WhoIsHere:
    """People down, days across."""

    days: tuple[date, ...]
    rows: tuple[HereRow, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many are here on each day, for half of it or all of it."""
        return tuple(sum(row.days[at].presence in THERE for row in self.rows) for at in range(len(self.days)))

    @property
    def weeks(self) -> list[tuple[date, int]]:
        """The first shown day of each week, and how many days of it are shown."""
        found: list[tuple[date, int]] = []
        for day in self.days:
            if found and day - timedelta(days=day.weekday()) <= found[-1][0]:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((day, 1))
        return found


def who_is_here(by: Member, *, first: date, weeks: int, role: str = "") -> WhoIsHere:
    """From a Monday on; weekends only when somebody works on them. Cost: four queries."""
    members = list(Member.objects.visible_to(by).active().narrowed("", role, by=by).by_name())
    found = days_of(members, first, first + timedelta(days=7 * weeks - 1))
    rows = [HereRow(member, tuple(found[member.pk])) for member in members]
    every = [first + timedelta(days=number) for number in range(7 * weeks)]
    shown = [at for at, day in enumerate(every) if day.weekday() < 5 or any(row.days[at].agreed for row in rows)]
    return WhoIsHere(
        tuple(every[at] for at in shown),
        tuple(HereRow(row.member, tuple(row.days[at] for at in shown)) for row in rows),
    )


def here_table(found: WhoIsHere) -> tuple[list[str], list[list[object]]]:
    header = [_("Name"), *(day.isoformat() for day in found.days)]
    return header, [[row.member.name, *(str(day.presence.label) for day in row.days)] for row in found.rows]


@dataclass(frozen=True, slots=True)
class Today:
    """A sentence's worth about one day: how many work, how many of them are here, who is away."""

    working: int
    here: int
    away: tuple[Member, ...]


def today_of(found: WhoIsHere, day: date) -> Today | None:
    """None when the day isn't shown, or nobody works on it."""
    if day not in found.days:
        return None
    at = found.days.index(day)
    working = [row for row in found.rows if row.days[at].agreed and not row.days[at].holiday]
    away = tuple(row.member for row in working if row.days[at].presence == Presence.AWAY)
    return Today(len(working), len(working) - len(away), away) if working else None


def absences_shown(member: Member, *, since: date) -> Sequence[Absence]:
    """Those that end on the day or after it, next first. Cost: one query."""
    return list(member.absences.standing().filter(last_on__gte=since).in_order())
