"""Asking clients how it goes, by itself."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.people.models import Agency
from twinhelm.transition.actions.pulses import ask_again, ask_when_due
from twinhelm.transition.queries.pulses import due_by_itself


@every(hours=6)
@job("transition.ask_pulses", lease_seconds=300, title=_("Ask clients how it goes with two people"))
def ask_pulses(work: Work) -> None:
    at = clock.now()
    due = due_by_itself(at, Agency.objects.first())
    ask_again(at=at)
    for done, transition in enumerate(due):
        work.progress(done=done, total=len(due))
        ask_when_due(transition, at=at)
