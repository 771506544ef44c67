"""When the agency is open."""

from zoneinfo import ZoneInfo

from twinhelm.people.models import Agency
from twinhelm.people.queries.regions import Region
from twinhelm.people.rules import BusinessHours, Opening


def business_hours() -> BusinessHours:
    """The agency's opening hours without its region's public holidays. Cost: one query."""
    return hours_of(Agency.objects.first() or Agency())


def hours_of(agency: Agency) -> BusinessHours:
    opening: tuple[Opening | None, ...] = tuple((one[0], one[1]) if one else None for one in agency.opening)
    return BusinessHours(
        zone=ZoneInfo(agency.time_zone), opening=opening, closed=Region(agency.country, agency.subdivision)
    )
