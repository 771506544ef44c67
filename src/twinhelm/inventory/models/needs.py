"""What clients and projects need in front, how it is reckoned, and what a person says instead."""

from typing import Self, TypeVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.models import Client, leads_work
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

FULL = 100
"""Tenths: a need of 10.0."""


Row = TypeVar("Row", bound=models.Model)


class AboutQuerySet(models.QuerySet[Row]):
    def visible_to(self, member: Member) -> Self:
        """Whoever leads work, of clients and projects that stand."""
        if not leads_work(member):
            return self.none()
        standing = self.filter(client__merged_into=None, client__deleted_at=None)
        return standing.filter(Q(project=None) | Q(project__deleted_at=None))

    def of_clients(self) -> Self:
        """About whole clients, not about single projects."""
        return self.filter(project=None)

    def of_projects(self) -> Self:
        return self.exclude(project=None)


class AboutWork(models.Model):
    """Something about a client or, with a project, about that project of the client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.client.name


class InventorySettings(models.Model):
    """How the agency reckons: one row, made when somebody first changes something."""

    weeks = models.PositiveSmallIntegerField(default=13)
    """How far back needs look."""
    middle = models.PositiveSmallIntegerField(default=50)
    """Tenths: from here on a need is strong."""
    room = models.PositiveIntegerField(default=800)
    """Load points that a member on full time carries at most; 100 is one active client of middling need."""
    review_months = models.PositiveSmallIntegerField(default=6)
    """A decision comes back after so many months."""
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    only_one = models.BooleanField(default=True, unique=True, editable=False)

    def __str__(self) -> str:
        return f"{self.weeks} weeks"


class FactorWeight(models.Model):
    """What the agency says of one factor, instead of the factor's own weight and measure."""

    key = models.CharField(max_length=40, unique=True)
    weight = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    """0: it doesn't count. 10: it counts ten times as much as 1."""
    full_at = models.DecimalField(max_digits=9, decimal_places=2)
    """The value that counts as 10, in the factor's unit."""

    def __str__(self) -> str:
        return f"{self.key}: {self.weight}"


class ReckoningChange(models.Model):
    """One change of how the agency reckons, with what it replaced: what undo puts back."""

    version = models.PositiveIntegerField(unique=True)
    """Of the settings, which it made."""
    before = models.JSONField(default=dict)
    """Settings by name, and under `weights` weight and measure by factor; null: the factor's own."""
    changes = models.JSONField(default=list)
    """`[name or factor's key, before, after]`, what the sentences are made of."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.version}"


class NeedQuerySet(AboutQuerySet["Need"]):
    pass


class Need(AboutWork):
    """The needs of one client or project as last counted. What is null could not be counted from so little."""

    first_on = models.DateField()
    last_on = models.DateField()
    counted_at = models.DateTimeField()
    communication = models.PositiveSmallIntegerField(null=True)
    """Tenths, 0 to 100."""
    complexity = models.PositiveSmallIntegerField(null=True)
    """Tenths, 0 to 100."""
    weekly_minutes = models.PositiveIntegerField(null=True)
    """Effort a week over the period; null: no hours are known."""
    weeks_known = models.PositiveSmallIntegerField(default=0)
    """Weeks of the period from which anything is known."""
    factors = models.JSONField(default=list)
    """A row for each factor: key, value, score (tenths) or null where not known, weight, full_at."""

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], name="need_of_client", condition=Q(project=None)),
            models.UniqueConstraint(fields=["project"], name="need_of_project", condition=~Q(project=None)),
            models.CheckConstraint(condition=Q(communication=None) | Q(communication__lte=FULL), name="need_talk"),
            models.CheckConstraint(condition=Q(complexity=None) | Q(complexity__lte=FULL), name="need_technical"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="need_order"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}/{self.project_id}: {self.communication} × {self.complexity}"


class OverruleQuerySet(AboutQuerySet["Overrule"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at=None)


class Overrule(AboutWork):
    """A need as a person sees it, with the reason; it stands in for the counted one until it is taken back."""

    kind = models.CharField(max_length=16, choices=NeedKind)
    tenths = models.PositiveSmallIntegerField()
    counted_tenths = models.PositiveSmallIntegerField(null=True)
    """What was counted when the person said so."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverruleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"], name="overrule_of_client", condition=Q(project=None, ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["project", "kind"], name="overrule_of_project", condition=~Q(project=None) & Q(ended_at=None)
            ),
            models.CheckConstraint(condition=Q(tenths__lte=FULL), name="overrule_tenths"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}/{self.project_id} {self.kind}: {self.tenths}"
