"""Asking for a baseline, and measuring it in the background, client by client; frozen once it is done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import clock, jobs
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.people.models import Agency, Member
from twinhelm.transition.choices import MeasurementKind, MeasurementState, ProgrammeState
from twinhelm.transition.events.measuring import MeasurementAsked, MeasurementDone, MeasurementFailed
from twinhelm.transition.models import Figure, Measurement, Programme
from twinhelm.transition.policies.measuring import may_measure
from twinhelm.transition.queries.figures import Counting, figures_of_clients, figures_of_everybody
from twinhelm.transition.queries.measurements import baseline_of, job_of
from twinhelm.transition.rules.measures import USUAL_WEEKS, WEEKS

CHUNK = 25
"""Clients that are stored together: what a killed job has to do again."""
STOPPED, BROKE = "stopped", "broke"


class NotStarted(Refusal):
    """The programme has not begun, so there is no day before which to measure."""


class AlreadyMeasured(Refusal):
    """It is frozen: nothing changes it."""


class BeingMeasured(Refusal):
    """It is under way."""


class Tell(Protocol):
    """Says how far it is."""

    def __call__(self, *, done: int, total: int) -> None: ...


@transaction.atomic
def ask_for_baseline(programme: Programme, *, weeks: int = USUAL_WEEKS, by: Member | None, at: datetime) -> Measurement:
    """Of the whole weeks before the programme began; asked again, it is the same. by: None when it comes by itself.

    Raises NotPermitted, NotStarted, Invalid.
    """
    if by:
        require(may_measure(by))
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if standing := baseline_of(programme):
        return standing
    if programme.state == ProgrammeState.PLANNED or programme.started_at is None:
        raise NotStarted(_("The baseline is measured when the programme starts. Start it first."))
    if weeks not in WEEKS:
        raise Invalid(_("A baseline has 13 or 26 weeks."), weeks=_("Choose 13 or 26 weeks."))
    period = whole_weeks_before(clock.day_in(agency_zone(), programme.started_at), weeks)
    made = Measurement.objects.create(
        programme=programme,
        kind=MeasurementKind.BASELINE,
        first_on=period.first,
        last_on=period.last,
        asked_by=by,
        asked_at=at,
    )
    tell_asked(made, by=by, at=at)
    return made


def measure(measurement: Measurement, *, at: datetime, tell: Tell) -> Measurement:
    """Begun again after a crash, it goes on with the clients that are missing. What is done stays as it is."""
    measurement = Measurement.objects.select_related("programme").get(pk=measurement.pk)
    if measurement.state != MeasurementState.WAITING:
        return measurement
    counting = Counting.begin(measurement)
    left, total = counting.clients_left(), len(counting.client_ids) + 1
    for first in range(0, len(left), CHUNK):
        tell(done=total - 1 - len(left) + first, total=total)
        if not keep(measurement, figures_of_clients(counting, left[first : first + CHUNK])):
            return measurement
    tell(done=total - 1, total=total)
    finish(measurement, figures_of_everybody(counting), at=at)
    tell(done=total, total=total)
    return measurement


@transaction.atomic
def keep(measurement: Measurement, figures: Sequence[Figure]) -> bool:
    """False when it was called off, or another attempt was quicker."""
    if lock(measurement).state != MeasurementState.WAITING:
        return False
    Figure.objects.bulk_create(figures, batch_size=500, ignore_conflicts=True)
    return True


@transaction.atomic
def finish(measurement: Measurement, figures: Sequence[Figure], *, at: datetime) -> None:
    locked = lock(measurement)
    if locked.state != MeasurementState.WAITING:
        return
    Figure.objects.bulk_create(figures, batch_size=500)
    locked.state, locked.done_at = MeasurementState.DONE, at
    locked.save(update_fields=["state", "done_at"])
    measurement.state, measurement.done_at = locked.state, at
    event = MeasurementDone(
        subject_id=locked.pk,
        programme_id=locked.programme_id,
        figures=Figure.objects.filter(measurement=locked).count(),
    )
    announce(event, by=None, at=at)


@transaction.atomic
def stop_measuring(measurement: Measurement, *, by: Member, at: datetime) -> Measurement:
    """What was measured so far stays for the next time. Raises NotPermitted, AlreadyMeasured."""
    require(may_measure(by))
    locked = lock(measurement)
    if locked.state == MeasurementState.DONE:
        raise AlreadyMeasured(_("It is measured already, so there is nothing to stop."))
    if locked.state == MeasurementState.WAITING:
        if job := job_of(locked.pk):
            jobs.cancel(job, at=at)
        fail(locked, STOPPED, by=by, at=at)
    return locked


@transaction.atomic
def give_up(measurement: Measurement, why: str, *, at: datetime) -> Measurement:
    """Nobody is at it any more; why: STOPPED or BROKE."""
    locked = lock(measurement)
    if locked.state == MeasurementState.WAITING:
        fail(locked, why, by=None, at=at)
    return locked


@transaction.atomic
def measure_again(measurement: Measurement, *, by: Member, at: datetime) -> Measurement:
    """Goes on where it ended. Raises NotPermitted, AlreadyMeasured, BeingMeasured."""
    require(may_measure(by))
    locked = lock(measurement)
    if locked.state == MeasurementState.DONE:
        raise AlreadyMeasured(_("What was measured is frozen, so that it can be compared with."))
    if locked.state == MeasurementState.WAITING:
        raise BeingMeasured(_("It is being measured already."))
    locked.state, locked.failure = MeasurementState.WAITING, ""
    locked.save(update_fields=["state", "failure"])
    tell_asked(locked, by=by, at=at)
    return locked


def fail(measurement: Measurement, why: str, *, by: Member | None, at: datetime) -> None:
    measurement.state, measurement.failure = MeasurementState.FAILED, why
    measurement.save(update_fields=["state", "failure"])
    announce(MeasurementFailed(subject_id=measurement.pk, programme_id=measurement.programme_id, why=why), by=by, at=at)


def tell_asked(measurement: Measurement, *, by: Member | None, at: datetime) -> None:
    event = MeasurementAsked(
        subject_id=measurement.pk,
        programme_id=measurement.programme_id,
        kind=measurement.kind,
        first_on=measurement.first_on.isoformat(),
        last_on=measurement.last_on.isoformat(),
    )
    announce(event, by=by, at=at)


def lock(measurement: Measurement) -> Measurement:
    return Measurement.objects.select_for_update().get(pk=measurement.pk)


def agency_zone() -> ZoneInfo:
    """Cost: one query."""
    return ZoneInfo((Agency.objects.first() or Agency()).time_zone)
