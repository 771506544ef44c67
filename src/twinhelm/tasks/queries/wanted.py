"""Which tasks are wanted: the filters that list, board, timeline, CSV and API share, as they stand in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from twinhelm.people.models import Member
from twinhelm.tasks.choices import CLOSED, NOT_UNDERSTOOD, Clarity, Priority, TaskState
from twinhelm.tasks.models import OPEN, Block, TaskQuerySet

ME, NOBODY, GONE = "me", "nobody", "gone"
OPEN_ONES, CLOSED_ONES, ALL = "", "closed", "all"
LATE, THIS_WEEK, NEXT_WEEK, UNDATED = "late", "week", "next", "none"
UNCLEAR = "unclear"
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty: no matter."""

    project: str = ""
    client: str = ""
    assignee: str = ""
    """A member's key, `me`, `nobody`, or `gone` for whoever has left."""
    state: str = OPEN_ONES
    """A state, `closed` or `all`; empty: every open one."""
    priority: str = ""
    label: str = ""
    milestone: str = ""
    skill: str = ""
    parent: str = ""
    due: str = ""
    """`late`, `week`, `next` or `none`."""
    understanding: str = ""
    """One of the clarities, or `unclear` for all that are not understood."""
    blocked: str = ""
    """`1`: only those."""
    words: str = ""
    """Part of the title."""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """What can't be meant is left out."""
        given = {one.name: str(asked.get(one.name, "")).strip()[:100] for one in fields(cls)}
        for name in ("project", "client", "label", "milestone", "skill", "parent"):
            given[name] = given[name] if is_key(given[name]) else ""
        if given["assignee"] not in (ME, NOBODY, GONE) and not is_key(given["assignee"]):
            given["assignee"] = ""
        if given["state"] not in (*TaskState.values, CLOSED_ONES, ALL):
            given["state"] = OPEN_ONES
        if given["priority"] not in map(str, Priority.values):
            given["priority"] = ""
        if given["understanding"] not in (*Clarity.values, UNCLEAR):
            given["understanding"] = ""
        return cls(**given)

    @property
    def query_string(self) -> str:
        """As it stands in an address after the question mark; nothing for what is no matter."""
        return urlencode({one.name: value for one in fields(self) if (value := getattr(self, one.name))})

    def but(self, **other: str) -> Self:
        return replace(self, **other)

    def narrow(self, tasks: TaskQuerySet, member: Member, today: date) -> TaskQuerySet:
        """today: in the zone of whoever looks. Cost: none, it is one query with the rest."""
        found = self.by_state(tasks)
        keys = {"project": self.project, "project__client": self.client, "milestone": self.milestone}
        keys |= {"skill": self.skill, "parent": self.parent, "labels": self.label, "priority": self.priority}
        found = found.filter(**{name: int(value) for name, value in keys.items() if value})
        found = self.by_assignee(found, member)
        found = self.by_due(found, today)
        found = self.by_understanding(found)
        if self.blocked:
            found = found.filter(Exists(Block.objects.filter(task=OuterRef("pk"), lifted_at=None)))
        return found.filter(title__icontains=self.words) if self.words else found

    def by_state(self, tasks: TaskQuerySet) -> TaskQuerySet:
        if self.state == ALL:
            return tasks
        if self.state == CLOSED_ONES:
            return tasks.filter(state__in=CLOSED)
        return tasks.filter(state=self.state) if self.state else tasks.filter(OPEN)

    def by_assignee(self, tasks: TaskQuerySet, member: Member) -> TaskQuerySet:
        if not self.assignee:
            return tasks
        if self.assignee == NOBODY:
            return tasks.filter(assignee=None)
        if self.assignee == GONE:
            return tasks.filter(assignee__is_active=False)
        return tasks.filter(assignee=member.pk if self.assignee == ME else int(self.assignee))

    def by_due(self, tasks: TaskQuerySet, today: date) -> TaskQuerySet:
        monday = today - timedelta(days=today.weekday())
        if self.due == LATE:
            return tasks.late(today)
        if self.due == THIS_WEEK:
            return tasks.filter(due_on__gte=monday, due_on__lt=monday + timedelta(days=7))
        if self.due == NEXT_WEEK:
            return tasks.filter(due_on__gte=monday + timedelta(days=7), due_on__lt=monday + timedelta(days=14))
        return tasks.filter(due_on=None) if self.due == UNDATED else tasks

    def by_understanding(self, tasks: TaskQuerySet) -> TaskQuerySet:
        if self.understanding == UNCLEAR:
            return tasks.filter(understanding__in=NOT_UNDERSTOOD)
        return tasks.filter(understanding=self.understanding) if self.understanding else tasks


def topic_of(wanted: Wanted, member: Member) -> str:
    """What a list of one project or one person listens for as a whole; empty: only its rows do, each for its task."""
    if is_key(wanted.project):
        return f"project:{wanted.project}"
    if wanted.assignee == ME:
        return f"member:{member.pk}"
    return f"member:{wanted.assignee}" if is_key(wanted.assignee) else ""


def is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value) <= LARGEST
