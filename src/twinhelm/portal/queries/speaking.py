"""In which language and time zone a contact is spoken to."""

from zoneinfo import ZoneInfo

from django.conf import settings

from twinhelm.clients.models import Contact
from twinhelm.people.models import Agency


def language_for(contact: Contact) -> str:
    """The contact's, else the client's, as far as the product speaks it: `de-AT` is answered in `de`."""
    spoken = {code for code, _name in settings.LANGUAGES}
    for wanted in (contact.language, contact.client.language):
        for code in (wanted.lower(), wanted.lower().partition("-")[0]):
            if code in spoken:
                return code
    return settings.LANGUAGE_CODE


def zone_for(contact: Contact) -> ZoneInfo:
    """The contact's, else the client's, else the agency's. Cost: one query at most."""
    own = contact.time_zone or contact.client.time_zone
    return ZoneInfo(own or Agency.objects.values_list("time_zone", flat=True).first() or "UTC")
