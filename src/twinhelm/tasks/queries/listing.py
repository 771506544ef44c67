"""The list of tasks: grouped, sorted, a page at a time, with what a row says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _

from twinhelm.foundation.numbers import number_in
from twinhelm.people.models import Member
from twinhelm.tasks.choices import NOT_UNDERSTOOD, TaskState
from twinhelm.tasks.models import Block, Label, Task, TaskQuerySet
from twinhelm.tasks.queries.wanted import Wanted

PAGE = 60
FAR = date(9999, 12, 31)
LAST = "\uffff"
"""Sorts behind every name."""
GROUPS = ("due", "project", "state", "assignee", "none")
SORTS = ("due", "priority", "title", "estimate")
LOADED = (
    "title", "state", "priority", "starts_on", "due_on", "estimated_minutes", "remaining_minutes", "spent_minutes",
    "understanding", "understanding_since", "closed_at", "deleted_at", "version", "changed_at", "position", "parent",
    "made_by", "is_billable", "project__name", "project__client__name", "assignee__name", "assignee__portrait",
    "milestone__name",
)  # fmt: skip
STATE_ORDER = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(TaskState)))


@dataclass(frozen=True, slots=True)
class Manner:
    """How the list is grouped and sorted, and where its page begins."""

    group: str = "due"
    sort: str = "due"
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Manner":
        group, sort = asked.get("group", ""), asked.get("sort", "")
        return cls(
            group if group in GROUPS else "due",
            sort if sort in SORTS else "due",
            asked.get("after", ""),
        )

    @property
    def query_string(self) -> str:
        plain = Manner()
        return urlencode({n: getattr(self, n) for n in ("group", "sort") if getattr(self, n) != getattr(plain, n)})


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the list shows it."""

    task: Task
    labels: tuple[str, ...] = ()
    reason: str = ""
    """Why it is blocked; empty: it isn't."""
    subtasks: int = 0
    subtasks_done: int = 0

    @property
    def remaining(self) -> int | None:
        return remaining_of(self.task)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list."""

    parts: tuple[Part, ...]
    after: str
    """Where the next page begins; empty at the end."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the list says in a sentence."""

    all: int
    late: int
    unclear: int
    blocked: int
    unassigned: int
    gone: int
    """With people who have left."""


def wanted_tasks(member: Member, wanted: Wanted, today: date) -> TaskQuerySet:
    return wanted.narrow(Task.objects.visible_to(member), member, today)


def loaded(tasks: TaskQuerySet) -> TaskQuerySet:
    """With what a row needs, and no more."""
    return tasks.select_related("project__client", "assignee", "milestone").only(*LOADED)


def listing(member: Member, wanted: Wanted, manner: Manner, today: date) -> Listing:
    """Cost: four queries, one more behind the first page."""
    keys = keys_of(manner)
    found = loaded(wanted_tasks(member, wanted, today)).annotate(**keys)
    begin = place_of(member, manner.after, keys)
    if begin:
        found = found.filter(behind(tuple(keys), begin))
    page = list(found.order_by(*keys, "pk")[: PAGE + 1])
    rows = rows_of(page[:PAGE])
    return Listing(parts_of(rows, manner.group, today), str(page[PAGE - 1].pk) if len(page) > PAGE else "")


def every_row(member: Member, wanted: Wanted, manner: Manner, today: date) -> Iterator[Row]:
    """The whole list, a thousand at a time. Cost: four queries for each thousand."""
    keys = keys_of(manner)
    ids = list(wanted_tasks(member, wanted, today).annotate(**keys).order_by(*keys, "pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), 1000):
        some = ids[begin : begin + 1000]
        found = {one.pk: one for one in loaded(Task.objects.visible_to(member).filter(pk__in=some))}
        yield from rows_of([found[pk] for pk in some if pk in found])


def keys_of(manner: Manner) -> dict[str, Any]:
    """What the list is ordered by; none is ever null, so that a page can begin behind any row."""
    due = Coalesce("due_on", Value(FAR))
    by_group: dict[str, dict[str, Any]] = {
        "project": {"by_project": Lower("project__name"), "by_project_pk": F("project_id")},
        "state": {"by_state": STATE_ORDER},
        "assignee": {"by_name": Coalesce(Lower("assignee__name"), Value(LAST)), "by_pk": Coalesce("assignee_id", 0)},
        "due": {"by_due": due},
    }
    by_sort: dict[str, dict[str, Any]] = {
        "due": {"by_due": due, "by_priority": F("priority")},
        "priority": {"by_priority": F("priority"), "by_due": due},
        "title": {"by_title": Lower("title")},
        "estimate": {"by_estimate": Value(0) - Coalesce("estimated_minutes", 0)},
    }
    return {**by_group.get(manner.group, {}), **by_sort[manner.sort]}


def place_of(member: Member, after: str, keys: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What the last row of the page before is ordered by; one that is gone is the beginning."""
    pk = number_in(after)
    if not pk:
        return None
    found = Task.objects.visible_to(member).filter(pk=pk).annotate(**keys).values_list(*keys, "pk")
    return found.first()


def behind(names: Sequence[str], place: Sequence[Any]) -> Q:
    condition = Q(pk__gt=place[-1])
    for name, value in reversed(list(zip(names, place, strict=False))):
        condition = Q(**{f"{name}__gt": value}) | (Q(**{name: value}) & condition)
    return condition


def rows_of(page: Sequence[Task]) -> list[Row]:
    """Cost: three queries, however many."""
    ids = [one.pk for one in page]
    reasons = dict(Block.objects.filter(task__in=ids, lifted_at=None).values_list("task_id", "reason"))
    named: dict[int, list[str]] = {}
    through = Task.labels.through.objects.filter(task__in=ids).order_by("label__name")
    for task_id, name in through.values_list("task_id", "label__name"):
        named.setdefault(task_id, []).append(name)
    below = Task.objects.filter(parent__in=ids, deleted_at=None).order_by().values_list("parent_id")
    counted = below.annotate(n=Count("pk"), done=Count("pk", filter=Q(state=TaskState.DONE)))
    counts = {parent: (n, done) for parent, n, done in counted}
    return [
        Row(one, tuple(named.get(one.pk, ())), reasons.get(one.pk, ""), *counts.get(one.pk, (0, 0))) for one in page
    ]


def parts_of(rows: Sequence[Row], group: str, today: date) -> tuple[Part, ...]:
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(heading_of(row.task, group, today), []).append(row)
    return tuple(Part(name, tuple(some)) for name, some in parts.items())


def heading_of(task: Task, group: str, today: date) -> str:
    if group == "project":
        return f"{task.project.name}, {task.project.client.name}"
    if group == "state":
        return str(TaskState(task.state).label)
    if group == "assignee":
        return task.assignee.name if task.assignee else _("Nobody yet")
    return days_of(task, today) if group == "due" else ""


def days_of(task: Task, today: date) -> str:
    """The stretch in which a task is due."""
    if task.due_on is None:
        return _("Without a day")
    sunday = today + timedelta(days=6 - today.weekday())
    stretches = (
        (today - timedelta(days=1), _("Late") if task.is_open else _("Before today")),
        (today, _("Today")),
        (today + timedelta(days=1), _("Tomorrow")),
        (sunday, _("This week")),
        (sunday + timedelta(days=7), _("Next week")),
        (date.max, _("After that")),
    )
    return next(name for last_on, name in stretches if task.due_on <= last_on)


def remaining_of(task: Task) -> int | None:
    if task.remaining_minutes is not None:
        return task.remaining_minutes
    return None if task.estimated_minutes is None else max(0, task.estimated_minutes - task.spent_minutes)


def findings(member: Member, wanted: Wanted, today: date) -> Findings:
    """Cost: one query."""
    found = wanted_tasks(member, wanted, today).order_by()
    standing = Q(closed_at=None)
    is_blocked = Exists(Block.objects.filter(task=OuterRef("pk"), lifted_at=None))
    counts = found.aggregate(
        all=Count("pk"),
        late=Count("pk", filter=standing & Q(due_on__lt=today)),
        unclear=Count("pk", filter=standing & Q(understanding__in=NOT_UNDERSTOOD)),
        blocked=Count("pk", filter=standing & Q(is_blocked)),
        unassigned=Count("pk", filter=standing & Q(assignee=None)),
        gone=Count("pk", filter=standing & Q(assignee__is_active=False)),
    )
    return Findings(**counts)


def labels_of(member: Member) -> list[tuple[int, str]]:
    """Those that stand at tasks of the member. Cost: one query."""
    used = Task.labels.through.objects.filter(task__in=Task.objects.visible_to(member).values("pk"))
    return list(
        Label.objects.filter(pk__in=used.values("label")).order_by(Lower("name")).values_list("pk", "name")[:300]
    )
