"""How it was before the change of Northlight, and the six-month review of its first wave: measured, and open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from twinhelm.config.demo.moved import Way
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.people.models import Member
from twinhelm.transition.actions.measuring import ask_for_baseline, measure
from twinhelm.transition.actions.reviews import open_review
from twinhelm.transition.models import Figure, Measurement, ReviewComment, StaffAnswer
from twinhelm.transition.rules.figures import told
from twinhelm.transition.rules.measures import MEASURES, PROMISE, PULSE, QUESTIONS, RESPONSE, SWITCHES, USUAL_WEEKS

SLOWER, RESTLESS, KEPT = 1.45, 1.2, 0.86
"""What was measured before the laundry list begins: answers took longer, switches were more, promises held less."""
ANSWERED = ("ana", "pim", "jonas", "mirela", "noor", "timo")
BEFORE_SCORES = (2, 3, 2, 3, 3)
NOW_SCORES = (4, 4, 4, 4, 3)
SAID = (
    ("Fjord Hotels", "ana", "Ingrid rings before things break now. I have the time to answer."),
    ("Fjord Hotels", "pim", "Nobody asks me for a price in the corridor any more. That alone is worth it."),
    (None, "mirela", "The first weeks cost us both. I would brief the makers a week earlier."),
)


def write(ways: Sequence[Way], members: Mapping[str, Member], at: datetime) -> None:
    first = ways[0].transition
    programme, began = first.programme, first.programme.started_at or at
    baseline = ask_for_baseline(programme, by=members["oda"], at=began)
    measured_as_then(baseline, at)
    answers(baseline, members, BEFORE_SCORES, began + timedelta(days=2))
    review = open_review(first.wave, by=None, at=at)
    if review.measurement:
        measure(review.measurement, at=at, tell=quietly)
        answers(review.measurement, members, NOW_SCORES, at - timedelta(hours=3))
    clients = {way.led.client.name: way.transition.client for way in ways}
    ReviewComment.objects.bulk_create(
        ReviewComment(
            review=review, client=clients[name] if name else None, by=members[key], text=text,
            at=at - timedelta(hours=5 - number),
        )
        for number, (name, key, text) in enumerate(SAID)
    )  # fmt: skip


def measured_as_then(baseline: Measurement, at: datetime) -> None:
    """The laundry list begins later than the baseline: the weeks that it has stand in, each a little worse."""
    then = {"first_on": baseline.first_on, "last_on": baseline.last_on, "asked_at": baseline.asked_at}
    known = whole_weeks_before(day_in(ZONE, at), USUAL_WEEKS)
    Measurement.objects.filter(pk=baseline.pk).update(first_on=known.first, last_on=known.last, asked_at=at)
    measure(baseline, at=at, tell=quietly)
    Measurement.objects.filter(pk=baseline.pk).update(**then, done_at=baseline.asked_at)
    rows = Figure.objects.filter(measurement=baseline, key__in=[one.key for one in (*WORSE, PULSE)])
    Figure.objects.bulk_update([as_then(row) for row in rows], ["value", "low", "high", "n", "blocks"])


WORSE = (RESPONSE, SWITCHES, PROMISE)


def as_then(row: Figure) -> Figure:
    measured = MEASURES[row.key]
    row.blocks = [] if measured == PULSE else [worse(row.key, block) for block in row.blocks or []]
    found = told(measured, row.blocks, draws=100)
    one = found.interval
    row.value, row.low, row.high, row.n = (
        (one.value, one.low, one.high, found.n) if one else (None, None, None, found.n)
    )
    return row


def worse(key: str, block: Any) -> Any:
    if key == RESPONSE.key:
        slower: dict[str, int] = {}
        for minutes, times in block.items():
            longer = str(round(int(minutes) * SLOWER))
            slower[longer] = slower.get(longer, 0) + times
        return slower
    if key == SWITCHES.key:
        return [block[0] * RESTLESS, *block[1:]]
    return [round(block[0] * KEPT), *block[1:]]


def answers(measurement: Measurement, members: Mapping[str, Member], scores: Sequence[int], at: datetime) -> None:
    StaffAnswer.objects.bulk_create(
        StaffAnswer(
            measurement=measurement, member=members[key], question=question, at=at,
            score=max(1, min(5, score + (number + turn) % 3 - 1)),
        )
        for number, key in enumerate(ANSWERED)
        for turn, (question, score) in enumerate(zip(QUESTIONS, scores, strict=True))
    )  # fmt: skip


def quietly(*, done: int, total: int) -> None:
    """Nobody watches."""
