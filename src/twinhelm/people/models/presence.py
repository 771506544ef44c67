"""When members work and when they are away."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.people.choices import AbsenceKind, Role
from twinhelm.people.models.members import Member


class WorkingPatternQuerySet(models.QuerySet["WorkingPattern"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        return self.all() if member.holds(Role.OWNER, Role.FINANCE) else self.filter(member=member)

    def newest_first(self) -> Self:
        return self.order_by("-from_on")


class WorkingPattern(models.Model):
    """The agreed minutes of each weekday from a day on, until the next pattern."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="patterns")
    from_on = models.DateField()
    minutes = models.JSONField()
    """Seven numbers from Monday."""
    agreed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField()

    objects = WorkingPatternQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "from_on"], name="pattern_begins_once")]

    def __str__(self) -> str:
        return f"{self.member_id} from {self.from_on}"

    @property
    def weekly_minutes(self) -> int:
        return sum(self.minutes)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, member: Member) -> Self:
        """That somebody is away; why, only `policies.may_see_reason` says."""
        return self.all() if member.is_active else self.none()

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def touching(self, first_on: date, last_on: date) -> Self:
        return self.filter(first_on__lte=last_on, last_on__gte=first_on)

    def in_order(self) -> Self:
        return self.order_by("first_on", "starts_at_midday", "pk")


class Absence(models.Model):
    """Days on which a member doesn't work, both included; the first may begin and the last may end at midday."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=AbsenceKind)
    first_on = models.DateField()
    last_on = models.DateField()
    starts_at_midday = models.BooleanField(default=False)
    ends_at_midday = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(last_on__gt=F("first_on")) | Q(starts_at_midday=False) | Q(ends_at_midday=False),
                name="absence_lasts",
            ),
        ]
        indexes = [models.Index(fields=["member", "last_on"], name="absence_of")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.first_on} to {self.last_on}"
