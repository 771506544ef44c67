"""What people say at a task, the files they add, and who follows it."""

from typing import Self

from django.db import models

from twinhelm.people.models import Member
from twinhelm.tasks.models.tasks import Task


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None, task__in=Task.objects.visible_to(member).values("pk"))


class Comment(models.Model):
    """What somebody said at a task, for the inside."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    """Of somebody who isn't a member, where it was brought in; else empty."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the page that was clicked: a second click says nothing twice."""
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="comment_once", condition=~models.Q(key="")),
            models.UniqueConstraint(
                fields=["task", "source_key"], name="comment_brought_once", condition=~models.Q(source_key="")
            ),
        ]
        indexes = [models.Index(fields=["task", "at"], name="comment_of_task")]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """Somebody was named in a comment, and whether they have seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="mention_once")]
        indexes = [models.Index(fields=["member"], name="mention_unseen", condition=models.Q(seen_at=None))]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.member_id}"


class Watcher(models.Model):
    """Somebody who wants to know what becomes of a task, and up to when they know."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="watchers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "member"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.member_id}"


class TaskFileQuerySet(models.QuerySet["TaskFile"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None, task__in=Task.objects.visible_to(member).values("pk"))


class TaskFile(models.Model):
    """A file at a task: a reference of its brief, or something that was made."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=120, unique=True)
    """Where it lies below the files folder."""
    media_type = models.CharField(max_length=100)
    """By its content, not by its name."""
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = TaskFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["task", "at"], name="file_of_task")]

    def __str__(self) -> str:
        return self.name
