"""Booked hours over a period, by project, client, person or responsibility, and as single entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Task, TimeEntry, reads_everybodys_time
from twinhelm.tasks.models.times import TimeEntryQuerySet
from twinhelm.tasks.queries.wanted import is_key

BY = {
    "project": ("project", "project__name", "client__name"),
    "client": ("client", "client__name"),
    "person": ("member", "member__name"),
    "responsibility": ("responsibility", "responsibility__name"),
}
"""What hours are summed by, and how that is called."""
MOST = 500
LARGEST_SPAN = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which time; empty: no matter."""

    first: date
    last: date
    by: str = "project"
    project: str = ""
    client: str = ""
    member: str = ""
    billable: str = ""
    """`1` or `0`."""

    @classmethod
    def of(cls, asked: Mapping[str, str], today: date) -> Self:
        """What can't be meant is left out."""
        last = day_in(asked.get("last", ""), today)
        first = min(last, max(day_in(asked.get("first", ""), last.replace(day=1)), last - LARGEST_SPAN))
        keys = {name: asked.get(name, "") for name in ("project", "client", "member")}
        by, billable = asked.get("by", ""), asked.get("billable", "")
        return cls(
            first,
            last,
            by if by in BY else "project",
            billable=billable if billable in ("0", "1") else "",
            **{name: value if is_key(value) else "" for name, value in keys.items()},
        )

    def narrow(self, member: Member) -> TimeEntryQuerySet:
        found = TimeEntry.objects.visible_to(member).during(self.first, self.last)
        keys = {"project": self.project, "client": self.client, "member": self.member}
        found = found.filter(**{name: int(value) for name, value in keys.items() if value})
        return found.filter(is_billable=self.billable == "1") if self.billable else found


def menus_of(viewer: Member, wanted: Wanted) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """What the hours can be narrowed to, by name; of what the viewer sees. Cost: three queries."""
    projects = Project.objects.visible_to(viewer).select_related("client").order_by("client__name", "name")
    clients = Client.objects.visible_to(viewer).order_by("name")
    offered: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("client", _("Client"), [(str(pk), name) for pk, name in clients.values_list("pk", "name")[:MOST]]),
        ("project", _("Project"), [(str(one.pk), f"{one.client.name} · {one.name}") for one in projects[:MOST]]),
    ]
    if reads_everybodys_time(viewer):
        people = Member.objects.active().by_name().values_list("pk", "name")
        offered.append(("member", _("Person"), [(str(pk), name) for pk, name in people[:MOST]]))
    return [
        (key, label, [(value, name, value == getattr(wanted, key)) for value, name in choices])
        for key, label, choices in offered
    ]


def day_in(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return otherwise


@dataclass(frozen=True, slots=True)
class Line:
    """Hours of one project, client, person or responsibility."""

    name: str
    minutes: int
    billable: int


def lines_of(member: Member, wanted: Wanted) -> list[Line]:
    """Most first; projects of one name stay apart. Cost: one query."""
    columns = BY[wanted.by]
    found = wanted.narrow(member).order_by().values_list(*columns)
    sums = found.annotate(total=Sum("minutes"), billed=Sum("minutes", filter=Q(is_billable=True)))
    otherwise = _("Sorted by its words") if wanted.by == "responsibility" else _("None")
    return [
        Line(" · ".join(filter(None, said)) or otherwise, minutes, billable or 0)
        for _key, *said, minutes, billable in sums.order_by("-total", *columns[1:], columns[0])[:MOST]
    ]


def estimates_of(member: Member, wanted: Wanted) -> list[Task]:
    """Tasks with an estimate that time was booked on, the furthest over it first. Cost: one query."""
    booked = wanted.narrow(member).exclude(task=None).values("task")
    seen = Task.objects.visible_to(member).filter(pk__in=booked, estimated_minutes__gt=0)
    found = sorted(
        seen.select_related("project").order_by("-spent_minutes")[:MOST],
        key=lambda one: (one.estimated_minutes or 0) - one.spent_minutes,
    )
    return found[:20]


def csv_rows(member: Member, wanted: Wanted) -> Iterator[list[object]]:
    """Cost: one query, read in pieces."""
    names = ("on", "member__name", "client__name", "project__name", "task__title", "text", "responsibility__name")
    entries = wanted.narrow(member).order_by("on", "pk")
    rows = entries.values_list(*names, "minutes", "started_at", "ended_at", "is_billable").iterator(chunk_size=2000)
    for *said, minutes, began, ended, billable in rows:
        times = [one.astimezone(member.zone).strftime("%H:%M") if one else "" for one in (began, ended)]
        yield [*(one or "" for one in said), minutes, *times, _("yes") if billable else _("no")]
