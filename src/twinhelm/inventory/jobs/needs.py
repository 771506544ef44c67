"""Counting needs in the background."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job
from twinhelm.inventory.actions import needs
from twinhelm.inventory.queries.counting import JOB
from twinhelm.people.models import Member


@every(hours=24)
@job(JOB, again=True, lease_seconds=300, title=_("Count what clients need"))
def count_needs(work: Work, *, by_id: int = 0) -> None:
    by = Member.objects.active().filter(pk=by_id).first() if by_id else None
    needs.count_needs(by=by, at=clock.now(), tell=lambda done, total: work.progress(done=done, total=total))


def ask_to_count(by: Member | None = None) -> Job:
    """One at a time: asked for while it runs, it runs once more afterwards."""
    return count_needs.enqueue(key=JOB, by_id=by.pk if by else 0)
