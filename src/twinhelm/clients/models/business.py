"""What is known of a client's business, who confirmed it and when."""

from django.db import models
from django.db.models import Q

from twinhelm.clients.choices import GoalState, ProfileTopic
from twinhelm.clients.models.clients import Client
from twinhelm.people.models import Member


class Confirmed(models.Model):
    """Something that somebody said is so; it goes stale."""

    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        abstract = True


class ProfileEntry(Confirmed):
    """What a client's business profile says about one topic; a newer entry replaces it and it stays as history."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="profile")
    topic = models.CharField(max_length=16, choices=ProfileTopic)
    text = models.TextField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "topic"], name="profile_topic_once", condition=Q(replaced_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.topic}"


class KeyDate(Confirmed):
    """A day that matters to the client: a season, a fair, a board meeting."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="key_dates")
    on = models.DateField()
    name = models.CharField(max_length=200)
    is_yearly = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "on", "name"], name="key_date_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class Goal(Confirmed):
    """What the client wants to reach, and how one would see it. Projects and requests point to it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="goals")
    name = models.CharField(max_length=200)
    measure = models.CharField(max_length=200, blank=True)
    """What is counted, for instance orders by phone a week."""
    begin = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    now = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [models.Index(fields=["client", "state"], name="goal_of_client")]

    def __str__(self) -> str:
        return self.name


class ClientNote(models.Model):
    """What somebody of the agency wrote down about a client, for the inside only."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="note_of_client")]

    def __str__(self) -> str:
        return self.text[:60]


class ClientFile(models.Model):
    """A file that belongs to a client."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=120, unique=True)
    """Where it lies below the files folder."""
    media_type = models.CharField(max_length=100)
    """By its content, not by its name."""
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="file_of_client")]

    def __str__(self) -> str:
        return self.name
