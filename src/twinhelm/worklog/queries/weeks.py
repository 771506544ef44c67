"""Which weeks are known, and the period that a page looks at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.periods import Period, whole_weeks_before
from twinhelm.people.models import Member
from twinhelm.worklog.models import WeekLoad

USUAL_WEEKS = 8


@dataclass(frozen=True, slots=True)
class KnownWeeks:
    """The Mondays of the first and the last week with counted entries."""

    first: date
    last: date

    def latest(self, weeks: int, today: date) -> Period:
        """So many whole weeks up to the last known one that is over; the running week when there is no other."""
        if self.last >= monday_of(today) and self.first >= monday_of(today):
            return Period(monday_of(today), monday_of(today) + timedelta(days=6))
        end = min(monday_of(today), self.last + timedelta(days=7))
        return whole_weeks_before(end, weeks)

    def between(self, first: date, last: date) -> Period:
        """The whole weeks that these days touch."""
        return Period(monday_of(first), monday_of(last) + timedelta(days=6))


def known_weeks(viewer: Member) -> KnownWeeks | None:
    """None before anything has been imported. Cost: one query."""
    found = WeekLoad.objects.visible_to(viewer).aggregate(first=Min("week"), last=Max("week"))
    return KnownWeeks(found["first"], found["last"]) if found["first"] else None
