"""A six-month review as its page, its file, its paper and its JSON show it: side by side, with what can be said of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.transition.choices import MeasurementState, TransitionState
from twinhelm.transition.models import Figure, Measurement, Review, ReviewComment, Transition
from twinhelm.transition.queries import measure_words as words
from twinhelm.transition.queries.measurements import baseline_of, latest_of_clients
from twinhelm.transition.queries.staff_answers import Turnout, blocks_of, changed_between, told_of, turnout
from twinhelm.transition.rules.figures import Told
from twinhelm.transition.rules.measures import CHANGE, COUNTED, MEASURES, OF_CLIENTS, STAFF, Measure, Unit, Verdict
from twinhelm.transition.rules.uncertainty import Interval

MOST_FINDINGS = 3
PAGE = 25
"""Clients on one page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure, before and six months on."""

    measure: Measure
    name: str
    how: str
    before: words.Value
    after: words.Value
    change: Interval | None
    change_said: str
    verdict: Verdict
    verdict_said: str
    rows_before: str = ""
    rows_after: str = ""

    @property
    def scale(self) -> tuple[float, float]:
        """From where to where the picture of the two intervals goes."""
        known = [one.interval for one in (self.before, self.after) if one.interval]
        if self.measure.unit == Unit.SHARE:
            return 0.0, 1.0
        if self.measure.unit == Unit.SCORE:
            return 1.0, 5.0
        highest = max((one.high for one in known), default=1.0)
        return 0.0, (highest or 1.0) * 1.05


@dataclass(slots=True)
class ClientRow:
    """One client of the wave."""

    transition: Transition
    lines: list[Line] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)

    @property
    def client(self) -> Client:
        return self.transition.client

    @property
    def is_back(self) -> bool:
        return self.transition.state == TransitionState.ROLLED_BACK

    @property
    def missing(self) -> list[Member]:
        """Leads who have not said anything to this client."""
        said = {one.by_id for one in self.comments}
        leads = {one.pk: one for one in (self.transition.account, self.transition.production) if one}
        return [one for pk, one in leads.items() if pk not in said]


@dataclass(slots=True)
class ReviewPage:
    """All that a review shows."""

    review: Review
    measurement: Measurement | None
    baseline: Measurement | None
    lines: list[Line]
    staff: list[Line]
    turnout: Turnout | None
    comments: list[ReviewComment]
    """On the whole wave."""
    lede: list[tuple[str, bool]]
    """Pieces, and whether each is a finding."""
    clients: int

    @property
    def is_measured(self) -> bool:
        return self.measurement is not None and self.measurement.state == MeasurementState.DONE

    @property
    def opened_early(self) -> bool:
        return self.review.opened_at.date() < self.review.due_on

    @property
    def by_chance(self) -> float:
        """Of so many differences of clients, as many look like more than chance by chance alone."""
        return self.clients * len(OF_CLIENTS) * 0.05


def review_page(review: Review, at: datetime) -> ReviewPage:
    """Cost: fourteen queries, however many clients.

    Needs: wave, programme, measurement and decided_by loaded.
    """
    measurement, baseline = review.measurement, baseline_of(review.wave.programme_id)
    if baseline and baseline.state != MeasurementState.DONE:
        baseline = None
    lines = wave_lines(review, measurement, baseline) if measurement else []
    staff = staff_lines(measurement, baseline, at) if measurement else []
    clients = Transition.objects.filter(wave=review.wave_id).exclude(state=TransitionState.TAKEN_OUT)
    return ReviewPage(
        review=review,
        measurement=measurement,
        baseline=baseline,
        lines=lines,
        staff=staff,
        turnout=turnout(measurement, at) if measurement else None,
        comments=list(
            ReviewComment.objects.filter(review=review, client=None, deleted_at=None)
            .select_related("by")
            .order_by("at", "pk")
        ),
        lede=lede_of(measurement, baseline, [*lines, *staff]),
        clients=clients.values("client").distinct().count(),
    )


def wave_lines(review: Review, measurement: Measurement, baseline: Measurement | None) -> list[Line]:
    """Cost: two queries."""
    after = figures_of(Figure.objects.filter(measurement=measurement, wave=review.wave_id))
    before = figures_of(Figure.objects.filter(measurement=baseline, wave=review.wave_id)) if baseline else {}
    return [line_of(one, before, after, measurement, baseline) for one in COUNTED]


def figures_of(rows: Iterable[Figure]) -> dict[str, Figure]:
    return {one.key: one for one in rows.defer("blocks")}  # type: ignore[attr-defined]


def line_of(
    measure: Measure,
    before: dict[str, Figure],
    after: dict[str, Figure],
    measurement: Measurement,
    baseline: Measurement | None,
    client_id: int | None = None,
) -> Line:
    changed = after.get(measure.key + CHANGE)
    now = after.get(measure.key)
    return worded(
        measure,
        words.value_of(measure, before.get(measure.key)),
        words.value_of(measure, now),
        words.interval_of(changed) if changed else None,
        (
            words.rows_of(measure, period_of(baseline), client_id) if baseline else "",
            words.rows_of(measure, period_of(measurement), client_id),
        ),
    )


def worded(
    measure: Measure, before: words.Value, after: words.Value, change: Interval | None, rows: tuple[str, str] = ("", "")
) -> Line:
    found, said = words.verdict_of(measure, change)
    return Line(
        measure=measure,
        name=words.name_of(measure),
        how=words.how(measure),
        before=before,
        after=after,
        change=change,
        change_said=words.change_said(measure, change),
        verdict=found,
        verdict_said=said,
        rows_before=rows[0],
        rows_after=rows[1],
    )


def period_of(measurement: Measurement) -> Period:
    return Period(measurement.first_on, measurement.last_on)


def staff_lines(measurement: Measurement, baseline: Measurement | None, at: datetime) -> list[Line]:
    """Cost: six queries."""
    now, then = blocks_of(measurement, at), blocks_of(baseline, at) if baseline else {}
    after, before = told_of(now), told_of(then)
    changes = changed_between(then, now) if baseline else {}
    return [
        worded(
            one,
            said_of(one, before.get(one.key)),
            said_of(one, after.get(one.key)),
            changes[one.key].interval if changes else None,
        )
        for one in STAFF
    ]


def said_of(measure: Measure, found: Told | None) -> words.Value:
    return words.worded(measure, found.interval, found.n) if found else words.NOTHING


def client_rows(page: ReviewPage, transitions: Sequence[Transition]) -> list[ClientRow]:
    """Cost: three queries, however many clients.

    Needs: client and leads loaded.
    """
    ids = [one.client_id for one in transitions]
    after = by_client(page.measurement, ids) if page.is_measured and page.measurement else {}
    before = by_client(page.baseline, ids) if page.baseline else {}
    said: dict[int | None, list[ReviewComment]] = defaultdict(list)
    comments = ReviewComment.objects.filter(review=page.review, client__in=ids, deleted_at=None)
    for one in comments.select_related("by").order_by("at", "pk"):
        said[one.client_id].append(one)
    return [
        ClientRow(one, lines_of_client(page, one.client_id, before, after), said[one.client_id]) for one in transitions
    ]


def lines_of_client(
    page: ReviewPage,
    client_id: int,
    before: dict[int, dict[str, Figure]],
    after: dict[int, dict[str, Figure]],
) -> list[Line]:
    if page.measurement is None or client_id not in after:
        return []
    then, now = before.get(client_id, {}), after[client_id]
    return [line_of(one, then, now, page.measurement, page.baseline, client_id) for one in OF_CLIENTS]


def by_client(measurement: Measurement | None, ids: Sequence[int]) -> dict[int, dict[str, Figure]]:
    found: dict[int, dict[str, Figure]] = defaultdict(dict)
    for first in range(0, len(ids), 500):
        rows = Figure.objects.filter(measurement=measurement, client__in=ids[first : first + 500]).defer("blocks")
        for one in rows:
            found[one.client_id or 0][one.key] = one
    return found


def transitions_of(review: Review) -> list[Transition]:
    """Of each client of the wave the latest, by name. Cost: one query."""
    rows = Transition.objects.filter(wave=review.wave_id, client__merged_into=None, client__deleted_at=None)
    rows = rows.exclude(state=TransitionState.TAKEN_OUT).select_related("client", "account", "production")
    return sorted(latest_of_clients(rows.order_by("client", "-pk")), key=lambda one: one.client.name.casefold())


def lede_of(
    measurement: Measurement | None, baseline: Measurement | None, lines: Sequence[Line]
) -> list[tuple[str, bool]]:
    if measurement is None or measurement.state != MeasurementState.DONE:
        return []
    if baseline is None:
        return [(_("There is no baseline, so nothing can be compared. These are the figures of today."), False)]
    clear = [line for line in lines if line.verdict in (Verdict.BETTER, Verdict.WORSE)]
    said: list[tuple[str, bool]] = []
    for line in clear[:MOST_FINDINGS]:
        sentence = words.capitalised(words.finding(line.measure, line.before, line.after))
        said.append((_("%(finding)s.") % {"finding": sentence}, True))
    if clear:
        said.append((_("That is more than chance.") if len(clear) == 1 else _("These are more than chance."), False))
    counted = [line for line in lines if line.measure.key in MEASURES and not line.measure.key.startswith("staff_")]
    unclear = [line.name.lower() for line in counted if line.verdict == Verdict.UNCLEAR]
    if unclear:
        names = words.capitalised(words.listed(unclear))
        said.append((_("%(names)s can’t be told apart from before.") % {"names": names}, not clear))
    if not clear and not unclear:
        said.append((_("Too little is known on either side to compare."), True))
    return said
