"""Tasks as plain rows, straight from the database to other programs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from twinhelm.tasks.models import Block, Task

COLUMNS = (
    "pk", "title", "state", "priority", "project_id", "project__name", "project__client_id", "project__client__name",
    "parent_id", "assignee_id", "assignee__name", "skill_id", "responsibility_id", "milestone_id", "scope_item_id",
    "starts_on", "due_on", "estimated_minutes", "remaining_minutes", "spent_minutes", "is_billable", "position",
    "understanding", "understanding_since", "is_blocked", "made_at", "changed_at", "closed_at", "version",
)  # fmt: skip


class PlainTask(msgspec.Struct, frozen=True):
    """One task, in the order of `COLUMNS`."""

    id: int
    title: str
    state: str
    priority: int
    project_id: int
    project: str
    client_id: int
    client: str
    parent_id: int | None
    assignee_id: int | None
    assignee: str | None
    skill_id: int | None
    responsibility_id: int | None
    milestone_id: int | None
    scope_item_id: int | None
    starts_on: date | None
    due_on: date | None
    estimated_minutes: int | None
    remaining_minutes: int | None
    spent_minutes: int
    is_billable: bool
    position: int
    understanding: str
    understanding_since: datetime | None
    is_blocked: bool
    made_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    version: int
    labels: list[str]


class PlainPage(msgspec.Struct, frozen=True):
    """Some tasks, and where the next ones begin."""

    rows: list[PlainTask]
    next: str | None


def plain_rows(tasks: QuerySet[Task]) -> list[PlainTask]:
    """Cost: two queries."""
    blocked = Exists(Block.objects.filter(task=OuterRef("pk"), lifted_at=None))
    found = list(tasks.annotate(is_blocked=blocked).values_list(*COLUMNS))
    labels = labels_by_task([row[0] for row in found])
    return [PlainTask(*row, labels.get(row[0], [])) for row in found]  # type: ignore[call-arg]  # by COLUMNS


def labels_by_task(keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, name in label_rows(keys):
        found.setdefault(key, []).append(name)
    return found


def label_rows(keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    rows = Task.labels.through.objects.filter(task_id__in=keys).order_by("label__name")
    yield from rows.values_list("task_id", "label__name")
