"""Who leads, from when to when, decided by whom and why."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models.clients import Client
from twinhelm.people.models import Member

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    def on(self, day: date) -> Self:
        """In force that day."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)

    def ending_after(self, day: date) -> Self:
        """In force that day, or from a day to come."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day))

    def open(self) -> Self:
        """Without an end: in force, or from a day to come."""
        return self.filter(to_on=None)

    def newest_first(self) -> Self:
        return self.order_by("-from_on", "-pk")


class DatedDecision(models.Model):
    """Something decided for a time, by somebody, with a reason. The last day is part of it."""

    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    """The last day; null: until it is decided anew."""
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def question(self) -> str:
        """What is decided, within a sentence."""
        raise NotImplementedError

    @property
    def answer(self) -> str:
        raise NotImplementedError


class DatedLead(DatedDecision):
    """Who has a part."""

    part = models.CharField(max_length=16, choices=Part)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def question(self) -> str:
        return Part(self.part).label.lower()

    @property
    def answer(self) -> str:
        return self.member.name


class DatedMode(DatedDecision):
    """Which helm stands in front."""

    mode = models.CharField(max_length=16, choices=Mode)

    class Meta:
        abstract = True

    @property
    def question(self) -> str:
        return _("mode")

    @property
    def answer(self) -> str:
        return Mode(self.mode).label.lower()


class ClientLead(DatedLead):
    """Who has a part at a client, for a time."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="leads")

    objects = DatedQuerySet["ClientLead"].as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "part"], name="client_lead_open_once", condition=Q(to_on=None)),
            models.UniqueConstraint(fields=["client", "part", "from_on"], name="client_lead_starts_once"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="client_lead_order"),
        ]
        indexes = [models.Index(fields=["member", "to_on"], name="client_lead_of")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.part}: {self.member_id} from {self.from_on}"


class ClientMode(DatedMode):
    """Which helm stands in front at a client, for a time."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="modes")
    was = models.CharField(max_length=16, choices=Mode, blank=True, db_default="")
    """In force when it was decided; empty: not known."""

    objects = DatedQuerySet["ClientMode"].as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], name="client_mode_open_once", condition=Q(to_on=None)),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="client_mode_order"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.mode} from {self.from_on}"
