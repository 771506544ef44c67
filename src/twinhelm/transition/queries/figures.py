"""Figures of a measurement as they come from what was counted, before they are stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Agency
from twinhelm.transition.choices import MeasurementKind, MeasurementState
from twinhelm.transition.models import Figure, Measurement, Transition
from twinhelm.transition.queries.measured_clients import Span, counted_clients
from twinhelm.transition.queries.measured_people import People, leads_of_transitions
from twinhelm.transition.queries.measurements import baseline_of, latest_of_clients, measured_transitions
from twinhelm.transition.rules.figures import Blocks, Told, changed, summed, together, told
from twinhelm.transition.rules.measures import CHANGE, MEASURES, OF_CLIENTS, OF_PEOPLE, SHARE
from twinhelm.transition.rules.uncertainty import Interval, Sums, interval, share_of

DRAWS_OF_CLIENTS = 200
"""Fewer draws for each of a thousand clients than for all of them."""
LEAST_WEEKS_OF_LEAD = 4
SEED = 1729


@dataclass
class Counting:
    """What is being measured: of whom, in which weeks, and beside which baseline."""

    measurement: Measurement
    span: Span
    transitions: list[Transition]
    baseline: Measurement | None
    client_ids: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.client_ids = [one.client_id for one in self.transitions]

    @classmethod
    def begin(cls, measurement: Measurement) -> "Counting":
        """Cost: three queries."""
        period = Period(measurement.first_on, measurement.last_on)
        span = Span(period, Agency.objects.first() or Agency(), measurement.asked_at)
        transitions = latest_of_clients(measured_transitions(measurement))
        return cls(measurement, span, transitions, to_compare_with(measurement))

    def clients_left(self) -> list[int]:
        """Cost: one query."""
        rows = Figure.objects.filter(measurement=self.measurement, key=OF_CLIENTS[0].key, client__isnull=False)
        known = set(rows.values_list("client_id", flat=True))
        return [pk for pk in self.client_ids if pk not in known]


def to_compare_with(measurement: Measurement) -> Measurement | None:
    """The baseline, once it is done. Cost: one query."""
    if measurement.kind == MeasurementKind.BASELINE:
        return None
    found = baseline_of(measurement.programme)
    return found if found and found.state == MeasurementState.DONE else None


def figures_of_clients(counting: Counting, client_ids: Sequence[int]) -> list[Figure]:
    """Cost: nine queries."""
    since = counting.measurement.programme.started_at if is_review(counting) else None
    counted = counted_clients(client_ids, counting.span, since)
    before = blocks_by_client(counting.baseline, client_ids) if counting.baseline else {}
    found = []
    for pk in client_ids:
        for measure in OF_CLIENTS:
            now, then = counted[pk][measure.key], before.get(pk, {}).get(measure.key, [])
            found.append(figure(counting, measure.key, told(measure, now, draws=DRAWS_OF_CLIENTS), now, client_id=pk))
            if counting.baseline:
                apart = changed(measure, then, now, draws=DRAWS_OF_CLIENTS)
                found.append(figure(counting, measure.key + CHANGE, apart, None, client_id=pk))
    return found


def is_review(counting: Counting) -> bool:
    return counting.measurement.kind == MeasurementKind.REVIEW


def blocks_by_client(measurement: Measurement, client_ids: Sequence[int]) -> dict[int, dict[str, Blocks]]:
    """Cost: one query for five hundred clients."""
    found: dict[int, dict[str, Blocks]] = defaultdict(dict)
    for first in range(0, len(client_ids), 500):
        rows = Figure.objects.filter(measurement=measurement, client__in=client_ids[first : first + 500])
        for pk, key, blocks in rows.filter(key__in=KEYS).values_list("client_id", "key", "blocks"):
            found[pk][key] = blocks or []
    return found


KEYS = [measure.key for measure in OF_CLIENTS]


def figures_of_everybody(counting: Counting) -> list[Figure]:
    """Of each wave and of all; and the share of client work of each lead. Cost: twelve queries and one for each wave."""
    by_client = blocks_by_client(counting.measurement, counting.client_ids)
    scopes: dict[int | None, list[Transition]] = defaultdict(list)
    for one in counting.transitions:
        scopes[one.wave_id].append(one)
    if not is_review(counting):
        scopes[None] = counting.transitions
    leads = {wave: leads_of_transitions(moving, counting.span.period) for wave, moving in scopes.items()}
    everybody = sorted({pk for ids in leads.values() for pk in ids})
    people = People(everybody, counting.span.period)
    before = blocks_by_wave(counting.baseline) if counting.baseline else {}
    found = figures_of_leads(counting, people, everybody)
    for wave, moving in scopes.items():
        clients = [by_client.get(one.client_id, {}) for one in moving]
        blocks = {one.key: together(one, (each.get(one.key, []) for each in clients)) for one in OF_CLIENTS}
        blocks |= {one.key: people.blocks(one.key, leads[wave]) for one in OF_PEOPLE}
        found += figures_of_scope(counting, blocks, before.get(wave, {}), wave)
    return found


def blocks_by_wave(measurement: Measurement) -> dict[int | None, dict[str, Blocks]]:
    """Cost: one query."""
    found: dict[int | None, dict[str, Blocks]] = defaultdict(dict)
    rows = Figure.objects.filter(measurement=measurement, client=None, member=None)
    for wave, key, blocks in rows.values_list("wave_id", "key", "blocks"):
        found[wave][key] = blocks or []
    return found


def figures_of_scope(
    counting: Counting, blocks: dict[str, Blocks], before: dict[str, Blocks], wave: int | None
) -> list[Figure]:
    found = []
    for key, now in blocks.items():
        measure = MEASURES[key]
        found.append(figure(counting, key, told(measure, now), now, wave_id=wave))
        if counting.baseline:
            apart = changed(measure, before.get(key) or [], now)
            found.append(figure(counting, key + CHANGE, apart, None, wave_id=wave))
    return found


def figures_of_leads(counting: Counting, people: People, member_ids: Iterable[int]) -> list[Figure]:
    return [
        figure(counting, SHARE, share_told(people.shares[pk]), None, member_id=pk)
        for pk in member_ids
        if pk in people.shares
    ]


def share_told(weeks: Blocks) -> Told:
    """The share of client work of one lead, over their weeks with hours."""
    n = sum(any(week) for week in weeks)
    client, project = summed(weeks)
    if n < LEAST_WEEKS_OF_LEAD or not client + project:
        return Told(None, n)
    return Told(interval(Sums([(one, one + other) for one, other in weeks], share_of), seed=SEED), n)


def figure(
    counting: Counting,
    key: str,
    found: Told,
    blocks: Blocks | None,
    **about: int | None,
) -> Figure:
    one: Interval | None = found.interval
    return Figure(
        measurement=counting.measurement,
        key=key,
        value=one.value if one else None,
        low=one.low if one else None,
        high=one.high if one else None,
        n=found.n,
        blocks=blocks,
        **about,
    )
