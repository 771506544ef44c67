"""Whose word a measurement or a review waits for: what the bell says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member
from twinhelm.transition.choices import MeasurementState
from twinhelm.transition.models import Measurement, Review, ReviewComment, StaffAnswer, Transition
from twinhelm.transition.policies.measuring import ASKED_ROLES, is_asked
from twinhelm.transition.rules.measures import ANSWER_DAYS

MOST = 10


@dataclass(frozen=True, slots=True)
class Waits:
    """A measurement that asks the member how their work is, or a review that waits for them."""

    measurement: Measurement
    asks_how: bool
    review: Review | None


def what_waits(member: Member, at: datetime) -> Iterator[Waits]:
    """The team's five answers; of reviews, the wave's leads' words and an owner's decision. Cost: one query; none for finance."""
    if not member.is_active or not (leads_work(member) or member.holds(*ASKED_ROLES)):
        return
    asks_now = Q(asked_at__gt=at - timedelta(days=ANSWER_DAYS), has_answered=False)
    rows = (
        Measurement.objects.filter(programme__deleted_at=None)
        .exclude(state=MeasurementState.FAILED)
        .annotate(
            has_answered=Exists(StaffAnswer.objects.filter(measurement=OuterRef("pk"), member=member)),
            has_said=Exists(
                ReviewComment.objects.filter(review__measurement=OuterRef("pk"), by=member, deleted_at=None)
            ),
            leads_there=Exists(
                Transition.objects.filter(Q(account=member) | Q(production=member), wave=OuterRef("wave"))
            ),
        )
        .filter(asks_now | waits_for(member))
        .select_related("wave__review")
    )
    for one in rows.order_by("asked_at", "pk")[:MOST]:
        known = vars(one)
        asks_how = (
            not known["has_answered"] and is_asked(member, one) and one.asked_at > at - timedelta(days=ANSWER_DAYS)
        )
        review = getattr(one.wave, "review", None) if one.wave else None
        waits = leads_work(member) and review is not None and is_waiting(review, one, member, known)
        yield Waits(one, asks_how, review if waits else None)


def waits_for(member: Member) -> Q:
    if not leads_work(member):
        return Q(pk=None)
    is_open = Q(wave__review__decision="", state=MeasurementState.DONE)
    return is_open if member.is_owner else is_open & Q(has_said=False, leads_there=True)


def is_waiting(review: Review, one: Measurement, member: Member, known: dict[str, object]) -> bool:
    if review.decision or one.state != MeasurementState.DONE:
        return False
    return member.is_owner or bool(known["leads_there"] and not known["has_said"])
