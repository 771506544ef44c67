"""Briefs, and whether who does the work has understood them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.clients.models import Goal, leads_work
from twinhelm.conversations.models import Call, Meeting, Message
from twinhelm.people.models import Member
from twinhelm.tasks.choices import ReworkCause, SkipCause
from twinhelm.tasks.models.tasks import Task


class BriefTemplateQuerySet(models.QuerySet["BriefTemplate"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None) if leads_work(member) else self.none()

    def deleted_for(self, member: Member) -> Self:
        return self.exclude(deleted_at=None) if leads_work(member) else self.none()

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class BriefTemplate(models.Model):
    """What briefs of one kind of work begin with."""

    name = models.CharField(max_length=120)
    """The kind of work."""
    what = models.TextField(blank=True)
    why = models.TextField(blank=True)
    criteria = models.JSONField(default=list, blank=True)
    """Acceptance criteria, one sentence each."""
    not_wanted = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = BriefTemplateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="brief_template_once", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name


class Brief(models.Model):
    """What is wanted of a task, why, and how one sees that it is done; where the wish came from."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="brief")
    what = models.TextField(blank=True)
    why = models.TextField(blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    criteria = models.JSONField(default=list, blank=True)
    """Acceptance criteria, one sentence each."""
    not_wanted = models.TextField(blank=True)
    references = models.JSONField(default=list, blank=True)
    """`[{"name": …, "url": …}]`; files hang at the task."""
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Where the wish came from; a scope item stands at the task."""
    template = models.ForeignKey(BriefTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)

    def __str__(self) -> str:
        return self.what[:60]


class BriefVersion(models.Model):
    """How a brief once read; kept whole, so that what changed can be shown."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    """`{"what", "why", "goal", "criteria", "not_wanted", "references"}`."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "version"], name="brief_version_once")]

    def __str__(self) -> str:
        return f"{self.brief_id} {self.version}"


class Understanding(models.Model):
    """What the assignee answered to a brief in own words, and whether the production side confirmed it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="understandings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    brief_version = models.PositiveIntegerField(default=0)
    """Which brief was answered; 0: there was none."""
    delivered = models.TextField()
    """What will be delivered."""
    checked = models.TextField()
    """How it will be checked."""
    answered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_at = models.DateTimeField(null=True, blank=True)
    why_back = models.CharField(max_length=1000, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    """When the brief changed or somebody else was assigned: it counts no more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "member"],
                name="understanding_once",
                condition=Q(reopened_at=None, sent_back_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.delivered[:60]


class Question(models.Model):
    """What the assignee needs to know before a task is understood."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["task"], name="question_open", condition=Q(answered_at=None, withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class Skip(models.Model):
    """Nobody had to answer the brief of a task, and why."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="skips")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    """Who was assigned."""
    cause = models.CharField(max_length=10, choices=SkipCause)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null: by rule."""
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task"], name="skip_once", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.cause}"


class SkipRule(models.Model):
    """Which tasks need no answer to their brief; there is one rule for the agency."""

    up_to_minutes = models.PositiveIntegerField(default=60)
    """Estimated at no more than this; 0: none is small."""
    is_own_skipped = models.BooleanField(default=True)
    """What somebody gives to themselves."""
    is_recurring_skipped = models.BooleanField(default=True)
    """What the same member understood the last time."""
    only_one = models.BooleanField(default=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only_one=True), name="skip_rule_only_one")]

    def __str__(self) -> str:
        return str(self.up_to_minutes)


class Rework(models.Model):
    """A task that was done was opened again, and why."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reworks")
    cause = models.CharField(max_length=13, choices=ReworkCause)
    note = models.CharField(max_length=500, blank=True)
    was_understood = models.BooleanField()
    """Whether the assignee had answered the brief and it was confirmed, as it was when the task was done."""
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who had done it."""
    spent_before = models.PositiveIntegerField(default=0)
    """Minutes on the task when it was opened again; what comes after is the cost."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="rework_at")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.cause}"
