"""The lines of the laundry list, with how each was sorted."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Origin, SortedBy
from twinhelm.worklog.models.imports import Import
from twinhelm.worklog.models.sight import WORKING_ROLES, sees_everybody


class WorkEntryQuerySet(models.QuerySet["WorkEntry"]):
    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(member=member) if member.is_active else self.none()

    def counted(self) -> Self:
        return self.filter(is_counted=True)

    def during(self, period: Period) -> Self:
        return self.filter(on__gte=period.first, on__lte=period.last)

    def correctable_by(self, member: Member) -> Self:
        """Owners sort everybody's entries, all others their own; who only reads sorts none."""
        if not member.is_active or not member.holds(*WORKING_ROLES):
            return self.none()
        return self.all() if member.is_owner else self.filter(member=member)

    def of_origins(self, kind: str, ids: Iterable[int]) -> Self:
        return self.filter(origin_kind=kind, origin_id__in=ids)

    def unsure(self) -> Self:
        return self.filter(is_counted=True, is_unsure=True)

    def by_hours_at_stake(self) -> Self:
        return self.order_by(models.F("minutes").desc(nulls_last=True), "pk")


class WorkEntry(models.Model):
    """One line of the laundry list: what somebody did, when and for how long, as far as is known."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="work_entries")
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="entries")
    fingerprint = models.CharField(max_length=64)
    """The same line of the same source, however often it is imported."""
    kind = models.CharField(max_length=16)
    """time entry, task, event, message or line."""
    on = models.DateField(null=True, blank=True)
    week = models.DateField(null=True, blank=True)
    """The Monday of `on`."""
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    text_key = models.CharField(max_length=64)
    """Digest of the text without case, numbers, names and punctuation: entries that are alike share it."""
    client_name = models.CharField(max_length=200, blank=True)
    project_name = models.CharField(max_length=200, blank=True)
    attendees = models.JSONField(default=list, blank=True)
    labels = models.JSONField(default=list, blank=True)
    is_counted = models.BooleanField(default=False)
    """False until its import has been stored whole."""
    origin_kind = models.CharField(max_length=8, choices=Origin, blank=True, default="", db_default="")
    """Which kind of thing it stands for; empty: none that Twinhelm knows."""
    origin_id = models.BigIntegerField(null=True, blank=True)
    """The message, call or meeting; whoever may see that finds its words there, and nowhere else."""

    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="work_entries"
    )
    sorted_by = models.CharField(max_length=8, choices=SortedBy, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    """Probability from 0 to 1 that the responsibility is right."""
    family_confidence = models.FloatField(null=True, blank=True)
    """Probability from 0 to 1 that the family is right: what errors of the split and of switches come from."""
    is_unsure = models.BooleanField(default=False)
    alternatives = models.JSONField(default=list, blank=True)
    """Up to two of `[responsibility id, confidence]`."""
    reasons = models.JSONField(default=dict, blank=True)
    """What speaks for the guess: three examples as `{"examples": [...]}`, a rule's or a correction's id."""

    objects = WorkEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "fingerprint"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1), name="entry_confidence"
            ),
            models.CheckConstraint(
                condition=Q(family_confidence=None) | Q(family_confidence__gte=0, family_confidence__lte=1),
                name="entry_family_confidence",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "on"], name="entry_member_on"),
            models.Index(fields=["on"], name="entry_on"),
            models.Index(fields=["text_key"], name="entry_text_key"),
            models.Index(Lower("client_name"), "on", name="entry_client_on"),
            models.Index(Lower("project_name"), "on", name="entry_project_on"),
            models.Index(fields=["origin_kind", "origin_id"], name="entry_origin", condition=~Q(origin_kind="")),
            models.Index(fields=["-minutes", "id"], name="entry_unsure", condition=Q(is_unsure=True, is_counted=True)),
            models.Index(fields=["id"], name="entry_unsorted", condition=Q(sorted_by="", is_counted=True)),
            models.Index(
                fields=["text_key", "member", "minutes"],
                name="entry_unsure_likes",
                condition=Q(is_unsure=True, is_counted=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
