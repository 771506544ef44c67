"""Tables that somebody brought and has not confirmed yet."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.people.choices import DryRunState
from twinhelm.people.models.members import Member

KEPT_FOR = timedelta(days=2)
"""How long a dry run waits to be confirmed before its file goes."""


class DryRunQuerySet(models.QuerySet["DryRun"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(made_by=member) if member.is_active else self.none()

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def forgotten(self, at: datetime) -> Self:
        return self.filter(state=DryRunState.WAITING, made_at__lt=at - KEPT_FOR)


class DryRun(models.Model):
    """A table that one member brought, and what it would do; what it did, once confirmed."""

    kind = models.CharField(max_length=24)
    """What the rows are: people, clients."""
    name = models.CharField(max_length=255)
    """Of the file."""
    file_key = models.CharField(max_length=128, blank=True)
    """Where the file lies; empty once it is no longer needed."""
    digest = models.CharField(max_length=64)
    """SHA-256 of its bytes."""
    plan_digest = models.CharField(max_length=64)
    """Of what was shown; anything else is never done."""
    findings = models.JSONField(default=dict)
    """Counts, and the first rows of each fate."""
    state = models.CharField(max_length=8, choices=DryRunState, default=DryRunState.WAITING)
    made_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DryRunQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=DryRunState.values), name="dry_run_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == DryRunState.WAITING
