"""Clients, the names and domains they are known by, and what they were before a merge."""

from collections.abc import Callable
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now, TruncDate

from twinhelm.clients.choices import ClientState, Mode
from twinhelm.clients.models.sight import sees_every_client
from twinhelm.people.choices import Role
from twinhelm.people.models import Member

Seated = Callable[[Member], "models.QuerySet[models.Model]"]
seated: list[Seated] = []
"""Areas above say on which clients' work a member sits: querysets of client ids."""


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, member: Member) -> Self:
        """Leads, owners and finance see every client; a maker those on whose work they sit."""
        if sees_every_client(member):
            return self.standing()
        if not member.is_active:
            return self.none()
        among = Q(leads__member=member) & (Q(leads__to_on=None) | Q(leads__to_on__gte=TruncDate(Now())))
        ids = self.model.objects.filter(among).values("pk")
        theirs = Q(pk__in=ids)
        for source in seated:
            theirs |= Q(pk__in=source(member))
        return self.standing().filter(theirs)

    def standing(self) -> Self:
        """Without those that were merged into another or deleted."""
        return self.filter(merged_into=None, deleted_at=None)

    def deleted_for(self, member: Member) -> Self:
        """Who may bring them back."""
        may = member.is_active and member.holds(Role.OWNER, Role.ACCOUNT_MANAGER)
        return self.exclude(deleted_at=None) if may else self.none()

    def active(self) -> Self:
        return self.filter(state=ClientState.ACTIVE)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class Client(models.Model):
    """A company that the agency works for."""

    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=ClientState, default=ClientState.ACTIVE)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.HYBRID)
    """In force today; `ClientMode` keeps when and why it changed."""
    industry = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    """Empty: the agency's."""
    website = models.URLField(max_length=300, blank=True)
    response_minutes = models.PositiveIntegerField(null=True, blank=True)
    """Promised time to answer, in business minutes; null: the agency's promise."""
    weekly_minutes = models.PositiveIntegerField(null=True, blank=True)
    """Usual effort a week, as agreed; null: not known."""
    yearly_cents = models.PositiveBigIntegerField(null=True, blank=True)
    """Revenue a year, in the agency's money; null: not known. Owners and finance only."""
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    """Rises with each change, so that two people can't overwrite each other."""

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="client_name_once", condition=Q(merged_into=None, deleted_at=None)
            ),
            models.CheckConstraint(condition=Q(state__in=ClientState.values), name="client_state"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="client_mode"),
        ]
        indexes = [models.Index(fields=["state"], name="client_by_state")]

    def __str__(self) -> str:
        return self.name


class ClientAlias(models.Model):
    """Another name that a client is known by: from files, calendars, or from before a merge."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="alias_once")]

    def __str__(self) -> str:
        return self.name


class ClientDomain(models.Model):
    """A domain whose mail comes from this client, unless the sender is a contact elsewhere."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    """Lower case, as in DNS."""

    def __str__(self) -> str:
        return self.domain


class ClientMerge(models.Model):
    """One client taken into another: which rows moved, so that it can be undone."""

    gone = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    moved = models.JSONField(default=dict)
    """Ids by model: what undo moves back."""
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
