"""What a client is recognised by: addresses, domains, other names."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.choices import AddressKind
from twinhelm.clients.events import AddressRemembered, AliasChanged, ContactAdded, DomainForgotten
from twinhelm.clients.models import Client, ClientAlias, ClientDomain, Contact, ContactAddress
from twinhelm.clients.queries.recognising import own_domains
from twinhelm.clients.rules.addresses import domain_of, is_shared, tidy_domain, tidy_email
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


class DomainTaken(Refusal):
    """Mail from the domain belongs to another client."""

    status = 422


@transaction.atomic
def remember_address(
    client: Client, address: str, *, name: str = "", with_domain: bool = False, by: Member, at: datetime
) -> Contact:
    """Mail from here belongs to the client from now on: a contact has the address, a new one if nobody had it.

    with_domain: everybody else's mail from the same domain too, unless it is free mail or another client's.
    Raises Invalid.
    """
    require(policies.may_change_client(by))
    locked = lock(client)
    email = tidy_email(address)
    if not email:
        raise Invalid(_("“%(word)s” is no email address.") % {"word": one_line(address)[:60]})
    found = ContactAddress.objects.filter(contact__client=locked, kind=AddressKind.EMAIL, value=email)
    row = found.select_related("contact").first()
    contact = row.contact if row else contact_with(locked, email, name, by=by, at=at)
    if with_domain and is_free(domain_of(email)):
        add_domain(locked, domain_of(email), by=by, at=at)
    return contact


def contact_with(client: Client, email: str, name: str, *, by: Member, at: datetime) -> Contact:
    called = one_line(name)[:120] or email.partition("@")[0].replace(".", " ").title()[:120]
    contact = Contact.objects.create(client=client, name=called, made_at=at)
    ContactAddress.objects.create(contact=contact, kind=AddressKind.EMAIL, value=email, is_preferred=True)
    announce(ContactAdded(subject_id=client.pk, contact_id=contact.pk), by=by, at=at)
    announce(AddressRemembered(subject_id=client.pk, address=email, contact_id=contact.pk), by=by, at=at)
    return contact


def is_free(domain: str) -> bool:
    """Whether it may become some client's domain. Cost: two queries."""
    emails = Member.objects.exclude(email=None).values_list("email", flat=True)
    taken = ClientDomain.objects.filter(domain=domain).exists()
    return not (taken or is_shared(domain) or domain in own_domains(email or "" for email in emails))


@transaction.atomic
def add_domain(client: Client, domain: str, *, by: Member, at: datetime) -> ClientDomain:
    """Raises Invalid, DomainTaken."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy = tidy_domain(domain)
    refuse_domain(tidy, domain)
    taken = ClientDomain.objects.filter(domain=tidy).select_related("client").first()
    if taken and taken.client_id == locked.pk:
        return taken
    if taken and taken.client.deleted_at is None:
        reason = _("Mail from %(domain)s belongs to %(client)s.") % {"domain": tidy, "client": taken.client.name}
        raise DomainTaken(reason, domain=reason)
    if taken:
        taken.delete()
    added = ClientDomain.objects.create(client=locked, domain=tidy)
    announce(AddressRemembered(subject_id=locked.pk, address=tidy), by=by, at=at)
    return added


@transaction.atomic
def offer_domain(client: Client, domain: str, *, by: Member, at: datetime) -> ClientDomain | None:
    """Adds the domain if it may tell the client apart; says nothing if not."""
    require(policies.may_change_client(by))
    return add_domain(client, domain, by=by, at=at) if is_free(domain) else None


def refuse_domain(tidy: str, typed: str) -> None:
    """Raises Invalid."""
    reason = ""
    if not tidy:
        reason = _("“%(word)s” is no domain. Write it as alder.example.") % {"word": one_line(typed)[:60]}
    elif is_shared(tidy):
        reason = _("Anybody can have an address at %(domain)s, so it tells no client.") % {"domain": tidy}
    elif tidy in own_domains(email or "" for email in Member.objects.values_list("email", flat=True)):
        reason = _("%(domain)s is the agency’s own.") % {"domain": tidy}
    if reason:
        raise Invalid(reason, domain=reason)


@transaction.atomic
def remove_domain(domain: ClientDomain, *, by: Member, at: datetime) -> None:
    require(policies.may_change_client(by))
    lock(domain.client)
    announce(DomainForgotten(subject_id=domain.client_id, domain=domain.domain), by=by, at=at)
    ClientDomain.objects.filter(pk=domain.pk).delete()


@transaction.atomic
def add_alias(client: Client, name: str, *, by: Member, at: datetime) -> ClientAlias:
    """Raises Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy = one_line(name)[:200]
    if not tidy:
        raise Invalid(_("A name is missing."), alias=_("Write the other name."))
    taken = Client.objects.standing().filter(name__iexact=tidy).first()
    other = ClientAlias.objects.filter(name__iexact=tidy).select_related("client").first()
    if other and other.client_id == locked.pk:
        return other
    holder = taken or (other.client if other else None)
    if holder:
        reason = _("“%(name)s” is %(client)s already.") % {"name": tidy, "client": holder.name}
        raise Invalid(reason, alias=reason)
    alias = ClientAlias.objects.create(client=locked, name=tidy)
    announce(AliasChanged(subject_id=locked.pk, name=tidy, is_known=True), by=by, at=at)
    return alias


@transaction.atomic
def remove_alias(alias: ClientAlias, *, by: Member, at: datetime) -> None:
    require(policies.may_change_client(by))
    lock(alias.client)
    announce(AliasChanged(subject_id=alias.client_id, name=alias.name, is_known=False), by=by, at=at)
    ClientAlias.objects.filter(pk=alias.pk).delete()
