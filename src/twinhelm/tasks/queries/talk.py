"""What is said at a task, and what somebody who follows tasks hasn't seen."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from twinhelm.clients.models import LEADING_ROLES
from twinhelm.people.models import Member, RoleGrant
from twinhelm.projects.models import ProjectLead, ProjectSeat
from twinhelm.tasks.models import Change, Comment, Mention, Task, TaskFile, Watcher
from twinhelm.tasks.rules.mentions import AT, is_at

LATEST = 200
ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what was said: plain words, somebody's name, or an address."""

    text: str
    member_id: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment with the pieces of its words."""

    comment: Comment
    lines: list[list[Piece]]

    @property
    def who(self) -> str:
        return self.comment.by_name or self.comment.by.name


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything that is said at a task."""

    said: list[Said]
    """Oldest first."""
    files: list[TaskFile]
    earlier: int
    """Comments before those."""


def talk_of(task: Task) -> Talk:
    """Cost: four queries, five where there is more than is shown."""
    standing = task.comments.filter(deleted_at=None)
    newest = list(standing.select_related("by").prefetch_related("mentions__member").order_by("-at", "-pk")[:LATEST])
    count = standing.count() if len(newest) == LATEST else len(newest)
    return Talk(
        said=[said_of(one) for one in reversed(newest)],
        files=list(task.files.filter(deleted_at=None).select_related("by").order_by("at", "pk")),
        earlier=count - len(newest),
    )


def said_of(comment: Comment) -> Said:
    names = {one.member_id: one.member.name for one in comment.mentions.all()}
    return Said(comment, [list(pieces(line, names)) for line in comment.text.split("\n")])


def pieces(line: str, names: dict[int, str]) -> Iterator[Piece]:
    """Plain words between names and addresses."""
    marks = sorted([*addresses(line), *people(line, names)], key=lambda one: one[0])
    begun = 0
    for start, end, piece in marks:
        if start < begun:
            continue
        if start > begun:
            yield Piece(line[begun:start])
        yield piece
        begun = end
    if begun < len(line):
        yield Piece(line[begun:])


def addresses(line: str) -> Iterator[tuple[int, int, Piece]]:
    for one in ADDRESS.finditer(line):
        yield one.start(), one.end(), Piece(one.group(), url=one.group())


def people(line: str, names: dict[int, str]) -> Iterator[tuple[int, int, Piece]]:
    ways = [(way.casefold(), pk) for pk, name in names.items() for way in (name, name.split()[0])]
    for mark in AT.finditer(line):
        rest = line[mark.end() :].casefold()
        for way, pk in sorted(ways, key=lambda pair: -len(pair[0])):
            if is_at(rest, way):
                end = mark.end() + len(way)
                yield mark.start(), end, Piece(line[mark.start() : end], member_id=pk)
                break


def who_sees(task: Task) -> QuerySet[Member]:
    """Who sees the task and can sign in: they can be named. Cost: none, it is one query."""
    granted = RoleGrant.objects.filter(member=OuterRef("pk"), role__in=LEADING_ROLES)
    sits = ProjectSeat.objects.filter(member=OuterRef("pk"), project=task.project_id, left_on=None)
    leads = ProjectLead.objects.filter(member=OuterRef("pk"), project=task.project_id, to_on=None)
    return Member.objects.able_to_sign_in().filter(Exists(granted) | Exists(sits) | Exists(leads)).by_name()


def unseen_mentions(member: Member) -> Iterable[Mention]:
    """Cost: one query."""
    seen = Task.objects.visible_to(member).values("pk")
    rows = Mention.objects.filter(member=member, seen_at=None, comment__deleted_at=None, comment__task__in=seen)
    return rows.select_related("comment__task", "comment__by").order_by("-comment__at", "-pk")


def news(member: Member) -> Iterable[Watcher]:
    """Tasks that the member follows and on which others did something since they looked. Cost: one query."""
    said = Comment.objects.filter(task=OuterRef("task"), deleted_at=None, at__gt=OuterRef("seen_at")).exclude(by=member)
    done = Change.objects.filter(task=OuterRef("task"), act__at__gt=OuterRef("seen_at")).exclude(act__by=member)
    added = TaskFile.objects.filter(task=OuterRef("task"), deleted_at=None, at__gt=OuterRef("seen_at")).exclude(
        by=member
    )
    seen = Task.objects.visible_to(member).values("pk")
    rows = Watcher.objects.filter(member=member, task__in=seen)
    return rows.filter(Exists(said) | Exists(done) | Exists(added)).select_related("task").order_by("-pk")
