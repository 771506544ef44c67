"""Sending a contact the way to their page, whoever asked for it."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from twinhelm.clients.actions import access
from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact, ContactAddress, ContactLink
from twinhelm.clients.rules.addresses import tidy_email
from twinhelm.foundation import mail
from twinhelm.foundation.choices import MailKind
from twinhelm.people.models import Agency
from twinhelm.portal.queries.speaking import language_for, zone_for

MOST_CONTACTS = 5
"""That share one address, at several clients."""


def send_links(email: str, *, origin: str, at: datetime) -> int:
    """To every contact who has this very address; to nobody, if nobody has. Says how many mails that were.

    The mail goes to the address as it is stored, never to what was typed.
    """
    rows = ContactAddress.objects.filter(kind=AddressKind.EMAIL, value=tidy_email(email) or "-", contact__left_on=None)
    there = rows.filter(contact__client__deleted_at=None, contact__client__merged_into=None)
    found = there.select_related("contact__client").order_by("pk")[:MOST_CONTACTS]
    return sum(send_link(row.contact, row.value, origin=origin, at=at) for row in found)


def send_link_again(digest: str, *, origin: str, at: datetime) -> int:
    """To where the link of this digest was sent, if that is still the contact's."""
    link = ContactLink.objects.leading_somewhere().filter(digest=digest).select_related("contact__client").first()
    return send_link(link.contact, link.email, purpose=link.purpose, origin=origin, at=at) if link else 0


@transaction.atomic
def send_link(contact: Contact, email: str, *, purpose: str = "page", origin: str, at: datetime) -> int:
    """One mail, or none: too many were sent within the hour, or the address is no contact's alone."""
    try:
        made = access.make_asked_link(contact, email=email, purpose=purpose, at=at)
    except (access.NoAddress, access.TooManyLinks):
        return 0
    with translation.override(language_for(contact)):
        post(made, contact, origin=origin, at=at)
    return 1


def post(made: access.Made, contact: Contact, *, origin: str, at: datetime) -> None:
    agency = Agency.objects.first()
    names = {
        "name": contact.name.split()[0] if contact.name.split() else contact.name,
        "agency": agency.name if agency else "Twinhelm",
        "client": contact.client.name,
        "when": date_format(at.astimezone(zone_for(contact)), "j F, H:i"),
        "origin": origin,
    }
    asked = _("Somebody asked for it on %(when)s, from the internet address %(origin)s.") % names
    lines = [
        _("Hello %(name)s,") % names,
        _("this opens the page of %(client)s at %(agency)s: who is there for you, and whom to ask for what.") % names,
        _("The link works once, for ten minutes.") + " " + (asked if origin else ""),
        _("If that wasn’t you, do nothing: nobody comes in without this mail."),
    ]
    label = _("Open the page of %(client)s") % names
    html = format_html_join("\n", "<p>{}</p>", ((line.strip(),) for line in lines))
    mail.post(
        to=made.link.email,
        subject=(_("Your page at %(agency)s") % names)[:250],
        text="\n\n".join([*(line.strip() for line in lines), f"{label}:\n{made.address}"]) + "\n",
        html=html + format_html('\n<p><a href="{}">{}</a></p>', made.address, label),
        key=access.link_key(made.link.pk),
        kind=MailKind.SIGN_IN,
        not_after=made.link.expires_at,
    )
