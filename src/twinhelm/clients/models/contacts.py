"""The people one talks to at a client."""

from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.choices import AddressKind, Channel, ContactRole, Influence
from twinhelm.clients.models.clients import Client
from twinhelm.clients.models.sight import leads_work
from twinhelm.people.models import Member


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(client__merged_into=None, client__deleted_at=None) if leads_work(member) else self.none()

    def present(self) -> Self:
        return self.filter(left_on=None)


class Contact(models.Model):
    """A person at a client."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=ContactRole, default=ContactRole.OTHER)
    influence = models.CharField(max_length=8, choices=Influence, blank=True)
    """Empty: not known."""
    channel = models.CharField(max_length=12, choices=Channel, blank=True)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    """Empty: the client's."""
    likes = models.TextField(blank=True)
    """What they like and dislike in working with us."""
    since_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "left_on"], name="contact_of_client")]

    def __str__(self) -> str:
        return self.name


class ContactAddress(models.Model):
    """An email address or a telephone number of a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind)
    value = models.CharField(max_length=254)
    """An email in lower case; a number in E.164 form."""
    label = models.CharField(max_length=40, blank=True)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "kind", "value"], name="contact_address_once")]
        indexes = [models.Index(fields=["value"], name="contact_address", condition=Q(kind=AddressKind.EMAIL))]

    def __str__(self) -> str:
        return self.value
