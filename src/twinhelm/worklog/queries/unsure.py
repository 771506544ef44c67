"""What waits in the unsure queue, at a glance."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import WorkEntry

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An entry and the lines that it may belong to, best guess first."""

    entry: WorkEntry
    guesses: list[Responsibility]


@dataclass(frozen=True, slots=True)
class Unsure:
    """The whole queue in two figures, and its largest entries."""

    entries: int
    minutes: int
    largest: list[Doubtful]


def unsure_of(viewer: Member) -> Unsure:
    """Cost: three queries, one when nothing waits."""
    waiting = WorkEntry.objects.visible_to(viewer).unsure()
    found = waiting.aggregate(count=Count("pk"), sum=Sum("minutes"))
    if not found["count"]:
        return Unsure(0, 0, [])
    largest = list(waiting.by_hours_at_stake().select_related("responsibility")[:SHOWN])
    lines = Responsibility.objects.in_bulk({pk for entry in largest for pk, _share in entry.alternatives})
    return Unsure(found["count"], found["sum"] or 0, [Doubtful(entry, guesses_of(entry, lines)) for entry in largest])


def guesses_of(entry: WorkEntry, lines: dict[int, Responsibility]) -> list[Responsibility]:
    first = [entry.responsibility] if entry.responsibility else []
    return [*first, *(lines[pk] for pk, _share in entry.alternatives if pk in lines)]
