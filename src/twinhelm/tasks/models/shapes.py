"""What comes again: templates, recurring work, views that are kept, and what was brought in."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import BroughtFrom, Frequency, Layout, Priority
from twinhelm.tasks.models.briefs import BriefTemplate
from twinhelm.tasks.models.tasks import LONGEST_TITLE


class TaskTemplateQuerySet(models.QuerySet["TaskTemplate"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None) if leads_work(member) else self.none()

    def deleted_for(self, member: Member) -> Self:
        return self.exclude(deleted_at=None) if leads_work(member) else self.none()

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class TaskTemplate(models.Model):
    """Tasks that come together, for instance of a landing page; each names a skill and gets a person when used."""

    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = TaskTemplateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="task_template_once", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name


class TemplateTask(models.Model):
    """One task of a template."""

    template = models.ForeignKey(TaskTemplate, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    """Its place, from 1; others name it by this."""
    title = models.CharField(max_length=LONGEST_TITLE)
    skill = models.ForeignKey(Skill, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of the skill, at least; 1 to 5."""
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)
    starts_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Working days after the first day."""
    under = models.PositiveSmallIntegerField(null=True, blank=True)
    """The number of the task whose subtask it is."""
    waits_for = models.JSONField(default=list, blank=True)
    """`[[number, lag in working days], …]`."""
    brief_template = models.ForeignKey(
        BriefTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_billable = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_task_once"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="template_task_level"),
        ]

    def __str__(self) -> str:
        return self.title[:60]


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(ended_at=None, project__in=Project.objects.visible_to(member).values("pk"))

    def ended_for(self, member: Member) -> Self:
        """What the member may begin again."""
        if not leads_work(member):
            return self.none()
        return self.exclude(ended_at=None).filter(project__in=Project.objects.visible_to(member).values("pk"))

    def running(self) -> Self:
        standing = self.filter(ended_at=None, paused_at=None)
        return standing.filter(project__deleted_at=None, project__client__deleted_at=None)


class Recurrence(models.Model):
    """Work that comes again and again; each time is a task of its own, made some days before it is due."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    frequency = models.CharField(max_length=8, choices=Frequency)
    interval = models.PositiveSmallIntegerField(default=1)
    weekdays = models.JSONField(default=list, blank=True)
    """Of weekly work: 0 for Monday to 6."""
    month_day = models.SmallIntegerField(null=True, blank=True)
    """Of monthly work: 1 to 31, or -1 for the last; months without that day use their last."""
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    ahead_days = models.PositiveSmallIntegerField(default=7)
    """So many days before it is due the task is made."""
    assignee = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    brief_template = models.ForeignKey(
        BriefTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_billable = models.BooleanField(default=True, db_default=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    """While it is paused nothing is made."""
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(interval__gte=1), name="recurrence_interval"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="recurrence_frequency"),
        ]

    def __str__(self) -> str:
        return self.title[:60]


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, member: Member) -> Self:
        if not member.is_active:
            return self.none()
        return self.filter(Q(member=member) | Q(is_shared=True), deleted_at=None)


class SavedView(models.Model):
    """Filters, order and layout of tasks under a name, for oneself or for everybody."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    layout = models.CharField(max_length=8, choices=Layout, default=Layout.LIST)
    query = models.CharField(max_length=500, blank=True)
    """What stands in the address after the question mark."""
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("member", Lower("name"), name="saved_view_once", condition=Q(deleted_at=None))
        ]

    def __str__(self) -> str:
        return self.name


class TaskImport(models.Model):
    """Tasks brought in from another program, all in one act."""

    source = models.CharField(max_length=8, choices=BroughtFrom)
    name = models.CharField(max_length=255)
    """Of the file."""
    digest = models.CharField(max_length=64)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField("tasks.Act", on_delete=models.PROTECT, related_name="+")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    """Rows that were here already and had nothing new."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
