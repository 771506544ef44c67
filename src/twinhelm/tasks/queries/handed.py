"""Weeks of everybody: who handed in, hours beside what was agreed, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from twinhelm.people.models import Member
from twinhelm.people.queries.presence import days_of
from twinhelm.tasks.choices import WeekState
from twinhelm.tasks.models import TimeEntry, WeekSheet
from twinhelm.tasks.policies.work import WORKING_ROLES


@dataclass(frozen=True, slots=True)
class Handed:
    """The week of one member."""

    member: Member
    sheet: WeekSheet | None
    booked: int
    billable: int
    there: int

    @property
    def state(self) -> str:
        return str(WeekState(self.sheet.state).label) if self.sheet else str(WeekState.OPEN.label)

    @property
    def is_waiting(self) -> bool:
        return self.sheet is not None and self.sheet.state == WeekState.HANDED_IN

    @property
    def is_approved(self) -> bool:
        return self.sheet is not None and self.sheet.state == WeekState.APPROVED

    @property
    def missing(self) -> int:
        return max(0, self.there - self.booked)

    @property
    def billable_share(self) -> int | None:
        """In hundredths; nothing where nothing is booked."""
        return round(100 * self.billable / self.booked) if self.booked else None


def weeks_of_everybody(monday: date) -> Sequence[Handed]:
    """Who works, waiting ones first. Cost: seven queries, however many members."""
    working = Member.objects.active().filter(role_grants__role__in=WORKING_ROLES).distinct().order_by("name", "pk")
    members = list(working)
    sheets = {one.member_id: one for one in WeekSheet.objects.filter(week=monday).select_related("settled_by")}
    entries = TimeEntry.objects.filter(week=monday, deleted_at=None).order_by("member")
    sums = entries.values_list("member").annotate(
        total=Sum("minutes"), billed=Sum("minutes", filter=Q(is_billable=True))
    )
    booked = {pk: (minutes, billable or 0) for pk, minutes, billable in sums}
    there = days_of(members, monday, monday + timedelta(days=6))
    rows = [
        Handed(one, sheets.get(one.pk), *booked.get(one.pk, (0, 0)), sum(day.minutes for day in there[one.pk]))
        for one in members
    ]
    return sorted(rows, key=lambda row: (not row.is_waiting, row.is_approved))


def open_last_week(member: Member, monday: date) -> bool:
    """Something is booked there, and it isn't handed in. Cost: two queries."""
    settled = WeekSheet.objects.filter(member=member, week=monday, state__in=(WeekState.HANDED_IN, WeekState.APPROVED))
    own = TimeEntry.objects.filter(member=member, week=monday, deleted_at=None)
    return own.exists() and not settled.exists()
