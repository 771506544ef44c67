"""Programmes, their waves, and days in which nothing changes."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client, leads_work
from twinhelm.inventory.models import Round
from twinhelm.people.models import Member
from twinhelm.transition.choices import BlackoutKind, ProgrammeState


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever leads work."""
        return self.filter(deleted_at=None) if leads_work(member) else self.none()

    def deleted_for(self, member: Member) -> Self:
        """What can be put back."""
        return self.exclude(deleted_at=None) if member.is_active and member.is_owner else self.none()

    def current(self) -> Self:
        """Not ended yet, the newest first."""
        return self.exclude(state=ProgrammeState.ENDED).order_by("-began_at", "-pk")


class Programme(models.Model):
    """The change of many clients: from which round, in which waves, and how fast at most."""

    name = models.CharField(max_length=120)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null: put together by hand."""
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.PLANNED)
    first_on = models.DateField()
    """The first day on which a client may be told."""
    pace = models.PositiveSmallIntegerField(default=2)
    """Clients a week at most that one lead takes up."""
    silence_days = models.PositiveSmallIntegerField(default=7)
    """Nobody objected for so long: that counts as an acknowledgement."""
    shadow_days = models.PositiveSmallIntegerField(default=14)
    """The new lead listens for so long before the hand-over."""
    check_in_days = models.PositiveSmallIntegerField(default=30)
    """After the hand-over somebody else asks the client."""
    stable_days = models.PositiveSmallIntegerField(default=45)
    """After the hand-over, without a worry: stable."""
    copied_days = models.PositiveSmallIntegerField(default=60)
    """The former contact stays copied for so long after the hand-over."""
    review_months = models.PositiveSmallIntegerField(default=6)
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the page that was clicked: a second click finds the programme that the first one made."""
    began_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Rises with each change, so that two people can't overwrite each other."""

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProgrammeState.values), name="programme_state"),
            models.CheckConstraint(condition=Q(pace__gte=1), name="programme_pace"),
            models.UniqueConstraint(fields=["began_by", "key"], name="programme_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


class Wave(models.Model):
    """Clients of a programme that change together."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    """The first day on which one of its clients may be told."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="wave_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.number}"


class BlackoutQuerySet(models.QuerySet["Blackout"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(lifted_at=None) if leads_work(member) else self.none()


class Blackout(models.Model):
    """Days in which a client, or nobody, is to be told or handed over; said by a person. Others are read from facts."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blackouts")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Null: all clients."""
    kind = models.CharField(max_length=10, choices=BlackoutKind, default=BlackoutKind.OTHER)
    from_on = models.DateField()
    to_on = models.DateField()
    """The last day is part of it."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BlackoutQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="blackout_order")]

    def __str__(self) -> str:
        return f"{self.from_on}–{self.to_on}: {self.reason}"
