"""What sorts entries: corrections, rules, changes of the catalogue, and each time the sorter ran."""

from typing import Self

from django.db import models

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import CatalogueChangeKind, Match, RuleField
from twinhelm.worklog.models.sight import sees_everybody


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(by=member) if member.is_active else self.none()

    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Correction(models.Model):
    """What a person said an entry's responsibility is; the sorter learns from it, and it can be taken back."""

    text = models.TextField()
    text_key = models.CharField(max_length=64, db_index=True)
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="corrections")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=list)
    """The entries it changed and how each was sorted before: what undo puts back."""
    entries_changed = models.PositiveIntegerField(default=0)
    is_for_everybody = models.BooleanField(default=False)
    """Made by somebody who may sort everybody's entries; otherwise it speaks for the author's own entries only."""

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.text[:40]} → {self.responsibility_id}"


class CatalogueChange(models.Model):
    """A line that was split or merged: what its entries, corrections and rules were before, so that it can be undone."""

    kind = models.CharField(max_length=8, choices=CatalogueChangeKind)
    line = models.ForeignKey(Responsibility, on_delete=models.CASCADE, related_name="+")
    """The line that is retired by it."""
    into = models.JSONField(default=list)
    """Ids of the lines that its entries went to."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)
    """Entries grouped by how they were sorted, and ids of the line's corrections and rules."""
    entries_moved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.line_id}"


class SortingRuleQuerySet(models.QuerySet["SortingRule"]):
    def visible_to(self, member: Member) -> Self:
        """Everybody may know why an entry of theirs was sorted."""
        return self.all() if member.is_active else self.none()


class SortingRule(models.Model):
    """A rule of the agency: entries that match belong to this responsibility."""

    field = models.CharField(max_length=16, choices=RuleField)
    """text, project, client, attendee, label or kind."""
    match = models.CharField(max_length=8, choices=Match, default=Match.CONTAINS)
    pattern = models.CharField(max_length=200)
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="rules")
    position = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = SortingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.field} {self.pattern}"


class SortingRun(models.Model):
    """One time that the sorter read texts: with which model, and how often it is right by its own honest count."""

    at = models.DateTimeField()
    model = models.CharField(max_length=8)
    """best, or light where the language model is not installed."""
    entries = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField()
    """Standing corrections that it had learned from."""
    line_accuracy = models.FloatField(null=True, blank=True)
    """Share of corrections whose line it finds when that one correction is kept from it; null below twenty."""
    family_accuracy = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.model} {self.at:%Y-%m-%d %H:%M}"
