"""A programme that starts asks how it was before, and what is asked to be measured is measured in the background."""

from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.transition.actions.measuring import ask_for_baseline
from twinhelm.transition.events.measuring import MeasurementAsked
from twinhelm.transition.events.programmes import ProgrammeStarted
from twinhelm.transition.jobs.measuring import ask_to_measure
from twinhelm.transition.models import Programme
from twinhelm.transition.queries import needed_review

__all__ = ["needed_review"]


@on(ProgrammeStarted)
def measure_how_it_was(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a programme names it
    programme = Programme.objects.filter(pk=event.subject_id, deleted_at=None, started_at__isnull=False).first()
    if programme:
        ask_for_baseline(programme, by=None, at=clock.now())


@on(MeasurementAsked)
def measure_it(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a measurement names it
    ask_to_measure(event.subject_id)
