"""The laundry list itself, narrowed and page by page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries import whose
from twinhelm.worklog.rules.shares import Share

PAGE = 50
NO_DAY = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody wants to see; what is empty narrows nothing."""

    member: int | None = None
    first: date | None = None
    last: date | None = None
    family: str = ""
    line: str = ""
    source: int | None = None
    sorted_by: str = ""
    unsure: bool = False
    unsorted: bool = False
    client: str = ""
    words: str = ""
    of_client: int | None = None
    """Whatever name of the client the entries carry."""
    of_project: int | None = None

    def narrow(self, entries: QuerySet[WorkEntry]) -> QuerySet[WorkEntry]:
        conditions = {
            "member": self.member,
            "on__gte": self.first,
            "on__lte": self.last,
            "responsibility__family": self.family,
            "responsibility__key": self.line,
            "source": self.source,
            "sorted_by": self.sorted_by,
            "client_name": self.client,
            "text__icontains": self.words,
        }
        narrowed = entries.filter(**{key: value for key, value in conditions.items() if value not in (None, "")})
        if self.unsure:
            narrowed = narrowed.filter(is_unsure=True)
        return narrowed.filter(responsibility=None) if self.unsorted else narrowed


@dataclass(frozen=True, slots=True)
class Sums:
    """What the wanted entries come to."""

    entries: int
    share: Share
    untimed: int
    """Entries without a duration."""

    @property
    def minutes(self) -> int:
        """Sorted or not."""
        return self.share.minutes + self.share.unsorted


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and where the next ones begin."""

    entries: list[WorkEntry]
    after: str
    """Empty on the last page."""


def wanted_entries(viewer: Member, wanted: Wanted) -> QuerySet[WorkEntry]:
    """Of a client or project that the viewer doesn't see there are none."""
    found = wanted.narrow(WorkEntry.objects.visible_to(viewer).counted())
    client, project = of_whom(viewer, wanted)
    if wanted.of_client:
        found = whose.of_client(found, client) if client else found.none()
    if wanted.of_project:
        found = whose.of_project(found, project) if project else found.none()
    return found


def of_whom(viewer: Member, wanted: Wanted) -> tuple[Client | None, Project | None]:
    """What the list is narrowed to. Cost: one query for each that is asked for."""
    client = Client.objects.visible_to(viewer).filter(pk=wanted.of_client).first() if wanted.of_client else None
    projects = Project.objects.visible_to(viewer).select_related("client")
    return client, projects.filter(pk=wanted.of_project).first() if wanted.of_project else None


def sums_of(entries: QuerySet[WorkEntry]) -> Sums:
    """Cost: two queries, one of them over all of the entries; without a join, which would cost as much again."""
    client = list(Responsibility.objects.filter(family=Family.CLIENT).values_list("pk", flat=True))
    found = entries.aggregate(
        count=Count("pk"),
        timed=Count("minutes"),
        lasted=Sum("minutes"),
        client=Sum("minutes", filter=Q(responsibility_id__in=client)),
        unsorted=Sum("minutes", filter=Q(responsibility_id=None)),
    )
    minutes, client_minutes, unsorted = (found[name] or 0 for name in ("lasted", "client", "unsorted"))
    share = Share(client_minutes, minutes - client_minutes - unsorted, unsorted=unsorted)
    return Sums(found["count"], share, found["count"] - found["timed"])


def newest_first(entries: QuerySet[WorkEntry]) -> QuerySet[WorkEntry]:
    return entries.select_related("member", "responsibility", "source").order_by(F("on").desc(nulls_last=True), "-pk")


def page_of(entries: QuerySet[WorkEntry], after: str = "", *, size: int = PAGE) -> Page:
    """Keyset paging: the thousandth page costs what the first one does. Cost: one query."""
    if place := read_place(after):
        entries = entries.filter(beyond(*place))
    found = list(newest_first(entries)[: size + 1])
    return Page(found[:size], place_of(found[size - 1]) if len(found) > size else "")


def beyond(on: date | None, pk: int) -> Q:
    if on is None:
        return Q(on=None, pk__lt=pk)
    return Q(on__lt=on) | Q(on=on, pk__lt=pk) | Q(on=None)


def place_of(entry: WorkEntry) -> str:
    return f"{entry.on or NO_DAY}.{entry.pk}"


def read_place(after: str) -> tuple[date | None, int] | None:
    """What can't be read is the beginning."""
    day, _, pk = after.partition(".")
    try:
        return None if not pk else (None if day == NO_DAY else date.fromisoformat(day), int(pk))
    except ValueError:
        return None
