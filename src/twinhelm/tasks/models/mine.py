"""How a member arranges a day of their own."""

from typing import Self

from django.db import models

from twinhelm.people.models import Member


class DayOrderQuerySet(models.QuerySet["DayOrder"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(member=member) if member.is_active else self.none()


class DayOrder(models.Model):
    """In which order a member wants to do the tasks of one day, and which of them not on that day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    """In the member's time zone."""
    order = models.JSONField(default=list, blank=True)
    """Keys of tasks; those that aren't named come after them, by due date and priority."""
    put_off = models.JSONField(default=list, blank=True)
    """Keys of tasks that are not for this day, although they are due or late."""

    objects = DayOrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "on"], name="day_order_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"
