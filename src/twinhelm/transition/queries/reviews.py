"""Which reviews there are, and when each wave is due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.choices import MeasurementState, TransitionState
from twinhelm.transition.models import Measurement, Programme, Review, Wave
from twinhelm.transition.queries.measurements import due_days

MOST = 200


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave, and how its review stands."""

    wave: Wave
    due_on: date
    review: Review | None
    clients: int
    handed_over: int
    days_left: int

    @property
    def state(self) -> str:
        if self.review is None:
            return _("due on %(day)s") % {"day": date_format(self.due_on, "j F Y")}
        if self.review.decision:
            return self.review.get_decision_display()
        one = self.review.measurement
        if one and one.state == MeasurementState.WAITING:
            return _("being measured")
        if one and one.state == MeasurementState.FAILED:
            return _("not measured")
        return _("open for comments")


def wave_rows(viewer: Member, at: datetime) -> list[WaveRow]:
    """Of programmes that have started, the newest first. Cost: three queries."""
    waves = Wave.objects.filter(programme__in=Programme.objects.visible_to(viewer), programme__started_at__isnull=False)
    standing = ~Q(transitions__state=TransitionState.TAKEN_OUT)
    rows = waves.annotate(
        clients=Count("transitions__client", filter=standing, distinct=True),
        handed=Count(
            "transitions__client", filter=standing & Q(transitions__handed_over_on__isnull=False), distinct=True
        ),
    )
    shown = list(rows.select_related("programme").order_by("-programme__started_at", "-programme", "number")[:MOST])
    reviews = Review.objects.filter(wave__in=shown).select_related("measurement", "decided_by")
    of_wave = {one.wave_id: one for one in reviews}
    due, today = due_days(shown), clock.day_in(viewer.zone, at)
    return [row_of(wave, of_wave.get(wave.pk), due[wave.pk], today) for wave in shown]


def row_of(wave: Wave, review: Review | None, due_on: date, today: date) -> WaveRow:
    counted = vars(wave)
    day = review.due_on if review else due_on
    return WaveRow(wave, day, review, counted["clients"], counted["handed"], (day - today).days)


def lede_of(rows: list[WaveRow]) -> list[tuple[str, bool]]:
    open_ones = [row for row in rows if row.review and not row.review.decision]
    coming = sorted((row for row in rows if row.review is None), key=lambda row: row.due_on)
    said: list[tuple[str, bool]] = []
    if open_ones:
        sentence = ngettext("%(n)d review is open.", "%(n)d reviews are open.", len(open_ones))
        said.append((sentence % {"n": len(open_ones)}, True))
    if coming:
        first = {"number": coming[0].wave.number, "day": date_format(coming[0].due_on, "j F Y")}
        said.append((_("Wave %(number)s is looked back at on %(day)s.") % first, not open_ones))
    elif rows and not open_ones:
        said.append((_("Every wave was looked back at."), True))
    return said


def baselines(viewer: Member) -> list[tuple[Programme, Measurement | None]]:
    """Of programmes that have started, how it was before. Cost: two queries."""
    programmes = list(
        Programme.objects.visible_to(viewer).filter(started_at__isnull=False).order_by("-started_at", "-pk")[:20]
    )
    rows = Measurement.objects.filter(programme__in=programmes, wave=None)
    known = {one.programme_id: one for one in rows}
    return [(one, known.get(one.pk)) for one in programmes]
