"""Proposed divisions: who becomes what, who has which minutes, and what was changed by hand."""

from typing import Self

from django.db import models

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Becomes


class DivisionQuerySet(models.QuerySet["Division"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        kept = self.filter(deleted_at=None)
        return kept if member.is_owner else kept.exclude(shared_at=None).filter(seats__member=member).distinct()

    def deleted_for(self, member: Member) -> Self:
        return self.exclude(deleted_at=None) if member.is_active and member.is_owner else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Division(models.Model):
    """A proposal of who becomes what, and which responsibilities move from whom to whom."""

    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    """The period whose hours it divides."""
    inputs_digest = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    """Everything that it was computed from, so that it can be computed again."""
    findings = models.JSONField(default=dict)
    """Seatings compared, and what the best real split would bring when none is proposed."""
    deleted_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Rises with each change by hand, so that two owners can't overwrite each other."""

    objects = DivisionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class DivisionSeat(models.Model):
    """What one member becomes in a division."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    becomes = models.CharField(max_length=20, choices=Becomes)
    proposed = models.CharField(max_length=20, choices=Becomes, default=Becomes.OUTSIDE)
    """What was proposed, before anybody changed it by hand."""
    is_pinned = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "member"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.becomes}"


class DivisionShare(models.Model):
    """The weekly minutes of one responsibility that a member has now and would have."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="+")
    minutes_before = models.PositiveIntegerField()
    minutes_after = models.PositiveIntegerField()
    minutes_proposed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "member", "responsibility"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.responsibility_id}: {self.minutes_before} → {self.minutes_after}"


class DivisionChange(models.Model):
    """One change of a division by hand, with what it replaced: what undo puts back."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    """The version that it made."""
    sentence = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "version"], name="division_change_once")]

    def __str__(self) -> str:
        return self.sentence
