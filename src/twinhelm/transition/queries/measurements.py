"""Measurements: how far one is, of which clients, and when a wave is due to be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.people.models import Agency, Member
from twinhelm.transition.choices import MeasurementKind, ProgrammeState, TransitionState
from twinhelm.transition.models import Measurement, Programme, Transition, Wave
from twinhelm.transition.policies.measuring import ASKED_ROLES


def key_of(measurement_id: int) -> str:
    """Of the job that measures."""
    return f"transition.measure:{measurement_id}"


def job_of(measurement_id: int) -> Job | None:
    """Cost: one query."""
    return Job.objects.filter(key=key_of(measurement_id)).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a measurement is."""

    done: int
    total: int
    is_running: bool


def progress_of(measurement_id: int) -> Progress:
    """Cost: one query."""
    job = job_of(measurement_id)
    if job is None or job.state != JobState.RUNNING:
        return Progress(0, 0, is_running=False)
    return Progress(job.done, job.total, is_running=True)


def measured_transitions(measurement: Measurement) -> QuerySet[Transition]:
    """Of the wave, or of the whole programme, without those that were taken out; of a client that moved twice, the last."""
    found = Transition.objects.filter(programme=measurement.programme_id).exclude(state=TransitionState.TAKEN_OUT)
    found = found.filter(client__merged_into=None, client__deleted_at=None)
    if measurement.wave_id:
        found = found.filter(wave=measurement.wave_id)
    return found.order_by("client", "-pk")


def latest_of_clients(transitions: Iterable[Transition]) -> list[Transition]:
    """Needs: ordered by client, the newest first."""
    found: dict[int, Transition] = {}
    for one in transitions:
        found.setdefault(one.client_id, one)
    return list(found.values())


def baseline_of(programme: Programme | int) -> Measurement | None:
    """Cost: one query."""
    return Measurement.objects.filter(programme=programme, kind=MeasurementKind.BASELINE).first()


def due_days(waves: Iterable[Wave]) -> dict[int, date]:
    """When each wave is due to be looked at again. Cost: one query.

    Needs: the programme loaded.
    """
    waves = list(waves)
    rows = Transition.objects.filter(wave__in=waves, handed_over_on__isnull=False).order_by()
    last = dict(rows.values_list("wave").annotate(Max("handed_over_on")))
    return {wave.pk: months_after(last.get(wave.pk) or wave.first_on, wave.programme.review_months) for wave in waves}


def asked_members(measurement: Measurement) -> QuerySet[Member]:
    """Leads and makers who were there when it was asked, and still are. Cost: one query."""
    return (
        Member.objects.active()
        .filter(joined_at__lte=measurement.asked_at, role_grants__role__in=ASKED_ROLES)
        .distinct()
        .order_by("name", "pk")
    )


def programmes_without_baseline() -> QuerySet[Programme]:
    """Under way, and nobody has measured how it was before."""
    running = Programme.objects.filter(state=ProgrammeState.RUNNING, started_at__isnull=False, deleted_at=None)
    return running.exclude(measurements__kind=MeasurementKind.BASELINE)


def waves_due(at: datetime) -> list[Wave]:
    """Of programmes that began, without a review so far. Cost: three queries."""
    waves = Wave.objects.filter(
        programme__started_at__isnull=False, programme__deleted_at=None, review=None, transitions__isnull=False
    )
    found = list(waves.select_related("programme").distinct())
    if not found:
        return []
    due, today = due_days(found), at.astimezone(ZoneInfo((Agency.objects.first() or Agency()).time_zone)).date()
    return [wave for wave in found if due[wave.pk] <= today]
