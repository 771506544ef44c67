"""Rows that every area may need: the trail of events, jobs and their ticks, outgoing mail."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.foundation.choices import RESENDABLE, UNFINISHED, JobState, MailKind, MailState


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
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["by_id", "-id"], name="event_by"),
            models.Index(fields=["name", "-id"], name="event_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind} {self.subject_id}"


class LiveChange(models.Model):
    """Something that open pages may show has changed. Only on the embedded database, where nobody can be told; soon deleted."""

    topic = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.topic


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def due(self, at: datetime) -> Self:
        return self.filter(state=JobState.WAITING, run_at__lte=at)

    def abandoned(self, at: datetime) -> Self:
        """Running, but nobody has renewed the lease."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=at)

    def held(self, job_id: int, attempt: int) -> Self:
        """The job, as long as this attempt still holds it."""
        return self.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt)

    def oldest_first(self) -> Self:
        return self.order_by("run_at", "pk")


class Job(models.Model):
    """A piece of work in the background: what to call with what, and how far it has come."""

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    """At most one unfinished job has it; empty for work that may be queued many times."""
    state = models.CharField(max_length=12, choices=JobState, default=JobState.WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    """Times that a worker began; also the fence: a worker writes only while its own number stands here."""
    failures = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    is_wanted_again = models.BooleanField(default=False)
    """Asked for once more while it was running."""
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    failure = models.TextField(blank=True)
    """The last failure as a sentence."""
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="job_key_once", condition=Q(state__in=UNFINISHED) & ~Q(key="")
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state"),
        ]
        indexes = [
            models.Index(fields=["run_at", "id"], name="job_due", condition=Q(state=JobState.WAITING)),
            models.Index(fields=["lease_until"], name="job_lease", condition=Q(state=JobState.RUNNING)),
            models.Index(fields=["state", "-created_at"], name="job_state_created"),
            models.Index(fields=["key", "-id"], name="job_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk} ({self.state})"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class Tick(models.Model):
    """When a job that comes back by itself is due next. One row, whichever process is first."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at}"


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def ambiguous(self) -> Self:
        return self.filter(state=MailState.AMBIGUOUS)

    def unsettled(self) -> Self:
        return self.filter(state__in=[MailState.WAITING, MailState.CLAIMED])

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class OutgoingMail(models.Model):
    """One mail to one person, posted in the transaction of the act that wants it sent."""

    key = models.CharField(max_length=200, unique=True)
    """The same act posts the same key: it makes one mail however often it is repeated."""
    kind = models.CharField(max_length=16, choices=MailKind)
    recipient = models.CharField(max_length=254)
    """The first, when it goes to several."""
    recipients = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), blank=True)
    """All of them; empty: only the one."""
    sender = models.CharField(max_length=254, blank=True, default="", db_default="")
    """Empty: the product's own address."""
    way = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Name of the registered way it leaves by; empty: the product's own."""
    way_id = models.BigIntegerField(null=True, blank=True)
    """Which one of that way."""
    letter_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    """Where the composed mail lies below the files folder; empty: it is composed from its text."""
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=12, choices=MailState, default=MailState.WAITING)
    reason = models.TextField(blank=True)
    """Why it failed, waits or was cancelled, as a sentence."""
    not_after = models.DateTimeField(null=True, blank=True)
    """Worthless later: it is dropped instead of sent."""
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When the last line was about to be sent: from here on it may have arrived."""
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state")]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="mail_state_created"),
            models.Index(fields=["recipient", "state"], name="mail_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"

    @property
    def is_resendable(self) -> bool:
        return self.kind in RESENDABLE
