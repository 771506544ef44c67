"""A member's week: rows by what the time was for, days beside what was agreed, the list of each day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from twinhelm.clients.models import Client
from twinhelm.conversations.models import Call, Conversation, Meeting
from twinhelm.people.models import Member
from twinhelm.people.queries.presence import days_of
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Task, TimeEntry, WeekSheet
from twinhelm.tasks.models.times import About
from twinhelm.tasks.queries.aims import THINGS, Aim
from twinhelm.tasks.rules.typed import as_clock

RELATED = (
    "task__project__client",
    "project__client",
    "client",
    "responsibility",
    "call__contact",
    "meeting",
    "conversation",
)
MOST_ROWS = 40
WORDS = "words"


@dataclass(slots=True)
class Row:
    """One thing that time was spent on."""

    key: str
    title: str
    under: str
    url: str
    minutes: list[int] = field(default_factory=lambda: [0] * 7)
    lines: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.minutes)

    @property
    def cells(self) -> list[str]:
        return [as_clock(minutes) for minutes in self.minutes]

    @property
    def line(self) -> str:
        """What Step 1 counts it as; empty: by its words."""
        return ", ".join(sorted(self.lines))


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what is booked beside what was agreed."""

    on: date
    booked: int
    there: int
    entries: Sequence[TimeEntry]


@dataclass(frozen=True, slots=True)
class Week:
    """What stands on a timesheet."""

    member: Member
    monday: date
    rows: Sequence[Row]
    days: Sequence[Day]
    sheet: WeekSheet | None

    @property
    def topic(self) -> str:
        """What an open page of it listens for."""
        return f"time:{self.member.pk}"

    @property
    def booked(self) -> int:
        return sum(day.booked for day in self.days)

    @property
    def there(self) -> int:
        return sum(day.there for day in self.days)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def booked_until(self, today: date) -> tuple[int, int]:
        """Booked and agreed, of the days until today."""
        past = [day for day in self.days if day.on <= today]
        return sum(day.booked for day in past), sum(day.there for day in past)


def week_of(member: Member, monday: date, *, more: Iterable[Row] = ()) -> Week:
    """more: rows without time, added by hand. Cost: six queries."""
    sunday = monday + timedelta(days=6)
    own = TimeEntry.objects.during(monday, sunday).filter(member=member, deleted_at=None)
    entries = list(own.select_related(*RELATED).order_by("on", "started_at", "pk"))
    there = {day.on: day.minutes for day in days_of([member], monday, sunday)[member.pk]}
    dates = [monday + timedelta(days=number) for number in range(7)]
    by_day = {on: [one for one in entries if one.on == on] for on in dates}
    days = [Day(on, sum(one.minutes for one in by_day[on]), there.get(on, 0), by_day[on]) for on in dates]
    sheet = WeekSheet.objects.select_related("settled_by").filter(member=member, week=monday).first()
    return Week(member, monday, rows_of(entries, monday, more), days, sheet)


def rows_of(entries: Iterable[TimeEntry], monday: date, more: Iterable[Row]) -> list[Row]:
    rows = {row.key: row for row in more}
    for one in entries:
        row = rows.setdefault(key_of(one), row_of(one))
        row.minutes[(one.on - monday).days] += one.minutes
        if one.responsibility:
            row.lines.add(one.responsibility.short_name)
    return sorted(rows.values(), key=lambda row: (row.under.casefold(), row.title.casefold()))


def key_of(row: About) -> str:
    """What tells rows apart; it can be read again by `aim_of_key`."""
    for name in ("task", "call", "meeting", "conversation", "project", "client"):
        if pk := getattr(row, f"{name}_id"):
            return f"{name}:{pk}"
    return f"{WORDS}:{row.text}"


def row_of(row: About) -> Row:
    title, under, url = words_of(row)
    return Row(key_of(row), title, under, url)


def words_of(row: About) -> tuple[str, str, str]:
    """What it is called, whose it is, where it stands. Needs: everything of RELATED loaded."""
    client = row.client.name if row.client else ""
    if row.task:
        return row.task.title, f"{row.task.project.name}, {client}", reverse("tasks:task", args=[row.task.pk])
    if row.call:
        return row.call.whom or row.text, client, reverse("conversations:call", args=[row.call.pk])
    if row.meeting:
        return row.meeting.title, client, reverse("conversations:meeting", args=[row.meeting.pk])
    if row.conversation:
        address = reverse("conversations:conversation", args=[row.conversation.pk])
        return row.conversation.subject or client, client, address
    if row.project:
        return row.project.name, client, reverse("projects:project", args=[row.project.pk])
    return (client, "", reverse("clients:client", args=[row.client.pk])) if row.client else (row.text, "", "")


def aim_of_key(key: str, member: Member) -> Aim | None:
    """What a row stands for; nothing where the member doesn't see it. Cost: one query."""
    name, _colon, rest = key.partition(":")
    if name == WORDS:
        return Aim(text=rest[:500]) if rest.strip() else None
    if name not in THINGS or not (rest.isascii() and rest.isdigit() and len(rest) < 19):
        return None
    thing = seen(name, int(rest), member)
    return Aim(**{name: thing}) if thing else None  # type: ignore[arg-type]


def seen(name: str, pk: int, member: Member) -> object:
    """What the member may see, or what they booked on before."""
    if name == "task":
        return Task.objects.visible_to(member).select_related("project__client", "responsibility").filter(pk=pk).first()
    if name == "project":
        return Project.objects.visible_to(member).select_related("client").filter(pk=pk).first()
    if name == "client":
        return Client.objects.visible_to(member).filter(pk=pk).first()
    if name == "call":
        return Call.objects.visible_to(member).with_names().filter(pk=pk).first()
    if name == "meeting":
        found = Meeting.objects.visible_to(member).select_related("client", "project__client", "responsibility")
        return found.filter(pk=pk).first()
    return Conversation.objects.visible_to(member).select_related("client", "project__client").filter(pk=pk).first()


def empty_rows(keys: Iterable[str], member: Member) -> list[Row]:
    """Rows that somebody wants to fill. Cost: one query each."""
    wanted = list(dict.fromkeys(keys))[:MOST_ROWS]
    return [row_of_aim(key, aim) for key in wanted if (aim := aim_of_key(key, member))]


def row_of_aim(key: str, aim: Aim) -> Row:
    project = aim.task.project if aim.task else aim.project
    client = project.client if project else aim.client
    about = TimeEntry(
        task=aim.task, call=aim.call, meeting=aim.meeting, conversation=aim.conversation,
        project=project, client=client, text=aim.text,
    )  # fmt: skip
    return Row(key, *words_of(about))


def keys_of_week(member: Member, monday: date) -> list[str]:
    """Rows of that week, to be filled again. Calls and meetings don't come twice. Cost: one query."""
    own = TimeEntry.objects.during(monday, monday + timedelta(days=6)).filter(member=member, deleted_at=None)
    keys = [key_of(one) for one in own.order_by("pk")]
    return [key for key in dict.fromkeys(keys) if not key.startswith(("call:", "meeting:"))]
