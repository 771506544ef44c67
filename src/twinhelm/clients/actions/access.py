"""How a contact comes in: a link for ten minutes, a visit for a week, and how both end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.choices import AddressKind
from twinhelm.clients.events import AccessEnded, PageOpened
from twinhelm.clients.models import Contact, ContactAddress, ContactLink, ContactVisit
from twinhelm.clients.rules.access import LINK_LASTS, LINKS_AN_HOUR, PAGE, VISIT_LASTS
from twinhelm.foundation import mail
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.people.rules.secrets import digest_of, new_secret

SEEN_EVERY = timedelta(minutes=5)


class NoAddress(Refusal):
    """There is no email under which the contact could be reached."""

    status = 422


class LinkGone(Refusal):
    """The link was used, is too old, or a newer one has overtaken it."""

    status = 410


class TooManyLinks(Refusal):
    """So many were asked for within the hour that no more go out."""

    status = 429


@dataclass(frozen=True, slots=True)
class Made:
    """A link, and the address that nobody learns a second time."""

    link: ContactLink
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit that has just begun, and what its browser has to show from now on."""

    visit: ContactVisit
    secret: str


@transaction.atomic
def make_link(contact: Contact, *, email: str, purpose: str = "page", at: datetime) -> str:
    """The address that goes into the mail; nobody learns it a second time. Older links of the contact end.

    Raises NoAddress.
    """
    return made(contact, email, purpose, at=at).address


@transaction.atomic
def make_asked_link(contact: Contact, *, email: str, purpose: str = "page", at: datetime) -> Made:
    """As somebody asks for it who may be anybody: only so many an hour. Raises NoAddress, TooManyLinks."""
    Contact.objects.select_for_update().get(pk=contact.pk)
    lately = ContactLink.objects.filter(contact=contact, email=email, made_at__gt=at - timedelta(hours=1))
    if lately.count() >= LINKS_AN_HOUR:
        raise TooManyLinks(_("Five links an hour are enough. Look into the newest mail, or wait a while."))
    return made(contact, email, purpose, at=at)


def made(contact: Contact, email: str, purpose: str, *, at: datetime) -> Made:
    contact = Contact.objects.select_for_update(of=("self",)).select_related("client").get(pk=contact.pk)
    refuse_unreachable(contact, email)
    ContactLink.objects.filter(contact=contact, used_at=None, ended_at=None).update(ended_at=at)
    secret = new_secret()
    link = ContactLink.objects.create(
        contact=contact,
        email=email,
        purpose=purpose,
        digest=digest_of(secret),
        made_at=at,
        expires_at=at + LINK_LASTS,
    )
    return Made(link, f"{settings.SITE_URL}/{PAGE}open/{secret}/")


@transaction.atomic
def open_visit(secret: str, *, at: datetime) -> Opened:
    """Once for each link, however many ask at this moment. Raises LinkGone."""
    links = ContactLink.objects.select_for_update(of=("self",)).select_related("contact__client")
    link = links.filter(digest=digest_of(secret)).first()
    # Asked anew under the lock: of all who ask at once, one finds it unused.
    if link is None or not ContactLink.objects.open(at).filter(pk=link.pk).update(used_at=at):
        raise LinkGone(_("This link was used, or it is older than ten minutes."))
    shown = new_secret()
    visit = ContactVisit.objects.create(
        contact=link.contact,
        link=link,
        digest=digest_of(shown),
        began_at=at,
        last_at=at,
        expires_at=at + VISIT_LASTS,
    )
    announce(PageOpened(subject_id=link.contact.client_id, contact_id=link.contact_id), by=None, at=at)
    return Opened(visit, shown)


def note_visit(visit: ContactVisit, *, at: datetime) -> None:
    """When they were here last, to within five minutes."""
    if at - visit.last_at >= SEEN_EVERY:
        ContactVisit.objects.filter(pk=visit.pk).update(last_at=at)


@transaction.atomic
def end_visit(visit: ContactVisit, *, at: datetime) -> None:
    """The contact leaves this browser."""
    ContactVisit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=at)


@transaction.atomic
def end_access(contact: Contact, *, by: Member, at: datetime) -> int:
    """Every link and visit ends; the old mails lead nowhere any more. Says how many browsers that were."""
    require(policies.may_change_client(by))
    Contact.objects.select_for_update().get(pk=contact.pk)
    ended = shut_out(Contact.objects.filter(pk=contact.pk), at=at)
    announce(AccessEnded(subject_id=contact.client_id, contact_id=contact.pk, visits=ended), by=by, at=at)
    return ended


def shut_out(contacts: QuerySet[Contact], *, at: datetime) -> int:
    """Of people who no longer have business here, in the transaction of the act that says so."""
    links = ContactLink.objects.filter(contact__in=contacts)
    drop_waiting_mails(links, at=at)
    links.filter(used_at=None, ended_at=None).update(ended_at=at)
    links.filter(is_revoked=False).update(is_revoked=True)
    return ContactVisit.objects.filter(contact__in=contacts, ended_at=None).update(ended_at=at)


def shut_out_of_lost_addresses(contact: Contact, *, at: datetime) -> int:
    """After the contact's addresses changed: what came in by one that is gone ends."""
    kept = ContactAddress.objects.filter(contact=contact, kind=AddressKind.EMAIL).values("value")
    links = ContactLink.objects.filter(contact=contact).exclude(email__in=kept)
    drop_waiting_mails(links, at=at)
    links.filter(used_at=None, ended_at=None).update(ended_at=at)
    links.filter(is_revoked=False).update(is_revoked=True)
    return ContactVisit.objects.filter(link__in=links, ended_at=None).update(ended_at=at)


def drop_waiting_mails(links: QuerySet[ContactLink], *, at: datetime) -> None:
    for pk in links.filter(used_at=None, ended_at=None).values_list("pk", flat=True):
        mail.withdraw_posted(link_key(pk), at=at, reason=_("Its reader no longer has access."))


def link_key(pk: int) -> str:
    """Under which the mail of an asked link is posted."""
    return f"for you {pk}"


def refuse_unreachable(contact: Contact, email: str) -> None:
    """Raises NoAddress."""
    named = {"name": contact.name, "email": email}
    if contact.left_on:
        raise NoAddress(_("%(name)s has left.") % named)
    if contact.client.deleted_at or contact.client.merged_into_id:
        raise NoAddress(_("The client of %(name)s is no longer there.") % named)
    if not ContactAddress.objects.filter(contact=contact, kind=AddressKind.EMAIL, value=email).exists():
        raise NoAddress(_("%(email)s is not an address of %(name)s.") % named)
    if Member.objects.filter(email__iexact=email).exists():
        raise NoAddress(_("%(email)s belongs to one of us, and the page is for clients.") % named)
