"""What members said about the responsibilities."""

from django.db import models
from django.db.models import Q

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility


class Liking(models.Model):
    """What a member said in the questionnaire about one responsibility."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="likings")
    responsibility = models.ForeignKey(Responsibility, on_delete=models.CASCADE, related_name="+")
    score = models.SmallIntegerField()
    """From −2 (drains me) to 2 (gives me energy)."""
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "responsibility"], name="liking_once"),
            models.CheckConstraint(condition=Q(score__gte=-2, score__lte=2), name="liking_score"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.responsibility_id}: {self.score}"
