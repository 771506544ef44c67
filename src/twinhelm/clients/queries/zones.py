"""In which time zone a client's days begin."""

from zoneinfo import ZoneInfo

from twinhelm.clients.models import Client
from twinhelm.people.models import Agency


def zone_of(client: Client) -> ZoneInfo:
    """The client's own, else the agency's. Cost: one query at most."""
    own = client.time_zone or Agency.objects.values_list("time_zone", flat=True).first()
    return ZoneInfo(own or "UTC")
