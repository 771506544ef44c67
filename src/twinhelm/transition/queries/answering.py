"""Who of us answers what a client says to the change."""

from datetime import datetime

from twinhelm.clients.queries import leads_of
from twinhelm.clients.queries.zones import zone_of
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition


def who_answers(transition: Transition, at: datetime) -> Member | None:
    """The account lead of the day; before there is one, whoever will be; nobody who is gone. Cost: two queries."""
    client = transition.client
    leads = leads_of([client.pk], day_in(zone_of(client), at))[client.pk]
    asked = (leads.account, transition.account, transition.former_account, leads.first_contact, transition.production)
    return next((member for member in asked if member and member.is_active), None)
