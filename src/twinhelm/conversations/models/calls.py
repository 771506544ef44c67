"""Calls with clients."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client, Contact, leads_work
from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.models.conversations import Conversation
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        return self.filter(deleted_at=None) if leads_work(member) else self.filter(by=member, deleted_at=None)

    def running(self) -> Self:
        return self.filter(ended_at=None)


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
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.started_at}"
