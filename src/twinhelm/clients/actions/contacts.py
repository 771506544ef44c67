"""The people at a client, and how to reach them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.access import shut_out, shut_out_of_lost_addresses
from twinhelm.clients.actions.versions import changes_in, lock, refuse_older
from twinhelm.clients.choices import AddressKind, Channel, ContactRole, Influence
from twinhelm.clients.events import ContactAdded, ContactChanged, ContactMoved, ContactRemoved
from twinhelm.clients.models import Client, Contact, ContactAddress
from twinhelm.clients.rules.addresses import tidy_email, tidy_phone
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

LONGEST = {"name": 120, "job_title": 120, "language": 16, "time_zone": 64}
MOST_ADDRESSES = 20
CHOICES: dict[str, Sequence[str]] = {
    "role": ContactRole.values,
    "influence": ["", *Influence.values],
    "channel": ["", *Channel.values],
}


class ContactNamed(Refusal):
    """What was said with them stays, so they stay too."""


class ContactFacts(TypedDict, total=False):
    """What can be said of a contact; what is not given stays."""

    name: str
    job_title: str
    role: str
    influence: str
    channel: str
    language: str
    time_zone: str
    likes: str
    since_on: date | None
    left_on: date | None
    emails: Sequence[str]
    """All of them, the preferred one first."""
    phones: Sequence[str]


@transaction.atomic
def add_contact(client: Client, *, by: Member, at: datetime, **facts: Unpack[ContactFacts]) -> Contact:
    """Raises Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy, addresses = tidy_facts(facts, country=country_of(by))
    if not tidy.get("name"):
        raise Invalid(_("A contact needs a name."), name=_("Write the name."))
    contact = Contact.objects.create(client=locked, made_at=at, **tidy)
    keep_addresses(contact, addresses)
    announce(ContactAdded(subject_id=locked.pk, contact_id=contact.pk), by=by, at=at)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[ContactFacts]
) -> Contact:
    """Raises ChangedMeanwhile, Invalid."""
    require(policies.may_change_client(by))
    locked = lock_contact(contact)
    tidy, addresses = tidy_facts(facts, country=country_of(by))
    if "name" in tidy and not tidy["name"]:
        raise Invalid(_("A contact needs a name."), name=_("Write the name."))
    refuse_backwards(tidy.get("since_on", locked.since_on), tidy.get("left_on", locked.left_on))
    changes = changes_in(locked, tidy) | address_changes(locked, addresses)
    if not changes:
        return locked
    about = {"name": "ContactChanged", "facts__contact_id": locked.pk}
    refuse_older(locked, version, about, by=by)
    for name in changes.keys() & tidy.keys():
        setattr(locked, name, tidy[name])
    locked.version += 1
    locked.save(update_fields=[*(changes.keys() & tidy.keys()), "version"])
    keep_addresses(locked, addresses)
    if changes.keys() & {"emails", "left_on"}:
        end_lost_access(locked, at=at)
    event = ContactChanged(subject_id=locked.client_id, contact_id=locked.pk, version=locked.version, changes=changes)
    announce(event, by=by, at=at)
    return locked


@transaction.atomic
def move_contact(contact: Contact, client: Client, *, by: Member, at: datetime) -> Contact:
    """They changed jobs: what was said with the old client stays there, mail from now on belongs to the new one."""
    require(policies.may_change_client(by))
    locked, target = lock_contact(contact), lock(client)
    if locked.client_id == target.pk:
        return locked
    before = locked.client_id
    shut_out(Contact.objects.filter(pk=locked.pk), at=at)
    locked.client = target
    locked.left_on = None
    locked.version += 1
    locked.save(update_fields=["client", "left_on", "version"])
    announce(ContactMoved(subject_id=target.pk, contact_id=locked.pk, from_client_id=before), by=by, at=at)
    return locked


@transaction.atomic
def remove_contact(contact: Contact, *, by: Member, at: datetime) -> None:
    """Of somebody written down by mistake. Raises ContactNamed when anything names them: then they left."""
    require(policies.may_change_client(by))
    locked = lock_contact(contact)
    event = ContactRemoved(subject_id=locked.client_id, contact_id=locked.pk, name=locked.name)
    try:
        with transaction.atomic():
            shut_out(Contact.objects.filter(pk=locked.pk), at=at)
            locked.delete()
    except (ProtectedError, RestrictedError):
        raise ContactNamed(
            _("Conversations name %(name)s. Say on which day they left instead.") % {"name": contact.name}
        ) from None
    announce(event, by=by, at=at)


def end_lost_access(contact: Contact, *, at: datetime) -> None:
    if contact.left_on:
        shut_out(Contact.objects.filter(pk=contact.pk), at=at)
    else:
        shut_out_of_lost_addresses(contact, at=at)


def lock_contact(contact: Contact) -> Contact:
    return Contact.objects.select_for_update().select_related("client").get(pk=contact.pk)


Addresses = dict[AddressKind, list[str]]


def tidy_facts(facts: ContactFacts, *, country: str) -> tuple[dict[str, Any], Addresses]:
    """Raises Invalid with a sentence for each field that can't be used."""
    tidy: dict[str, Any] = dict(facts)
    emails, phones = tidy.pop("emails", None), tidy.pop("phones", None)
    for name in LONGEST.keys() & tidy.keys():
        tidy[name] = one_line(tidy[name])
    if "likes" in tidy:
        tidy["likes"] = lines_of(tidy["likes"])[:4000]
    wrong = what_is_wrong(tidy)
    addresses: Addresses = {}
    if emails is not None:
        addresses[AddressKind.EMAIL] = tidied(emails, tidy_email)
        wrong |= named("emails", emails, tidy_email, _("“%(word)s” is no email address."))
    if phones is not None:
        addresses[AddressKind.PHONE] = tidied(phones, lambda one: tidy_phone(one, country))
        wrong |= named("phones", phones, lambda one: tidy_phone(one, country), _("“%(word)s” is no telephone number."))
    if wrong:
        raise Invalid(_("Some of this can’t be used: %(why)s") % {"why": " ".join(wrong.values())}, **wrong)
    return tidy, addresses


def what_is_wrong(tidy: dict[str, Any]) -> dict[str, str]:
    wrong = {
        name: _("%(most)s letters at most.") % {"most": longest}
        for name, longest in LONGEST.items()
        if len(tidy.get(name, "")) > longest
    }
    for name, choices in CHOICES.items():
        if tidy.get(name, choices[0]) not in choices:
            wrong[name] = _("“%(word)s” is not one of the choices.") % {"word": str(tidy[name])[:40]}
    return wrong


def tidied(words: Sequence[str], tidy: Any) -> list[str]:
    return list(dict.fromkeys(value for word in words if word.strip() and (value := tidy(word))))[:MOST_ADDRESSES]


def named(field: str, words: Sequence[str], tidy: Any, sentence: str) -> dict[str, str]:
    bad = next((word for word in words if word.strip() and not tidy(word)), None)
    return {field: sentence % {"word": one_line(bad)[:60]}} if bad else {}


def refuse_backwards(since_on: date | None, left_on: date | None) -> None:
    if since_on and left_on and left_on < since_on:
        reason = _("They can’t have left before they came.")
        raise Invalid(reason, left_on=reason)


def address_changes(contact: Contact, addresses: Addresses) -> dict[str, list[Any]]:
    changes = {}
    for kind, values in addresses.items():
        rows = contact.addresses.filter(kind=kind).order_by("-is_preferred", "pk")
        before = list(rows.values_list("value", flat=True))
        if before != values:
            changes["emails" if kind == AddressKind.EMAIL else "phones"] = [before, values]
    return changes


def keep_addresses(contact: Contact, addresses: Addresses) -> None:
    for kind, values in addresses.items():
        kept = {row.value: row for row in contact.addresses.filter(kind=kind)}
        gone = [row.pk for value, row in kept.items() if value not in values]
        ContactAddress.objects.filter(pk__in=gone).delete()
        ContactAddress.objects.filter(contact=contact, kind=kind, is_preferred=True).update(is_preferred=False)
        ContactAddress.objects.bulk_create(
            ContactAddress(contact=contact, kind=kind, value=value) for value in values if value not in kept
        )
        ContactAddress.objects.filter(contact=contact, kind=kind, value__in=values[:1]).update(is_preferred=True)


def country_of(by: Member) -> str:
    return by.agency.country if by.agency else ""
