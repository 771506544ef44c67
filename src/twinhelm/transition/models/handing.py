"""The one list of what goes from the giving lead to the receiving one."""

from typing import Self

from django.db import models

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState
from twinhelm.transition.models.telling import AboutTransitionQuerySet
from twinhelm.transition.models.transitions import Transition


class HandOverLineQuerySet(AboutTransitionQuerySet):
    def unsettled(self) -> Self:
        return self.filter(state__in=[LineState.OPEN, LineState.ASKED])


class HandOverLine(models.Model):
    """One open thing of the giving lead: gathered by itself, or added by hand."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="lines")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    """The registered contribution it comes from; `said`: added by hand."""
    key = models.CharField(max_length=80)
    """Of the thing within its kind: gathered again, it is the same line."""
    title = models.CharField(max_length=250)
    detail = models.CharField(max_length=500, blank=True)
    href = models.CharField(max_length=300, blank=True)
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receiver = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=LineState, default=LineState.OPEN)
    question = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    gathered_at = models.DateTimeField()
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = HandOverLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transition", "kind", "key"], name="hand_over_line_once")]

    def __str__(self) -> str:
        return self.title


class Reassignment(models.Model):
    """Many things given to the receivers at once: what each was before, so that it can be taken back."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="reassignments")
    key = models.CharField(max_length=64)
    """Of the page that was clicked: a second click finds the first one's act."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=list)
    """`{"kind": …, "key": …, "before": …, "after": …}` for each."""
    undone_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AboutTransitionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="reassignment_once")]

    def __str__(self) -> str:
        return f"{self.transition_id} at {self.at}"


class Rating(models.Model):
    """How the new lead finds the relationship, afresh; said again, the newest counts and the others are history."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="ratings")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    trust = models.PositiveSmallIntegerField()
    """1 (strained) to 5 (they call first)."""
    words = models.CharField(max_length=500, blank=True)

    objects = AboutTransitionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["transition", "-at"], name="rating_newest")]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.trust}"
