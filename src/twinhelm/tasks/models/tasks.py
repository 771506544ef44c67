"""Tasks, what hangs between them, and what was done to them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from twinhelm.clients.models import sees_every_client
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Milestone, Project, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import CLOSED, NOT_UNDERSTOOD, ActKind, BroughtFrom, Clarity, Priority, TaskState

LONGEST_TITLE = 300
OPEN = Q(closed_at=None, deleted_at=None)


class Label(models.Model):
    """A word that tasks share across projects."""

    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="label_once")]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, member: Member) -> Self:
        """Of the projects that the member sees: every one for leads, owners and finance, a maker's own for makers."""
        standing = self.filter(deleted_at=None)
        if sees_every_client(member):
            return standing.filter(project__deleted_at=None, project__client__deleted_at=None)
        return standing.filter(project__in=Project.objects.visible_to(member).values("pk"))

    def deleted_for(self, member: Member) -> Self:
        """What the member may put back."""
        seen = Project.objects.visible_to(member).values("pk")
        return self.exclude(deleted_at=None).filter(project__in=seen)

    def standing_open(self) -> Self:
        return self.filter(OPEN)

    def of_member(self, member: Member) -> Self:
        return self.filter(assignee=member)

    def not_understood(self) -> Self:
        return self.filter(OPEN, understanding__in=NOT_UNDERSTOOD)

    def late(self, today: date) -> Self:
        return self.filter(OPEN, due_on__lt=today)

    def by_due_and_priority(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "priority", "pk")

    def by_place(self) -> Self:
        return self.order_by("position", "pk")


class Task(models.Model):
    """A piece of work on a project that one member does."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="subtasks")
    title = models.CharField(max_length=LONGEST_TITLE)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.TO_DO)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    assignee = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What it takes, while or whether or not somebody is assigned."""
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """What its time counts as; null: sorted by its words."""
    milestone = models.ForeignKey(Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    scope_item = models.ForeignKey(ScopeItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    labels = models.ManyToManyField(Label, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)
    remaining_minutes = models.PositiveIntegerField(null=True, blank=True)
    """As the assignee sees it; null: estimated less spent."""
    spent_minutes = models.PositiveIntegerField(default=0, db_default=0)
    """Sum of its time entries, kept by the acts that change them."""
    is_billable = models.BooleanField(default=True, db_default=True)
    position = models.BigIntegerField(default=0, db_default=0)
    """Place in its column among those of its project; there are gaps between neighbours."""
    understanding = models.CharField(max_length=8, choices=Clarity, blank=True, default="", db_default="")
    """What `Understanding`, `Question` and `Skip` come to; kept by `actions.readiness`."""
    understanding_since = models.DateTimeField(null=True, blank=True)
    recurrence = models.ForeignKey(
        "tasks.Recurrence", on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    recurs_on = models.DateField(null=True, blank=True)
    """The day of the recurrence that it stands for."""
    source = models.CharField(max_length=8, choices=BroughtFrom, blank=True, default="", db_default="")
    source_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    """What the program that it came from calls it; brought again, it is the same task."""
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the page that was clicked: a second click finds the task that the first one made."""
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was done or dropped; null: open."""
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    """Rises with each change, so that two people can't overwrite each other."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="task_priority"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")), name="task_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | (~Q(state__in=CLOSED) & Q(closed_at__isnull=True)),
                name="task_closed",
            ),
            models.CheckConstraint(
                condition=(Q(assignee=None) & Q(understanding="")) | (~Q(assignee=None) & ~Q(understanding="")),
                name="task_understanding",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="task_not_own_parent"),
            models.UniqueConstraint(fields=["made_by", "key"], name="task_once", condition=~Q(key="")),
            models.UniqueConstraint(
                fields=["project", "source", "source_key"], name="task_brought_once", condition=~Q(source_key="")
            ),
            models.UniqueConstraint(
                fields=["recurrence", "recurs_on"], name="task_recurs_once", condition=Q(recurs_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "position"], name="task_open_of_project", condition=OPEN),
            models.Index(fields=["assignee", "due_on", "priority"], name="task_open_of_member", condition=OPEN),
            models.Index(fields=["due_on", "priority", "id"], name="task_open_by_due", condition=OPEN),
            models.Index(fields=["understanding", "understanding_since"], name="task_unclear", condition=OPEN),
            models.Index(fields=["project", "-closed_at"], name="task_closed_of_project"),
        ]

    def __str__(self) -> str:
        return self.title[:60]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.deleted_at is None


class Dependency(models.Model):
    """One task can begin only when another is finished, and so many working days later."""

    before = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="followers")
    after = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="forerunners")
    lag_days = models.PositiveSmallIntegerField(default=0)
    """Working days between the end of one and the beginning of the other."""
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="dependency_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class Block(models.Model):
    """What keeps a task from going on, until somebody lifts it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="blocks")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task"], name="block_once", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return self.reason[:60]


class ActQuerySet(models.QuerySet["Act"]):
    def visible_to(self, member: Member) -> Self:
        """An act is taken back by whoever did it; what changed is read at each task."""
        return self.filter(by=member) if member.is_active else self.none()


class Act(models.Model):
    """What one member did to one task or many at once; it is taken back as a whole."""

    kind = models.CharField(max_length=8, choices=ActKind)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = ActQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """What one field of one task was and became."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="changes")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=24)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    """Of the task, after it."""

    class Meta:
        indexes = [models.Index(fields=["task", "-id"], name="change_of_task")]

    def __str__(self) -> str:
        return f"{self.task_id}.{self.field}"
