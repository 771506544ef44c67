"""Baselines and reviews in the background."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job
from twinhelm.transition.actions.measuring import BROKE, STOPPED, ask_for_baseline, give_up, measure
from twinhelm.transition.actions.reviews import open_review
from twinhelm.transition.choices import MeasurementState
from twinhelm.transition.models import Measurement
from twinhelm.transition.queries.measurements import job_of, key_of, programmes_without_baseline, waves_due

FAILURES = {JobState.FAILED: BROKE, JobState.CANCELLED: STOPPED}


@job("transition.measure", again=True, lease_seconds=300, title=_("Measure how it is"))
def measure_in_background(work: Work, *, measurement_id: int) -> None:
    one = Measurement.objects.filter(pk=measurement_id, programme__deleted_at=None).first()
    if one:
        measure(one, at=clock.now(), tell=lambda done, total: work.progress(done=done, total=total))


def ask_to_measure(measurement_id: int) -> Job:
    return measure_in_background.enqueue(key=key_of(measurement_id), measurement_id=measurement_id)


@every(minutes=10)
@job("transition.look_after_measuring", quick=True, title=_("Open reviews that are due, and look after measuring"))
def look_after_measuring(_work: Work) -> None:
    """Baselines of programmes that began, reviews whose day has come, and what a crash has left lying."""
    at = clock.now()
    for programme in programmes_without_baseline():
        ask_for_baseline(programme, by=None, at=at)
    for wave in waves_due(at):
        open_review(wave, by=None, at=at)
    for one in Measurement.objects.filter(state=MeasurementState.WAITING, programme__deleted_at=None):
        take_up(one)


def take_up(one: Measurement) -> None:
    last = job_of(one.pk)
    if last is None or last.state == JobState.DONE:
        ask_to_measure(one.pk)
    elif last.state in FAILURES:
        give_up(one, FAILURES[JobState(last.state)], at=clock.now())
