"""Files and pasted lists brought in, and how their tables are read."""

from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.people.models import Member
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models.sight import sees_everybody


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(started_by=member).of_nobody_but(member) if member.is_active else self.none()

    def of_nobody_but(self, member: Member) -> Self:
        """Whoever brought in everybody's hours as an owner doesn't keep them when the role is gone."""
        return self.exclude(entries__member__lt=member.pk).exclude(entries__member__gt=member.pk)

    def brought(self) -> Self:
        """Files and lists, without what Twinhelm counts by itself."""
        return self.filter(is_own=False)

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")


class Import(models.Model):
    """One file or pasted list brought in: what was understood of it, and what came of it."""

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, db_index=True)
    """SHA-256 of the bytes."""
    path = models.CharField(max_length=255, blank=True)
    """Random key below the files folder; empty once the file is no longer needed."""
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.CHECKING)
    started_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    understanding = models.JSONField(default=dict)
    """Format, encoding, delimiter, columns and their fields, date order, time zone, people; as confirmed."""
    findings = models.JSONField(default=dict)
    """Of the dry run: counts, samples, problems by kind with their first rows, likely duplicates."""
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    entries_added = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    purge_after = models.DateTimeField(null=True, blank=True)
    """Of an import taken back: until then it can be put back, then its entries go for good."""

    is_own = models.BooleanField(default=False, db_default=False)
    """No file: what Twinhelm counts by itself of the messages, calls and meetings of `started_by`."""

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state"),
            models.UniqueConstraint(fields=["started_by"], name="import_own_once", condition=Q(is_own=True)),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnMapping(models.Model):
    """How a table with this header is to be read, remembered from the last time."""

    signature = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)
    remembered_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    remembered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature
