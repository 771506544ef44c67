"""What an owner sees first: the split, the change, the health of clients and the load of leads."""

from dataclasses import dataclass
from datetime import datetime

from twinhelm.clients.models import Client
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.periods import Period
from twinhelm.insights.queries.health import Health, health_of
from twinhelm.inventory.queries.load_page import LoadPage, load_page
from twinhelm.people.models import Member
from twinhelm.transition.models import Programme, Review, Transition
from twinhelm.transition.queries.progress import Progress, following, progress_of
from twinhelm.transition.queries.stuck import Stuck, stuck_of
from twinhelm.worklog.queries.findings import Finding, finding
from twinhelm.worklog.queries.split import Split, split
from twinhelm.worklog.queries.weeks import USUAL_WEEKS, known_weeks


@dataclass(frozen=True, slots=True)
class Change:
    """The programme that is going on."""

    programme: Programme
    progress: Progress
    stuck: list[Stuck]
    following: list[Transition]
    reviews: list[Review]
    """Six-month reviews that wait for a decision."""


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """The split of the last weeks, and what it comes to."""

    period: Period
    split: Split
    finding: Finding


@dataclass(frozen=True, slots=True)
class Home:
    """Four answers; what nobody knows yet is None."""

    work: WhoDoesWhat | None
    change: Change | None
    health: Health
    load: LoadPage
    has_clients: bool

    @property
    def is_empty(self) -> bool:
        """A house in which nobody has said or brought in anything."""
        return self.work is None and self.change is None and not self.has_clients


def home_of(viewer: Member, *, at: datetime) -> Home:
    """Cost: forty queries at most, however many clients, members and entries."""
    return Home(
        work=work_of(viewer, at),
        change=change_of(viewer, at),
        health=health_of(viewer, at=at),
        load=load_page(day_in(viewer.zone, at)),
        has_clients=Client.objects.visible_to(viewer).exists(),
    )


def work_of(viewer: Member, at: datetime) -> WhoDoesWhat | None:
    """Cost: eight queries."""
    known = known_weeks(viewer)
    if known is None:
        return None
    period = known.latest(USUAL_WEEKS, day_in(viewer.zone, at))
    found = split(viewer, period)
    return WhoDoesWhat(period, found, finding(found))


def change_of(viewer: Member, at: datetime) -> Change | None:
    """Cost: nine queries."""
    programme = Programme.objects.visible_to(viewer).current().first()
    if programme is None:
        return None
    waiting = Review.objects.visible_to(viewer).open().filter(wave__programme=programme)
    return Change(
        programme,
        progress_of(programme, viewer, at=at),
        stuck_of(programme, viewer, at=at),
        following(programme, viewer),
        list(waiting.select_related("wave").order_by("due_on")),
    )
