"""A measurement by itself: of all, of one wave, and what each lead does; and all its figures as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member
from twinhelm.transition.choices import MeasurementState
from twinhelm.transition.models import Figure, Measurement, Wave
from twinhelm.transition.queries import measure_words as words
from twinhelm.transition.queries.review_page import period_of, said_of
from twinhelm.transition.queries.staff_answers import Said, Turnout, single_answers, staff_told, turnout
from twinhelm.transition.rules.measures import COUNTED, MEASURES, SHARE, STAFF, Measure
from twinhelm.worklog.models import sees_everybody

FIGURES = (
    _("Measure"), _("Of"), _("Value"), _("Low"), _("High"), _("Rests on"), _("Counted in"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One measure with its value."""

    measure: Measure
    name: str
    how: str
    value: words.Value
    counted_in: str
    rows: str = ""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """How much of one lead's work is client work."""

    member: Member
    figure: Figure


@dataclass(slots=True)
class MeasurementPage:
    """All that a measurement shows."""

    waves: list[Wave]
    wave: Wave | None
    rows: list[Row]
    staff: list[Row]
    leads: list[LeadRow]
    """Whose hours the viewer may see."""
    turnout: Turnout
    said: list[Said]
    """What single people said: everybody's for owners, else one's own."""
    is_done: bool
    clients: int


def measurement_page(measurement: Measurement, viewer: Member, wave_id: int | None, at: datetime) -> MeasurementPage:
    """Cost: eleven queries."""
    waves = list(Wave.objects.filter(programme=measurement.programme_id))
    wave = next((one for one in waves if one.pk == (wave_id or measurement.wave_id)), None)
    figures = Figure.objects.filter(measurement=measurement)
    of_scope = {one.key: one for one in figures.filter(client=None, member=None, wave=wave).defer("blocks")}
    staff = staff_told(measurement, at)
    return MeasurementPage(
        waves=waves if measurement.wave_id is None and len(waves) > 1 else [],
        wave=wave,
        rows=[row_of(one, of_scope.get(one.key), measurement) for one in COUNTED],
        staff=[Row(one, words.name_of(one), words.how(one), said_of(one, staff[one.key]), "") for one in STAFF],
        leads=leads_of(measurement, viewer),
        turnout=turnout(measurement, at),
        said=single_answers(measurement, viewer),
        is_done=measurement.state == MeasurementState.DONE,
        clients=figures.filter(client__isnull=False, key=COUNTED[2].key).count(),
    )


def row_of(measure: Measure, figure: Figure | None, measurement: Measurement) -> Row:
    return Row(
        measure,
        words.name_of(measure),
        words.how(measure),
        words.value_of(measure, figure),
        words.counted_in(measure),
        words.rows_of(measure, period_of(measurement)),
    )


def leads_of(measurement: Measurement, viewer: Member) -> list[LeadRow]:
    """Hours of single people stay between them and the owners. Cost: one query."""
    rows = Figure.objects.filter(measurement=measurement, key=SHARE, member__isnull=False).defer("blocks")
    if not sees_everybody(viewer):
        rows = rows.filter(member=viewer)
    ordered = rows.select_related("member").order_by("-value", "member__name")
    return [LeadRow(one.member, one) for one in ordered if one.member]


def figures_table(measurement: Measurement, viewer: Member) -> Iterator[Sequence[object]]:
    """Every figure that the viewer may see. Cost: one query."""
    rows = Figure.objects.filter(measurement=measurement).defer("blocks").select_related("wave", "client", "member")
    if not sees_everybody(viewer):
        rows = rows.filter(Q(member=None) | Q(member=viewer))
    for one in rows.order_by("key", "wave__number", "client__name", "member__name").iterator(chunk_size=500):
        measure = MEASURES.get(one.key)
        if measure or one.key == SHARE:
            yield (
                words.name_of(measure) if measure else _("Share of client work"),
                whose(one),
                *("" if value is None else round(value, 4) for value in (one.value, one.low, one.high)),
                one.n,
                words.counted_in(measure) if measure else _("weeks"),
            )


def whose(figure: Figure) -> str:
    if figure.client:
        return figure.client.name
    if figure.member:
        return figure.member.name
    return str(_("Wave %(number)s") % {"number": figure.wave.number}) if figure.wave else str(_("All"))
