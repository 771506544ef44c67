"""How clients fare: who waits too long, who is worried, what the pulse says, and what is overdue between two leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from django.db.models import Count, Max, Min

from twinhelm.clients.choices import ClientState, Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.conversations.models import Conversation
from twinhelm.foundation.clock import day_in
from twinhelm.inventory.models import Relook
from twinhelm.people.models import Member
from twinhelm.transition.models import JointReview, Pulse, Worry
from twinhelm.transition.rules.joint_reviews import days_since, is_overdue

LATELY = timedelta(days=91)
FEWEST = 5
"""Answers below which no mean is said."""
MUCH = 0.25
"""On a scale of five: from here on a pulse went up or down."""
AS_BEFORE = 3.0


@dataclass(frozen=True, slots=True)
class PulseTrend:
    """What contacts answered in the last quarter and in the one before."""

    lately: float | None
    """Mean of 1 to 5, where 3 is as before the change; None: too few answered."""
    before: float | None
    n: int

    @property
    def course(self) -> str:
        """up, down or steady; empty: nothing to compare with."""
        if self.lately is None or self.before is None:
            return ""
        apart = self.lately - self.before
        return "up" if apart >= MUCH else "down" if apart <= -MUCH else "steady"

    @property
    def is_worse_than_before(self) -> bool:
        return self.lately is not None and self.lately < AS_BEFORE


@dataclass(frozen=True, slots=True)
class Health:
    """What an owner should know of the clients today."""

    late: int
    """Conversations past their promised time."""
    late_since: datetime | None
    worries: list[Worry]
    pulse: PulseTrend
    returned: int
    """Decisions of who leads that came back to be looked at."""
    apart: int
    """Clients whose two leads have not looked at them together for too long."""
    longest_apart: int
    """Days, of the one with the longest."""

    @property
    def is_quiet(self) -> bool:
        return not (self.late or self.worries or self.returned or self.apart or self.pulse.is_worse_than_before)


def health_of(viewer: Member, *, at: datetime) -> Health:
    """Cost: six queries."""
    waiting = Conversation.objects.visible_to(viewer).waiting().awake(at).filter(answer_due_at__lt=at).order_by()
    late = waiting.aggregate(n=Count("pk"), since=Min("answer_due_at"))
    worries = Worry.objects.visible_to(viewer).open().select_related("transition__client", "contact").order_by("at")
    days = days_apart(viewer, day_in(viewer.zone, at))
    overdue = [one for one in days.values() if is_overdue(one)]
    return Health(
        late=late["n"],
        late_since=late["since"],
        worries=list(worries[:5]),
        pulse=pulse_trend(viewer, at),
        returned=Relook.objects.visible_to(viewer).open().count(),
        apart=len(overdue),
        longest_apart=max(overdue, default=0),
    )


def pulse_trend(viewer: Member, at: datetime) -> PulseTrend:
    """Cost: one query."""
    answered = Pulse.objects.visible_to(viewer).filter(score__isnull=False, answered_at__gt=at - 2 * LATELY)
    scores: dict[bool, list[int]] = {True: [], False: []}
    for score, moment in answered.values_list("score", "answered_at"):
        scores[moment > at - LATELY].append(score)
    means = {key: fmean(some) if len(some) >= FEWEST else None for key, some in scores.items()}
    return PulseTrend(means[True], means[False], len(scores[True]))


def days_apart(viewer: Member, today: date) -> Mapping[int, int]:
    """Days since the two leads of a client sat together, of clients with two. Cost: two queries."""
    going = Client.objects.visible_to(viewer).filter(state__in=(ClientState.ACTIVE, ClientState.RESTING))
    rows = ClientLead.objects.on(today).filter(client__in=going, part__in=(Part.ACCOUNT, Part.PRODUCTION))
    leads: dict[int, list[tuple[int, date]]] = {}
    for client, member, since in rows.values_list("client_id", "member_id", "from_on"):
        leads.setdefault(client, []).append((member, since))
    reviews = JointReview.objects.visible_to(viewer).order_by()
    last = dict(reviews.values_list("client").annotate(last=Max("on")))
    return {
        client: days_since(last.get(client), max(since for _member, since in both), today)
        for client, both in leads.items()
        if len({member for member, _since in both}) == 2
    }
