"""How a contact comes in: links that are good once and soon, and the visits that they open."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models.contacts import Contact, ContactAddress


def has_its_address(email: str) -> Exists:
    """Whether the address under this path is still the contact's. email: where the row keeps it."""
    own = ContactAddress.objects.filter(contact=OuterRef("contact"), kind=AddressKind.EMAIL, value=OuterRef(email))
    return Exists(own)


class ContactLinkQuerySet(models.QuerySet["ContactLink"]):
    def leading_somewhere(self) -> Self:
        """Not revoked, to somebody who is still there under that address: good for a new link at least."""
        there = self.filter(is_revoked=False, contact__left_on=None, contact__client__deleted_at=None)
        return there.filter(has_its_address("email"), contact__client__merged_into=None)

    def open(self, at: datetime) -> Self:
        return self.leading_somewhere().filter(used_at=None, ended_at=None, expires_at__gt=at)


class ContactLink(models.Model):
    """A link in a mail to one contact; only its digest is kept."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254)
    """Where it was sent: it counts only while that is still the contact's."""
    purpose = models.CharField(max_length=20)
    """What it opens first: `page`, `pulse`, …"""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Overtaken by a newer one, or revoked."""
    is_revoked = models.BooleanField(default=False)
    """It leads nowhere any more, not even to a new link."""

    objects = ContactLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["contact", "-made_at"], name="contact_link_of")]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.made_at:%Y-%m-%d}"


class ContactVisitQuerySet(models.QuerySet["ContactVisit"]):
    def open(self, at: datetime) -> Self:
        """Of somebody who is still there, under the address by which they came in."""
        there = self.filter(contact__left_on=None, contact__client__deleted_at=None, contact__client__merged_into=None)
        return there.filter(has_its_address("link__email"), ended_at=None, expires_at__gt=at)


class ContactVisit(models.Model):
    """A browser in which a contact came in; asked for anew with each request."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    link = models.OneToOneField(ContactLink, on_delete=models.CASCADE, related_name="+")
    """One link opens one visit."""
    digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ContactVisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["contact"], name="contact_visit_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.contact_id}, {self.began_at:%Y-%m-%d}"
