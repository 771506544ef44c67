"""How it was before, how it is six months on, and what was decided of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client, leads_work
from twinhelm.people.models import Member
from twinhelm.transition.choices import MeasurementKind, MeasurementState, ReviewDecision
from twinhelm.transition.models.programmes import Programme, Wave


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(programme__deleted_at=None) if leads_work(member) else self.none()


class Measurement(models.Model):
    """One time of measuring, over a period: frozen once it is done."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="measurements")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True, related_name="measurements")
    """Null: the baseline, of all clients of the programme."""
    kind = models.CharField(max_length=10, choices=MeasurementKind)
    state = models.CharField(max_length=10, choices=MeasurementState, default=MeasurementState.WAITING)
    first_on = models.DateField()
    last_on = models.DateField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    """Why nothing came of it: `stopped` or `broke`."""

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], name="baseline_once", condition=Q(kind=MeasurementKind.BASELINE)
            ),
            models.UniqueConstraint(fields=["wave"], name="review_measured_once", condition=Q(wave__isnull=False)),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="measurement_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on}–{self.last_on}"


class Figure(models.Model):
    """One measured value with its uncertainty."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=40)
    """What was measured: a name from the rules of measuring, which say its unit and which way is better."""
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Of one wave, client or member; all null: of all together."""
    value = models.FloatField(null=True)
    """Null: too little is known to say."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    """Between these with a probability of 95 %."""
    n = models.PositiveIntegerField(default=0)
    """How many observations it rests on."""
    blocks = models.JSONField(null=True)
    """The sums that it was computed from, week by week: what differences are told from chance with."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "key"],
                name="figure_of_all_once",
                condition=Q(wave=None, client=None, member=None),
            ),
            models.UniqueConstraint(
                fields=["measurement", "key", "wave"], name="figure_of_wave_once", condition=~Q(wave=None)
            ),
            models.UniqueConstraint(
                fields=["measurement", "key", "client"], name="figure_of_client_once", condition=~Q(client=None)
            ),
            models.UniqueConstraint(
                fields=["measurement", "key", "member"], name="figure_of_member_once", condition=~Q(member=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class StaffAnswer(models.Model):
    """What a member says of their own work then; others see only what several people together say."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    """1 (not at all) to 5 (completely)."""
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measurement", "member", "question"], name="staff_answer_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="staff_answer_score"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(wave__programme__deleted_at=None) if leads_work(member) else self.none()

    def open(self) -> Self:
        return self.filter(decided_at=None)


class Review(models.Model):
    """Six months after a wave: was it right?"""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="review")
    due_on = models.DateField()
    measurement = models.OneToOneField(Measurement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=ReviewDecision, blank=True)
    """Empty: not decided yet."""
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.decision}"


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(review__in=Review.objects.visible_to(member), deleted_at=None)


class ReviewComment(models.Model):
    """What a lead says to a review, of the whole wave or of one client."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text[:60]
