"""Which day it is where a client is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client
from twinhelm.conversations.rules.times import zone_named
from twinhelm.foundation.clock import day_in
from twinhelm.people.queries import business_hours


def zone_of_client(client: Client, agency: ZoneInfo | None = None) -> ZoneInfo:
    """The client's own, else the agency's. Cost: one query, unless the agency's zone is given."""
    return zone_named(client.time_zone, agency or business_hours().zone)


def day_at(client: Client, at: datetime, agency: ZoneInfo | None = None) -> date:
    return day_in(zone_of_client(client, agency), at)
