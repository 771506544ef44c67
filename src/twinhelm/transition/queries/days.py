"""Which day it is for a client."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client
from twinhelm.conversations.rules.times import zone_named
from twinhelm.foundation import clock
from twinhelm.people.models import Agency, Member


def zone_of(client: Client, agency: Agency | None) -> ZoneInfo:
    """The client's; else the agency's."""
    house = agency.time_zone if agency else ""
    return zone_named(client.time_zone, zone_named(house, ZoneInfo("UTC")))


def day_for(client: Client, at: datetime, member: Member | None) -> date:
    """Cost: one query at most, once per loaded member."""
    agency = member.agency if member else Agency.objects.first()
    return clock.day_in(zone_of(client, agency), at)
