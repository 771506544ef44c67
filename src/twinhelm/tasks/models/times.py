"""Time: the timer, what was spent on what, weeks that are handed in and approved."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client
from twinhelm.conversations.models import Call, Conversation, Meeting
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import SuggestedFrom, TimedBy, WeekState
from twinhelm.tasks.models.tasks import Task


def reads_everybodys_time(member: Member) -> bool:
    """Who approves weeks, and who invoices; everybody else reads their own."""
    return member.is_active and member.holds(Role.OWNER, Role.PRODUCTION_MANAGER, Role.FINANCE)


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    def visible_to(self, member: Member) -> Self:
        standing = self.filter(deleted_at=None)
        if reads_everybodys_time(member):
            return standing
        return standing.filter(member=member) if member.is_active else self.none()

    def deleted_for(self, member: Member) -> Self:
        return self.exclude(deleted_at=None).filter(member=member)

    def during(self, first_on: date, last_on: date) -> Self:
        return self.filter(on__gte=first_on, on__lte=last_on)


class About(models.Model):
    """What time is spent on: a task, a conversation, a call, a meeting, a project or a client, or only words."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of the task, if there is one."""
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of the project, conversation, call or meeting; null: for nobody in particular."""
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """As the member said, or as the thing says; null: sorted by its words."""
    text = models.CharField(max_length=500, blank=True)
    is_billable = models.BooleanField(default=True, db_default=True)

    class Meta:
        abstract = True


class TimeEntry(About):
    """So many minutes of a member on a day; over midnight there are two."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    """In the member's time zone when it was made."""
    week = models.DateField()
    """The Monday of `on`."""
    minutes = models.PositiveIntegerField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    timed_by = models.CharField(max_length=8, choices=TimedBy, default=TimedBy.TYPED)
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the page that was clicked, the timer or the suggestion: a second time adds nothing."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time entries"
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="time_entry_once", condition=~Q(key="")),
            models.CheckConstraint(condition=Q(minutes__lte=1440 + 60), name="time_entry_minutes"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="time_entry_order",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "on"], name="time_of_member", condition=Q(deleted_at=None)),
            models.Index(fields=["task", "on"], name="time_of_task", condition=Q(deleted_at=None)),
            models.Index(fields=["project", "on"], name="time_of_project", condition=Q(deleted_at=None)),
            models.Index(fields=["week", "member"], name="time_of_week", condition=Q(deleted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.minutes}"


class Timer(About):
    """What a member is timing now; there is one for each."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    key = models.CharField(max_length=64)
    """Names what it becomes: stopped twice, there is one entry."""

    def __str__(self) -> str:
        return f"{self.member_id} since {self.started_at:%H:%M}"


class SuggestionAnswer(models.Model):
    """What became of a suggestion of time: an entry, or nothing."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SuggestedFrom)
    thing_id = models.BigIntegerField()
    on = models.DateField()
    entry = models.ForeignKey(TimeEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Null: it was waved away."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "thing_id", "on"], name="suggestion_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class WeekSheetQuerySet(models.QuerySet["WeekSheet"]):
    def visible_to(self, member: Member) -> Self:
        if reads_everybodys_time(member):
            return self.all()
        return self.filter(member=member) if member.is_active else self.none()


class WeekSheet(models.Model):
    """A member's timesheet of one week; handed in or approved, its entries stand still."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    """Its Monday."""
    state = models.CharField(max_length=9, choices=WeekState, default=WeekState.OPEN)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    """Approved or sent back."""
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = WeekSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week"], name="week_sheet_once"),
            models.CheckConstraint(condition=Q(state__in=WeekState.values), name="week_sheet_state"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.week}"
