"""After the hand-over: private check-ins, the pulse, joint reviews of the two leads."""

from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.models import Client, Contact, leads_work
from twinhelm.people.models import Member
from twinhelm.transition.models.telling import AboutTransitionQuerySet
from twinhelm.transition.models.transitions import Transition


class CheckIn(models.Model):
    """What a contact told somebody other than the new lead, in confidence. The words: only its author and owners."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="check_ins")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    mood = models.PositiveSmallIntegerField()
    """1 (unhappy) to 5 (better than before)."""
    words = models.TextField(blank=True)

    objects = AboutTransitionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mood__gte=1, mood__lte=5), name="check_in_mood")]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.mood}"


class Pulse(models.Model):
    """One question to one contact, and the one click that answers it."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="pulses")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null: by itself, as the programme says."""
    not_asked_why = models.CharField(max_length=500, blank=True)
    """It could not be sent: why."""
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 (worse than before) to 5 (better than before)."""
    words = models.CharField(max_length=500, blank=True)

    objects = AboutTransitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="pulse_score"),
            models.UniqueConstraint(
                fields=["transition", "contact"], name="pulse_open_once", condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.score}"


class JointReviewQuerySet(models.QuerySet["JointReview"]):
    def visible_to(self, member: Member) -> Self:
        if not leads_work(member):
            return self.none()
        return self.filter(client__merged_into=None, client__deleted_at=None, deleted_at=None)


class JointReview(models.Model):
    """The two leads of a client looked at it together."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    agreed = models.CharField(max_length=500, blank=True)
    """What they will do differently."""
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = JointReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-on"], name="joint_review_of")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.on}"
