"""What was agreed on a project, when it is due, and what makes it technical."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind, LineKind, ProjectKind
from twinhelm.projects.models.projects import Project


class ScopeItem(models.Model):
    """One thing that was agreed, with its estimated effort."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="scope_items")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    estimated_minutes = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    agreed_on = models.DateField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "position"], name="scope_item_of")]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A day by which something is to be there."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    reached_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="milestone_once")]
        indexes = [models.Index(fields=["due_on"], name="milestone_open", condition=Q(reached_on=None))]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"


class TechnicalFact(models.Model):
    """Something that makes a project technical: a system it touches, an integration, a skill it needs."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="technical_facts")
    kind = models.CharField(max_length=12, choices=FactKind)
    name = models.CharField(max_length=120)
    """Of a skill: its name as members have it."""
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a skill: the level needed, from 1 to 5."""
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "kind", Lower("name"), name="technical_fact_once"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="technical_fact_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectTemplateQuerySet(models.QuerySet["ProjectTemplate"]):
    def visible_to(self, member: Member) -> Self:
        """For who begins projects."""
        return self.filter(deleted_at=None) if leads_work(member) else self.none()

    def deleted_for(self, member: Member) -> Self:
        """What can be put back."""
        return self.exclude(deleted_at=None) if leads_work(member) else self.none()

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class ProjectTemplate(models.Model):
    """What projects of one sort begin with."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=ProjectKind, default=ProjectKind.FIXED)
    summary = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ProjectTemplateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="template_once", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name


class TemplateLine(models.Model):
    """One scope item, milestone or technical fact that a template brings."""

    template = models.ForeignKey(ProjectTemplate, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12, choices=LineKind)
    name = models.CharField(max_length=200)
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)
    """Of a scope item."""
    after_days = models.IntegerField(null=True, blank=True)
    """Of a milestone: days after the start."""
    fact_kind = models.CharField(max_length=12, choices=FactKind, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
