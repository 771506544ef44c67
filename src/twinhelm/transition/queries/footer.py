"""The card below mails to a client who was told: their two people, from the day on which they count."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.clients.queries.on_mails import foots
from twinhelm.transition.queries.told import Pair, pair_on, told_transition


def two_people(client: Client, on: date) -> str:
    """Nothing before the day, of a client who doesn't know, or while nobody leads. Cost: two queries."""
    transition = told_transition(client)
    if transition is None or transition.effective_on is None or on < transition.effective_on:
        return ""
    with translation.override(language_of(client)):
        return card(pair_on(client, on, transition))


def card(pair: Pair) -> str:
    """`Ana Reyes, your first contact · Pim de Wit steers the work`."""
    if pair.is_one_person:
        return _("%(name)s, your contact for everything") % {"name": pair.members[0].name}
    said = []
    for member in pair.members:
        words = {"name": member.name}
        if member == pair.first:
            said.append(_("%(name)s, your first contact") % words)
        elif member == pair.production:
            said.append(_("%(name)s steers the work") % words)
        else:
            said.append(_("%(name)s looks after what you need") % words)
    return " · ".join(said)


def language_of(client: Client) -> str:
    spoken = {code for code, _name in settings.LANGUAGES}
    wanted = client.language.lower()
    return next((code for code in (wanted, wanted.partition("-")[0]) if code in spoken), settings.LANGUAGE_CODE)


foots.append(two_people)
