"""The sums that pages read, kept exact by the acts that change entries."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models.sight import sees_everybody


class SumQuerySet(models.QuerySet[Any]):
    """Of WeekLoad and DaySwitches: who sees whose sums. What is summed over everybody, everybody may read."""

    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(member=member) if member.is_active else self.none()


class WeekLoad(models.Model):
    """The sum of one member's counted entries in one week and one responsibility."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    responsibility = models.ForeignKey(Responsibility, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: not sorted yet."""
    minutes = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    doubt_minutes = models.PositiveIntegerField(default=0)
    """Minutes expected to stand in the wrong family: minutes × (1 − family confidence)."""

    objects = SumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week", "responsibility"], name="week_load_once"),
            models.UniqueConstraint(
                fields=["member", "week"], name="week_load_unsorted_once", condition=Q(responsibility=None)
            ),
        ]
        indexes = [models.Index(fields=["week"], name="week_load_week")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.week}"


class DaySwitches(models.Model):
    """How often one member changed between the families on one day, as the timed entries show."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    client_runs = models.PositiveIntegerField()
    project_runs = models.PositiveIntegerField()
    switches = models.PositiveIntegerField()
    neighbours = models.PositiveIntegerField()
    """Pairs of entries that follow each other without a break: where a switch was possible."""
    expected = models.FloatField()
    """Switches if the same entries came in random order."""
    error = models.FloatField(default=0)
    """Mean probability that an entry of the day stands in the wrong family."""
    longest_minutes = models.PositiveIntegerField(default=0)
    """Longest stretch within one family."""

    objects = SumQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "on"], name="day_switches_once")]
        indexes = [models.Index(fields=["on"], name="day_switches_on")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"
