"""Writes what an act changes in tasks: the rows, what each field was and became, the events, the word to open pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from twinhelm.foundation.events import Event, announce_all
from twinhelm.people.models import Member
from twinhelm.tasks.actions import readiness
from twinhelm.tasks.actions.labelling import labels_of, put_labels
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.choices import CLOSED, ActKind
from twinhelm.tasks.events import work as events
from twinhelm.tasks.models import Act, Change, Task

EACH = 500
"""So many tasks are named in one event."""
GIVING = ("assignee", "estimated_minutes", "recurrence")
"""What says anew whether a task has to be understood."""


@dataclass(slots=True)
class Writing:
    """One act on its way into the database. wishes: by task, the value that each field shall have."""

    act: Act
    tasks: Sequence[Task]
    wishes: Mapping[int, Mapping[str, Any]]
    by: Member
    at: datetime
    changes: list[Change] = field(default_factory=list)
    by_field: dict[str, list[Task]] = field(default_factory=dict)
    """Which tasks changed in it."""
    whose: set[int] = field(default_factory=set)
    """Assignees before the act, whose pages change too."""

    def write(self) -> Act:
        before = labels_of([task.pk for task in self.tasks if "labels" in self.wishes.get(task.pk, {})])
        for task in self.tasks:
            self.change(task, before.get(task.pk, []))
        touched = self.touched()
        if not touched:
            return self.act
        self.store(touched)
        Change.objects.bulk_create(self.changes, batch_size=5000)
        readiness.settle(self.touched(*GIVING), at=self.at, by=self.by)
        announce_all(self.told(), by=self.by, at=self.at)
        tell_pages(touched, at=self.at, before=self.whose)
        return self.act

    def change(self, task: Task, labels_before: Sequence[str]) -> None:
        """In memory; nothing if all is as wished."""
        changed: list[Change] = []
        for name, wished in self.wishes.get(task.pk, {}).items():
            was, shall = plain(labels_before if name == "labels" else stored(task, name)), plain(wished)
            if was == shall:
                continue
            changed.append(Change(act=self.act, task=task, field=name, before=was, after=shall))
            self.by_field.setdefault(name, []).append(task)
            if name == "assignee" and task.assignee_id:
                self.whose.add(task.assignee_id)
            if name != "labels":
                setattr(task, name if isinstance(wished, models.Model) else attname(name), wished)
        if not changed:
            return
        self.follow(task, {one.field for one in changed})
        task.version += 1
        task.changed_at = self.at
        for one in changed:
            one.version = task.version
        self.changes += changed

    def follow(self, task: Task, names: set[str]) -> None:
        """What goes along with a field."""
        if "state" in names:
            task.closed_at = (task.closed_at or self.at) if task.state in CLOSED else None
        if "assignee" in names:
            readiness.given(task)

    def touched(self, *names: str) -> list[Task]:
        found = {t.pk: t for name in names or self.by_field for t in self.by_field.get(name, ())}
        return [task for task in self.tasks if task.pk in found]

    def store(self, touched: Sequence[Task]) -> None:
        names = {name for name in self.by_field if name != "labels"} | {"version", "changed_at"}
        names |= {"closed_at"} if "state" in names else set()
        names |= {"understanding", "understanding_since"} if "assignee" in names else set()
        if len(touched) == 1:
            touched[0].save(update_fields=sorted(names))
        else:
            self.store_many(touched, names)
        if relabelled := self.touched("labels"):
            put_labels({task.pk: self.wishes[task.pk]["labels"] for task in relabelled}, at=self.at)

    def store_many(self, touched: Sequence[Task], names: set[str]) -> None:
        """What all get alike is one plain statement; the rest goes row by row in one."""
        alike = {name for name in names if len({stored(task, name) for task in touched}) == 1}
        differing = sorted(names - alike - {"version"})
        same: dict[str, Any] = {attname(name): stored(touched[0], name) for name in alike - {"version"}}
        keys = [task.pk for task in touched]
        Task.objects.filter(pk__in=keys).update(**same, version=models.F("version") + 1)
        if differing:
            Task.objects.bulk_update(touched, differing, batch_size=EACH)

    def told(self) -> list[Event]:
        fields = sorted(set(self.by_field) - {"position"})
        closed = [task for task in self.touched("state") if task.closed_at]
        was_closed = {c.task_id for c in self.changes if c.field == "state" and c.before in CLOSED}
        deleted = [task for task in self.touched("deleted_at") if task.deleted_at]
        back = [task for task in self.touched("deleted_at") if not task.deleted_at]
        facts: list[Event] = []
        if others := [name for name in fields if name != "deleted_at"]:
            rows = self.touched(*others)
            facts += [events.TasksChanged(subject_id=self.act.pk, task_ids=some, fields=others) for some in parts(rows)]
        facts += self.many(events.TasksAssigned, self.touched("assignee"))
        facts += self.many(events.TasksClosed, [task for task in closed if task.pk not in was_closed])
        facts += self.many(
            events.TasksReopened, [t for t in self.touched("state") if not t.closed_at and t.pk in was_closed]
        )
        return facts + self.many(events.TasksDeleted, deleted) + self.many(events.TasksPutBack, back)

    def many(self, event: type[events.TasksEvent], tasks: Sequence[Task]) -> list[Event]:
        return [event(subject_id=self.act.pk, task_ids=some) for some in parts(tasks)]


def write(
    kind: ActKind,
    tasks: Sequence[Task],
    wishes: Mapping[int, Mapping[str, Any]],
    *,
    undoes: Act | None = None,
    by: Member,
    at: datetime,
) -> Act:
    """Cost: constant, but for a statement more by five hundred rows with values of their own.

    Needs: an open transaction, the tasks locked, everything refused that is to be refused.
    """
    act = Act.objects.create(kind=kind, by=by, at=at, undoes=undoes)
    return Writing(act, tasks, wishes, by, at).write()


def parts(tasks: Sequence[Task]) -> Iterable[list[int]]:
    keys = [task.pk for task in tasks]
    return [keys[first : first + EACH] for first in range(0, len(keys), EACH)]


def attname(name: str) -> str:
    return Task._meta.get_field(name).attname  # type: ignore[union-attr]


def stored(task: Task, name: str) -> Any:
    """Rows by key: asking for the row itself would load it."""
    return getattr(task, attname(name))


def plain(value: Any) -> Any:
    """As it stands in a `Change`: rows by key, days as text."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, list | tuple) else value
