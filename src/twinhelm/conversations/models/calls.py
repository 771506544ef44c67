"""Calls with clients."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client, Contact, leads_work
from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.models.conversations import Conversation
from twinhelm.conversations.rules import calls as rules
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        return self.filter(deleted_at=None) if leads_work(member) else self.filter(by=member, deleted_at=None)

    def deleted_for(self, member: Member) -> Self:
        """What the member could put back."""
        if not member.is_active:
            return self.none()
        gone = self.exclude(deleted_at=None)
        return gone if leads_work(member) else gone.filter(by=member)

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def with_open_step(self) -> Self:
        """Something was agreed that has not been done."""
        return self.exclude(next_step="").filter(next_step_done_at=None, ended_at__isnull=False)

    def with_names(self) -> Self:
        return self.select_related("client", "contact", "project", "conversation", "by", "responsibility")


class Call(models.Model):
    """A call between a member and somebody at a client."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What it was about, when it answers one."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.OUT)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Null: it is going on."""
    outcome = models.CharField(max_length=12, choices=CallOutcome, blank=True)
    notes = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_done_at = models.DateTimeField(null=True, blank=True)
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_waiting_since = models.DateTimeField(null=True, blank=True)
    """Since when the contact had waited whom this call answered; null: it ended no waiting."""
    ended_waiting_until = models.DateTimeField(null=True, blank=True)
    """By when that answer was due."""
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by"], name="call_running_once", condition=Q(ended_at=None, deleted_at=None)
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="call_order"),
        ]
        indexes = [
            models.Index(fields=["client", "-started_at", "-id"], name="call_of_client"),
            models.Index(fields=["by", "-started_at"], name="call_by"),
            models.Index(fields=["-started_at", "-id"], name="call_newest"),
            models.Index(
                fields=["next_step_on", "id"],
                name="call_next_step",
                condition=~Q(next_step="") & Q(next_step_done_at=None, deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.started_at}"

    @property
    def whom(self) -> str:
        """The contact, else the client; needs both loaded."""
        return self.contact.name if self.contact else self.client.name if self.client else ""

    @property
    def minutes(self) -> int | None:
        """Whole minutes, one at least; none while it is going on."""
        return rules.minutes_between(self.started_at, self.ended_at) if self.ended_at else None
