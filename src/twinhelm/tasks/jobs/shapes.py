"""Recurring work that is due to be made."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.tasks.actions.recurring import make_due
from twinhelm.tasks.models import Recurrence


@every(hours=1)
@job("tasks.make_recurring", title=_("Make recurring tasks that are due soon"))
def make_recurring(work: Work) -> None:
    """One that can't be made keeps no other waiting; the job has failed all the same."""
    rows = list(Recurrence.objects.running().order_by("pk"))
    broken = []
    for number, row in enumerate(rows, start=1):
        try:
            make_due(row, at=clock.now())
        except Exception as problem:
            broken.append(problem)
        work.progress(done=number, total=len(rows))
    if broken:
        raise broken[0]
