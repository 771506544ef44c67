"""Rows that every area may need: the trail of events."""

from django.db import models


class EventRecord(models.Model):
    """One fact that happened, written in the transaction of the act that made it. Never changed, never deleted."""

    at = models.DateTimeField(db_index=True)
    by_id = models.BigIntegerField(null=True)
    """The member who acted; null for the product itself. A number, because members live above."""
    by_name = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind} {self.subject_id}"
