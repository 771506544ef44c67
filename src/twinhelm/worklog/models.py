"""The laundry list: imports, work entries, how they were sorted, and the sums that pages read."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from twinhelm.foundation.periods import Period
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Becomes, CatalogueChangeKind, ImportState, Match, RuleField, SortedBy

WORKING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def sees_everybody(member: Member) -> bool:
    return member.is_active and member.holds(Role.OWNER, Role.FINANCE)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(started_by=member) if member.is_active else self.none()

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

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state")]

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


class SumQuerySet(models.QuerySet[Any]):
    """Of WeekLoad and DaySwitches: who sees whose sums. What is summed over everybody, everybody may read."""

    def visible_to(self, member: Member) -> Self:
        if sees_everybody(member):
            return self.all()
        return self.filter(member=member) if member.is_active else self.none()


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


class WeekLoad(models.Model):
    """The sum of one member's counted entries in one week and one responsibility."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    responsibility = models.ForeignKey(Responsibility, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: not sorted yet."""
    minutes = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    doubt_minutes = models.PositiveIntegerField(default=0)
    """Minutes expected to stand in the wrong family: minutes × (1 − family confidence)."""

    objects = SumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week", "responsibility"], name="week_load_once"),
            models.UniqueConstraint(
                fields=["member", "week"], name="week_load_unsorted_once", condition=Q(responsibility=None)
            ),
        ]
        indexes = [models.Index(fields=["week"], name="week_load_week")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.week}"


class DaySwitches(models.Model):
    """How often one member changed between the families on one day, as the timed entries show."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    client_runs = models.PositiveIntegerField()
    project_runs = models.PositiveIntegerField()
    switches = models.PositiveIntegerField()
    neighbours = models.PositiveIntegerField()
    """Pairs of entries that follow each other without a break: where a switch was possible."""
    expected = models.FloatField()
    """Switches if the same entries came in random order."""
    error = models.FloatField(default=0)
    """Mean probability that an entry of the day stands in the wrong family."""
    longest_minutes = models.PositiveIntegerField(default=0)
    """Longest stretch within one family."""

    objects = SumQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "on"], name="day_switches_once")]
        indexes = [models.Index(fields=["on"], name="day_switches_on")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"


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


class DivisionQuerySet(models.QuerySet["Division"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        kept = self.filter(deleted_at=None)
        return kept if member.is_owner else kept.exclude(shared_at=None).filter(seats__member=member).distinct()

    def deleted_for(self, member: Member) -> Self:
        return self.exclude(deleted_at=None) if member.is_active and member.is_owner else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Division(models.Model):
    """A proposal of who becomes what, and which responsibilities move from whom to whom."""

    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    """The period whose hours it divides."""
    inputs_digest = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    """Everything that it was computed from, so that it can be computed again."""
    findings = models.JSONField(default=dict)
    """Seatings compared, and what the best real split would bring when none is proposed."""
    deleted_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Rises with each change by hand, so that two owners can't overwrite each other."""

    objects = DivisionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class DivisionSeat(models.Model):
    """What one member becomes in a division."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    becomes = models.CharField(max_length=20, choices=Becomes)
    proposed = models.CharField(max_length=20, choices=Becomes, default=Becomes.OUTSIDE)
    """What was proposed, before anybody changed it by hand."""
    is_pinned = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "member"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.becomes}"


class DivisionShare(models.Model):
    """The weekly minutes of one responsibility that a member has now and would have."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="+")
    minutes_before = models.PositiveIntegerField()
    minutes_after = models.PositiveIntegerField()
    minutes_proposed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "member", "responsibility"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.responsibility_id}: {self.minutes_before} → {self.minutes_after}"


class DivisionChange(models.Model):
    """One change of a division by hand, with what it replaced: what undo puts back."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    """The version that it made."""
    sentence = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "version"], name="division_change_once")]

    def __str__(self) -> str:
        return self.sentence
