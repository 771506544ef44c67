"""The agency's working days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from twinhelm.conversations.rules.times import zone_named
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Agency
from twinhelm.people.queries.regions import Region
from twinhelm.transition.rules.days import Works, works_outside


def agency_works() -> Works:
    """Cost: one query."""
    return works_of(Agency.objects.first() or Agency())


def works_of(agency: Agency) -> Works:
    return works_outside(Region(agency.country, agency.subdivision).__contains__)


def holiday_on(day: date) -> str:
    """What the agency celebrates; empty on other days. Cost: one query."""
    agency = Agency.objects.first() or Agency()
    return Region(agency.country, agency.subdivision).holiday(day)


def agency_day(agency: Agency | None, at: datetime) -> date:
    return day_in(zone_named(agency.time_zone if agency else "", ZoneInfo("UTC")), at)
